internal import UAPIText

/// Finds libclang and the headers of its compiler.
struct LibClangFinder {
  /// A file or folder that the caller named.
  var library: String?
  /// The `clang` next to which the library is looked for first.
  var clang: String?

  /// Opens the first library that can be used.
  func open() throws(HeaderError) -> LibClang {
    var failures: [String] = []
    var seen: Set<String> = []
    for place in places {
      for candidate in place() where seen.insert(Files.resolved(candidate)).inserted {
        do throws(LoadFailure) {
          return try LibClang(path: candidate)
        } catch {
          failures.append("\(candidate): \(error.reason)")
        }
      }
    }
    if let library, failures.isEmpty {
      failures.append("\(library): there is no libclang")
    }
    throw HeaderError(
      .libclangNotFound,
      message: failures.isEmpty
        ? "libclang, which reads the headers, was not found"
        : "libclang cannot be used: " + failures.joined(separator: "; "),
      remedy: """
        it is part of the Swift toolchain; else install the packages libclang1 and \
        libclang-common-dev, \(Self.remedyByVariable)
        """)
  }

  private static var remedyByVariable: String {
    ProgramRights.areRaised
      ? "for LIBCLANG_PATH, PATH and HOME are not read while this program has more rights than its caller"
      : "or set LIBCLANG_PATH to the file or its folder"
  }

  /// Where to look for libraries to try, the best place first; what the caller names is tried alone.
  /// A place is looked at only if those before it have none that can be used.
  private var places: [() -> [String]] {
    if let library { return [{ Self.libraries(at: library) }] }
    return [
      { (clang.map(Self.libraryFolders(ofExecutable:)) ?? []).flatMap(Self.libraries(at:)) },
      { Files.trustedEnvironment("LIBCLANG_PATH").map(Self.libraries(at:)) ?? [] },
      { Self.toolchainFolders().flatMap(Self.libraries(at:)) },
      { Self.systemFolders().flatMap(Self.libraries(at:)) },
    ]
  }

  /// The libraries in a folder, the plainest name and then the newest version first; a file is its
  /// own answer.
  private static func libraries(at path: String) -> [String] {
    guard Files.isFolder(path) else { return Files.exists(path) ? [path] : [] }
    let folder = Files.trimmed(path)
    let names = Files.names(in: folder).filter { name in
      guard name.hasPrefix("libclang") else { return false }
      let rest = name.dropFirst("libclang".count)
      return (rest.hasPrefix(".") || rest.hasPrefix("-")) && !rest.hasPrefix("-cpp")
        && (name.hasSuffix(".dylib") || name.hasSuffix(".so") || name.contains(".so."))
    }
    return names.sorted { left, right in
      (versionKey(left), left.utf8.count) < (versionKey(right), right.utf8.count)
    }.map { folder + "/" + $0 }
  }

  /// A number that is smaller for the better name: none for a name without a version, then newest
  /// first.
  private static func versionKey(_ name: String) -> Int {
    guard name.hasPrefix("libclang-"), let version = leadingNumber(name.dropFirst(9)) else {
      return .min
    }
    return -version
  }

  /// The folders next to an executable of a toolchain, as it is named and as its links lead.
  private static func libraryFolders(ofExecutable path: String) -> [String] {
    [Files.folder(of: path), Files.folder(of: Files.resolved(path))].map { folder in
      folder.contains("/") ? Files.folder(of: folder) + "/lib" : folder + "/../lib"
    }
  }

  /// The library folders of the toolchains that the search path leads to.
  private static func toolchainFolders() -> [String] {
    var folders: [String] = []
    for folder in (Files.trustedEnvironment("PATH") ?? "").split(separator: ":") {
      for tool in ["swift", "clang"] where Files.exists("\(folder)/\(tool)") {
        folders += libraryFolders(ofExecutable: "\(folder)/\(tool)")
      }
    }
    if let home = Files.trustedEnvironment("HOME") {
      let toolchains = home + "/.local/share/swiftly/toolchains"
      folders += Files.names(in: toolchains).reversed().map { "\(toolchains)/\($0)/usr/lib" }
    }
    return folders
  }

  /// The folders where systems keep libclang.
  private static func systemFolders() -> [String] {
    let versions = Files.names(in: "/usr/lib").filter { $0.hasPrefix("llvm-") }
      .sorted { (leadingNumber($0.dropFirst(5)) ?? 0) > (leadingNumber($1.dropFirst(5)) ?? 0) }
    let triples = Files.names(in: "/usr/lib").filter { $0.contains("-linux-") }
    return versions.map { "/usr/lib/\($0)/lib" }
      + triples.map { "/usr/lib/\($0)" }
      + [
        "/usr/lib64", "/usr/lib", "/usr/local/lib",
        "/Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib",
        "/Library/Developer/CommandLineTools/usr/lib",
        "/opt/homebrew/opt/llvm/lib",
      ]
  }

  /// Finds the folder with the compiler's own headers, such as `stddef.h`.
  ///
  /// Without it libclang does not find them and answers with layouts that are wrong.
  func resourceFolder(of library: LibClang) throws(HeaderError) -> String {
    let resolved = Files.resolved(library.path)
    var libraryFolders = [Files.folder(of: library.path), Files.folder(of: resolved)]
    // Debian keeps the library in the folder of the machine and the headers in the folder of the
    // version.
    let name = Files.name(of: resolved)
    if name.hasPrefix("libclang-"), let version = Self.leadingNumber(name.dropFirst(9)) {
      libraryFolders += libraryFolders.map { "\($0)/../llvm-\(version)/lib" }
      libraryFolders.append("/usr/lib/llvm-\(version)/lib")
    }
    if let clang { libraryFolders += Self.libraryFolders(ofExecutable: clang) }
    if let found = Self.resourceFolder(in: libraryFolders) { return found }
    // Headers of another version of the compiler serve as well: only types as old as C are read
    // from them.
    if let found = Self.resourceFolder(in: Self.toolchainFolders() + Self.systemFolders()) {
      return found
    }
    throw HeaderError(
      .compilerHeadersNotFound,
      message: "the compiler headers that belong to \(library.path) were not found",
      remedy: """
        there has to be a folder clang/VERSION/include with stddef.h next to it: \
        use the libclang of the Swift toolchain, or install the package libclang-common-dev
        """)
  }

  private static func resourceFolder(in libraryFolders: [String]) -> String? {
    for folder in libraryFolders {
      let versions = Files.names(in: folder + "/clang").sorted {
        (leadingNumber($0[...]) ?? 0) > (leadingNumber($1[...]) ?? 0)
      }
      for version in versions {
        let candidate = "\(folder)/clang/\(version)"
        if Files.exists(candidate + "/include/stddef.h") { return candidate }
      }
    }
    return nil
  }

  private static func leadingNumber(_ text: Substring) -> Int? {
    Int(text.prefix { $0.isASCII && $0.isNumber })
  }
}
