/// Where headers are looked for, and which name a header has relative to that.
struct IncludeFolders {
  /// The folder of the kernel's headers.
  let root: String
  /// The folders of the user's own headers.
  let own: [String]
  /// The folders that come first: those of the user's own headers, then those of the root.
  let kernel: [String]
  /// The folders of the system that stand in for what the root lacks, as far as the compiler does
  /// not know them.
  let fallbacks: [String]
  /// Every folder that a header may come from, the longest path first.
  private let known: [String]

  init(root: String, own: [String] = [], target: String?, resourceFolder: String)
    throws(HeaderError)
  {
    let root = Files.trimmed(root)
    guard Files.isFolder(root) else {
      throw HeaderError(
        .rootNotFound, path: root, message: "there is no folder of kernel headers here",
        remedy:
          "install the package linux-libc-dev, or set UAPI_HEADERS to a folder that has linux/")
    }
    let machine = HeaderMachine(target: target)
    self.root = root
    self.own = own
    let machineFolders = Self.machineFolders(of: root, for: machine, holding: "asm")
    guard machine == .host || !machineFolders.isEmpty || Files.isFolder(root + "/asm") else {
      // The headers of this machine would serve, and say the wrong byte order.
      throw HeaderError(
        .rootNotFound, path: root, message: "there are no kernel headers for \(machine.name) here",
        remedy: "install the package linux-libc-dev of that machine, or name a root that has it")
    }
    kernel = own.map(Files.trimmed) + machineFolders + [root]
    // The C library's headers of another machine are rarely installed; those of this one declare
    // the same.
    fallbacks =
      machine == .host
      ? [] : Self.machineFolders(of: "/usr/include", for: .host, holding: "bits")
    known =
      (kernel + fallbacks
      + Self.machineFolders(of: "/usr/include", for: machine, holding: "bits")
      + ["/usr/include", "/usr/local/include", resourceFolder + "/include"])
      .sorted { $0.utf8.count > $1.utf8.count }
  }

  /// The arguments that make the compiler look in these folders.
  var arguments: [String] {
    kernel.flatMap { ["-isystem", $0] } + fallbacks.flatMap { ["-idirafter", $0] }
  }

  /// Files that the C library asks for when it is read for another machine, and that would say
  /// nothing of interest.
  var supportFiles: [MemoryFile] {
    fallbacks.map { MemoryFile(name: $0 + "/gnu/stubs-32.h", contents: "") }
  }

  /// The path of a header of the kernel; `nil` where the root does not have it.
  func path(of header: String) -> String? {
    kernel.lazy.map { $0 + "/" + header }.first { Files.exists($0) }
  }

  /// The name by which programs include the file at `path`.
  func header(at path: String) -> String {
    for folder in known where path.hasPrefix(folder + "/") {
      return String(path.dropFirst(folder.count + 1))
    }
    return path
  }

  /// Whether the file at `path` is one of the root's own.
  func isOfKernel(_ path: String) -> Bool {
    kernel.contains { path.hasPrefix($0 + "/") }
  }

  /// The folders like `x86_64-linux-gnu` in which distributions keep what depends on the machine.
  private static func machineFolders(
    of folder: String, for machine: HeaderMachine, holding content: String
  ) -> [String] {
    let prefixes = machine.folderPrefixes
    let names = Files.names(in: folder) { name in prefixes.contains { name.hasPrefix($0) } }
    return prefixes.lazy.map { prefix in
      names.filter { name in
        name.hasPrefix(prefix) && machine.accepts(folder: name)
          && Files.isFolder("\(folder)/\(name)/\(content)")
      }.map { "\(folder)/\($0)" }
    }.first { !$0.isEmpty } ?? []
  }
}
