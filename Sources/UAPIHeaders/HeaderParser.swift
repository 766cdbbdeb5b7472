internal import CLibClang
package import UAPIStructs

/// Reads kernel headers with the libclang of the machine.
///
/// ```swift
/// let parser = try HeaderParser()
/// let model = try parser.parse(headers: ["linux/mptcp.h"])
/// model.record(named: "mptcp_info")?.size
/// ```
package struct HeaderParser: Sendable {
  let clang: LibClang
  private let resourceFolder: String
  let folders: IncludeFolders
  /// How the machine comes to headers that programs do not include by themselves.
  let routes: HeaderRoutes
  let arguments: [String]

  /// Opens libclang and looks where the headers are.
  ///
  /// - Parameters:
  ///   - libclang: The library, or the folder that holds it. Where it is `nil`, the library is
  ///     looked for next to `clang`, then where the environment variable `LIBCLANG_PATH` leads, then
  ///     in the toolchains of the search path and the usual folders of the system.
  ///   - clang: The path of a `clang` executable.
  ///   - includeRoot: The folder of the kernel headers, the one that holds `linux/`; `/usr/include`
  ///     where it is `nil`.
  ///   - ownFolders: Folders with other headers, which come before those of the kernel.
  ///   - target: The target triple to lay out structs for; where it is `nil`, that of libclang.
  /// - Throws: ``HeaderError`` where libclang, its own headers or the folder are missing.
  package init(
    libclang: String? = nil,
    clang: String? = nil,
    includeRoot: String? = nil,
    ownFolders: [String] = [],
    target: String? = nil
  ) throws(HeaderError) {
    #if os(Linux) || os(Android)
      try ThreadRoom.check()
    #endif
    let finder = LibClangFinder(library: libclang, clang: clang)
    let library = try finder.open()
    let resourceFolder = try finder.resourceFolder(of: library)
    try self.init(
      clang: library, resourceFolder: resourceFolder, includeRoot: includeRoot ?? "/usr/include",
      ownFolders: ownFolders, target: target)
  }

  private init(
    clang: LibClang, resourceFolder: String, includeRoot: String, ownFolders: [String],
    target: String?
  ) throws(HeaderError) {
    let folders = try IncludeFolders(
      root: includeRoot, own: ownFolders, target: target, resourceFolder: resourceFolder)
    self.clang = clang
    self.resourceFolder = resourceFolder
    self.folders = folders
    routes = HeaderRoutes(folders)
    arguments =
      ["-x", "c", "-std=gnu11", "-w", "-ferror-limit=0", "-fno-spell-checking"]
      + ["-resource-dir", resourceFolder]
      + (target.map { ["-target", $0] } ?? [])
      + folders.arguments
  }

  /// A parser with the same libclang and the same own folders for another machine, whose headers are
  /// in `includeRoot`.
  ///
  /// - Throws: ``HeaderError`` where the folder has no headers for that machine.
  package func parser(target: String, includeRoot: String) throws(HeaderError) -> HeaderParser {
    try HeaderParser(
      clang: clang, resourceFolder: resourceFolder, includeRoot: includeRoot,
      ownFolders: folders.own, target: target)
  }

  /// Whether headers of the user's own come before those of the kernel.
  package var hasOwnFolders: Bool { !folders.own.isEmpty }

  /// The folder of the kernel headers.
  package var root: String { folders.root }

  /// The path of the libclang that is used.
  package var libclangPath: String { clang.path }

  /// How that libclang calls its version.
  package var libclangVersion: String { unsafe clang.take(clang.getClangVersion()) }

  /// Reads headers, together with all that they include.
  ///
  /// - Parameter headers: The headers as programs include them, such as `linux/mptcp.h`.
  /// - Throws: ``HeaderError`` where a header is missing or does not compile.
  package func parse(headers: [String]) throws(HeaderError) -> HeaderModel {
    try parse(headers: headers) { _ in [] }
  }

  /// Reads headers, and has jobs done while the compiler is asked for the values of macros.
  ///
  /// - Parameter jobs: makes the jobs from the model, which lacks no more than the macros.
  package func parse(
    headers: [String], meanwhile jobs: (HeaderModel) -> [@Sendable () -> Void]
  ) throws(HeaderError) -> HeaderModel {
    for header in headers { try check(header) }
    return try ParserSteps.step(
      names(of: headers), alone: { _ = try? parseUnwatched([headers[$0]]) { _ in [] } }
    ) { () throws(HeaderError) in
      try parseUnwatched(headers, meanwhile: jobs)
    }
  }

  private func parseUnwatched(
    _ headers: [String], meanwhile jobs: (HeaderModel) -> [@Sendable () -> Void]
  ) throws(HeaderError) -> HeaderModel {
    if let (unit, includes, values) = try parseWithValues(of: headers) {
      return try model(
        of: unit, includes: includes, requested: headers, takesCompanions: true, values: values,
        meanwhile: jobs)
    }
    let (unit, includes) = try parseDeclarations(of: headers)
    return try model(
      of: unit, includes: includes, requested: headers, takesCompanions: true, meanwhile: jobs)
  }

  /// The header that programs of the machine include to come to one that they do not include by itself.
  package func route(to header: String) -> String? { routes.route(to: header) }

  /// How errors name headers, if there are so few of them that it pays to look where they are.
  func names(of headers: [String]) -> [String] {
    headers.count > 16 ? headers : headers.map { folders.path(of: $0) ?? $0 }
  }

  /// The release that the `linux/version.h` of a folder of headers states; `nil` where it states
  /// none.
  package static func release(of root: String) -> KernelRelease? {
    Files.text(of: root + "/linux/version.h").flatMap(VersionHeader.release)
  }

  /// Whether the root or one of the own folders has a header for the target.
  package func hasHeader(_ header: String) -> Bool { folders.path(of: header) != nil }

  /// Reads only the structs and unions of headers and of all that they include.
  ///
  /// Macros are left out, and so a type that is one in the header is named by what it stands for.
  ///
  /// - Parameter names: The records that are wanted, with all inside them; `nil` for every one.
  /// - Throws: ``HeaderError`` where a header is missing or does not compile.
  package func records(
    of headers: [String], named names: Set<String>? = nil
  ) throws(HeaderError) -> [Record] {
    for header in headers { try check(header) }
    return try ParserSteps.step(
      self.names(of: headers), alone: { _ = try? recordsUnwatched(of: [headers[$0]], named: names) }
    ) { () throws(HeaderError) in
      try recordsUnwatched(of: headers, named: names)
    }
  }

  private func recordsUnwatched(
    of headers: [String], named names: Set<String>?
  ) throws(HeaderError) -> [Record] {
    let (unit, includes) = try parseDeclarations(of: headers, options: CXTranslationUnit_None)
    return DeclarationReader(
      unit: unit, folders: folders, requested: headers, takesCompanions: true,
      isLittleEndian: Self.isLittleEndian(unit), probes: probes(after: includes),
      onlyRecords: true, named: names
    ).records
  }

  /// What tells the offsets of very many fields of the headers that a text includes.
  func probes(after includes: String) -> OffsetProbes {
    OffsetProbes { try? parse(includes + $0) }
  }
}
