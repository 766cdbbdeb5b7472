internal import CLibClang
internal import Dispatch
internal import Synchronization
public import UAPIStructs

/// Reads kernel headers with the libclang of the machine.
///
/// ```swift
/// let parser = try HeaderParser()
/// let model = try parser.parse(headers: ["linux/mptcp.h"])
/// model.record(named: "mptcp_info")?.size
/// ```
public struct HeaderParser: Sendable {
  private let clang: LibClang
  private let resourceFolder: String
  let folders: IncludeFolders
  private let arguments: [String]

  /// Opens libclang and looks where the headers are.
  ///
  /// - Parameters:
  ///   - libclang: The library, or the folder that holds it. Where it is `nil`, the library is
  ///     looked for beside `clang`, then where the environment variable `LIBCLANG_PATH` leads, then
  ///     in the toolchains of the search path and the usual folders of the system.
  ///   - clang: The path of a `clang` executable.
  ///   - includeRoot: The folder of the kernel headers, the one that holds `linux/`; `/usr/include`
  ///     where it is `nil`.
  ///   - ownFolders: Folders with other headers, which come before those of the kernel.
  ///   - target: The target triple to lay out structs for; where it is `nil`, that of libclang.
  /// - Throws: ``HeaderError`` where libclang, its own headers or the folder are missing.
  public init(
    libclang: String? = nil,
    clang: String? = nil,
    includeRoot: String? = nil,
    ownFolders: [String] = [],
    target: String? = nil
  ) throws(HeaderError) {
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
  public func parser(target: String, includeRoot: String) throws(HeaderError) -> HeaderParser {
    try HeaderParser(
      clang: clang, resourceFolder: resourceFolder, includeRoot: includeRoot,
      ownFolders: folders.own, target: target)
  }

  /// Whether headers of the user's own come before those of the kernel.
  package var hasOwnFolders: Bool { !folders.own.isEmpty }

  /// The folder of the kernel headers.
  public var root: String { folders.root }

  /// The path of the libclang that is used.
  public var libclangPath: String { clang.path }

  /// How that libclang calls its version.
  public var libclangVersion: String { unsafe clang.take(clang.getClangVersion()) }

  /// Reads headers, together with all that they include.
  ///
  /// - Parameter headers: The headers as programs include them, such as `linux/mptcp.h`.
  /// - Throws: ``HeaderError`` where a header is missing or does not compile.
  public func parse(headers: [String]) throws(HeaderError) -> HeaderModel {
    try parse(headers: headers) { _ in [] }
  }

  /// Reads headers, and has jobs done while the compiler is asked for the values of macros.
  ///
  /// - Parameter jobs: makes the jobs from the model, which lacks no more than the macros.
  package func parse(
    headers: [String], meanwhile jobs: (HeaderModel) -> [@Sendable () -> Void]
  ) throws(HeaderError) -> HeaderModel {
    for header in headers { try check(header) }
    if let (unit, includes, values) = try parseWithValues(of: headers) {
      return try model(
        of: unit, includes: includes, requested: headers, takesCompanions: true, values: values,
        meanwhile: jobs)
    }
    let (unit, includes) = try parseDeclarations(of: headers)
    return try model(
      of: unit, includes: includes, requested: headers, takesCompanions: true, meanwhile: jobs)
  }

  /// The release that the `linux/version.h` of a folder of headers states; `nil` where it states
  /// none.
  public static func release(of root: String) -> KernelRelease? {
    Files.text(of: root + "/linux/version.h").flatMap(VersionHeader.release)
  }

  /// Whether the root or one of the own folders has a header for the target.
  public func hasHeader(_ header: String) -> Bool { folders.path(of: header) != nil }

  /// Reads only the structs and unions of headers and of all that they include.
  ///
  /// Macros are left out, and so a type that is one in the header is named by what it stands for.
  ///
  /// - Parameter names: The records that are wanted, with all inside them; `nil` for every one.
  /// - Throws: ``HeaderError`` where a header is missing or does not compile.
  public func records(
    of headers: [String], named names: Set<String>? = nil
  ) throws(HeaderError) -> [Record] {
    for header in headers { try check(header) }
    let (unit, _) = try parseDeclarations(of: headers, options: CXTranslationUnit_None)
    return DeclarationReader(
      unit: unit, folders: folders, requested: headers, takesCompanions: true,
      isLittleEndian: Self.isLittleEndian(unit), onlyRecords: true, named: names
    ).records
  }

  /// What the requested headers declare, from a unit that compiled.
  ///
  /// - Parameters:
  ///   - includes: The text that the unit was made of.
  ///   - takesCompanions: Whether a companion of a requested header counts as requested.
  ///   - values: What the compiler said of macros already, in the unit.
  ///   - jobs: What is done at the same time, given the model without macros.
  func model(
    of unit: TranslationUnit, includes: String, requested: [String], takesCompanions: Bool,
    values: [String: MacroEvaluator.Finding] = [:],
    meanwhile jobs: (HeaderModel) -> [@Sendable () -> Void] = { _ in [] }
  ) throws(HeaderError) -> HeaderModel {
    let reader = DeclarationReader(
      unit: unit, folders: folders, requested: requested, takesCompanions: takesCompanions,
      isLittleEndian: Self.isLittleEndian(unit))
    let sorter = MacroSorter(reader.macros, records: reader.records, bodies: reader.bodies)
    let release = Self.release(of: folders.root)
    func model(_ macros: [Macro], _ unsupported: [Unsupported]) -> HeaderModel {
      HeaderModel(
        root: folders.root,
        release: release,
        headers: reader.headers,
        records: reader.records,
        enums: reader.enums,
        macros: macros,
        fieldAliases: sorter.aliases,
        unsupported: unsupported.sorted {
          ($0.file, $0.line, $0.location.column) < ($1.file, $1.line, $1.location.column)
        })
    }
    var unsupported = reader.unsupported + sorter.unsupported
    let evaluator = MacroEvaluator(
      parse: { text throws(HeaderError) in try parse(includes + text) },
      precedingLineCount: includes.utf8.count { $0 == UInt8(ascii: "\n") })
    let others = jobs(model([], unsupported))
    nonisolated(unsafe) let candidates = sorter.candidates
    let evaluated = Mutex(Result<[MacroEvaluator.Finding?], HeaderError>.success([]))
    DispatchQueue.concurrentPerform(iterations: others.count + 1) { index in
      guard index == 0 else { return others[index - 1]() }
      // Only here anybody looks into the unit that they belong to, until all is done.
      let result = Result { () throws(HeaderError) in
        try evaluator.evaluate(unsafe candidates, known: values)
      }
      evaluated.withLock { $0 = result }
    }
    let findings = try evaluated.withLock { $0 }.get()
    var macros: [Macro] = []
    for (macro, finding) in zip(sorter.candidates, findings) {
      if case .value(let value, let type) = finding {
        macros.append(
          Macro(
            name: macro.name, value: value, typeName: type, header: macro.header,
            location: macro.location))
      } else if let reason = macro.unsupported(finding) {
        unsupported.append(reason)
      }
    }
    return model(macros, unsupported)
  }

  // MARK: - The main file

  /// Parses the headers, and returns the text that includes them as well.
  private func parseDeclarations(
    of headers: [String],
    options: CXTranslationUnit_Flags = CXTranslationUnit_DetailedPreprocessingRecord
  ) throws(HeaderError) -> (unit: TranslationUnit, includes: String) {
    var firstError: Diagnostic?
    for helpers in Self.helpers {
      let (unit, includes) = try unit(including: helpers + headers, options: options)
      guard let error = unit.errors.first else { return (unit, includes) }
      firstError = firstError ?? error
    }
    let completed = try completed(headers)
    if completed != headers {
      let (unit, includes) = try unit(including: completed, options: options)
      if unit.errors.isEmpty { return (unit, includes) }
    }
    // What one header leaves open shows as an error in the next. Each alone tells whose it is.
    if headers.count > 1 {
      for header in headers { _ = try parseDeclarations(of: [header]) }
    }
    throw error(for: firstError, headers: headers)
  }

  /// Parses the headers together with what tells the values of their macros, and returns the text
  /// that includes them and what was found as well; `nil` where the compiler has anything to say
  /// about the headers. That saves a second parse, which is for what this one does not tell.
  private func parseWithValues(
    of headers: [String]
  ) throws(HeaderError) -> (TranslationUnit, String, [String: MacroEvaluator.Finding])? {
    var scanner = MacroScanner()
    for header in headers { scanner.scan(text(of: header)) }
    for header in scanner.includes
    where !headers.contains(header)
      && headers.contains(where: { DeclarationReader.isCompanion(header, of: $0) })
    {
      scanner.scan(text(of: header))
    }
    let includes = Self.prelude + Self.includes(headers) + DeclarationReader.end
    let probes = MacroEvaluator.Probes(
      scanner.names, precedingLineCount: includes.utf8.count { $0 == UInt8(ascii: "\n") })
    let unit = try parse(
      includes + probes.text, options: CXTranslationUnit_DetailedPreprocessingRecord)
    guard unit.errors.allSatisfy(probes.isOfOne) else { return nil }
    let found = zip(scanner.names, probes.findings(in: unit)).compactMap { name, finding in
      finding.map { (name, $0) }
    }
    return (unit, includes, Dictionary(found) { first, _ in first })
  }

  /// The text of a header; nothing where it cannot be read, which the compiler will tell.
  private func text(of header: String) -> String {
    folders.path(of: header).flatMap(Files.text) ?? ""
  }

  /// Parses a file that includes the headers, and returns its text as well.
  ///
  /// - Parameters:
  ///   - options: What libclang keeps of the preprocessor's work; nothing where macros do not count.
  ///   - skipsBodies: Whether to leave out what is inside of functions.
  func unit(
    including headers: [String],
    options: CXTranslationUnit_Flags = CXTranslationUnit_DetailedPreprocessingRecord,
    skipsBodies: Bool = true
  ) throws(HeaderError) -> (unit: TranslationUnit, includes: String) {
    let includes = Self.prelude + Self.includes(headers)
    let unit = try parse(includes, options: options, skipsBodies: skipsBodies)
    return (unit, includes)
  }

  /// What is included before headers that do not compile alone, one attempt after the other.
  ///
  /// Some headers of linux/ use types of the C library and do not include its headers.
  private static let helpers = [
    [], ["stddef.h", "stdint.h"], ["netinet/in.h", "sys/socket.h"],
  ]

  /// A constant that tells the byte order of the target.
  private static let prelude =
    "enum { uapi_is_little_endian = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };\n"

  private static func includes(_ headers: [String]) -> String {
    headers.map { "#include <\($0)>\n" }.joined()
  }

  private static func isLittleEndian(_ unit: TranslationUnit) -> Bool {
    let first = unit.root.children([CXCursor_EnumDecl]).first { $0.isInMainFile }
    return first?.children([CXCursor_EnumConstantDecl]).first?.signedEnumValue != 0
  }

  private func parse(
    _ text: String, options: CXTranslationUnit_Flags = CXTranslationUnit_None,
    skipsBodies: Bool = true
  ) throws(HeaderError) -> TranslationUnit {
    try TranslationUnit(
      clang: clang, source: SourceText(name: Self.mainFile, contents: text),
      supportFiles: folders.supportFiles, arguments: arguments,
      options: options.rawValue
        | (skipsBodies ? CXTranslationUnit_SkipFunctionBodies.rawValue : 0))
  }

  private static let mainFile = "uapi-requested-headers.c"

  // MARK: - Errors

  /// Checks that a header can be written into an `#include` line and that the root has it.
  ///
  /// The system's headers stand in for what the root's headers include, but never for one that was
  /// asked for: it would be of another release.
  func check(_ header: String) throws(HeaderError) {
    guard !header.isEmpty, !header.utf8.contains(where: { $0 < 0x20 || $0 == 0x3E }) else {
      throw HeaderError(
        .badHeaderName, message: "'\(header)' is not the name of a header",
        cure: "name it as programs include it, such as linux/mptcp.h")
    }
    guard folders.path(of: header) == nil else { return }
    throw HeaderError(
      .headerNotFound, path: folders.root, message: "there is no header \(header) here",
      cure: Self.missingHeaderCure)
  }

  private static let missingHeaderCure = """
    install the packages linux-libc-dev and libc6-dev, or set UAPI_HEADERS to the folder of newer \
    kernel headers
    """

  func error(for error: Diagnostic?, headers: [String]) -> HeaderError {
    guard let error else {
      return HeaderError(.parserFailed, message: "no header was read", cure: "name a header")
    }
    let isMissing = error.message.hasSuffix("file not found")
    // What a header left open is noticed where the compiler reads on, behind the last one.
    let end = error.isInMainFile ? headers.last.flatMap(endOfHeader) : nil
    return HeaderError(
      isMissing ? .headerNotFound : .notCompilable,
      path: end?.path ?? (error.isInMainFile ? headers.last : error.location.path),
      line: end?.line ?? (error.isInMainFile ? nil : error.location.line),
      column: end?.column ?? (error.isInMainFile ? nil : error.location.column),
      message: error.message,
      cure: isMissing
        ? Self.missingHeaderCure
        : "a header that compiles only after another one needs that one named before it")
  }

  /// The place of the last character of a header that is no space.
  private func endOfHeader(_ header: String) -> SourceLocation? {
    guard let path = folders.path(of: header), let text = Files.text(of: path) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let last = lines.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else { return nil }
    let column = lines[last].reversed().drop(while: \.isWhitespace).count
    return SourceLocation(path: path, line: last + 1, column: column)
  }
}
