internal import CLibClang

/// The file that the compiler is given: it includes the headers, and has what is asked of them after that.
extension HeaderParser {
  /// Parses the headers, and returns the text that includes them as well.
  func parseDeclarations(
    of headers: [String],
    options: CXTranslationUnit_Flags = CXTranslationUnit_DetailedPreprocessingRecord
  ) throws(HeaderError) -> (unit: TranslationUnit, includes: String) {
    var firstError: Diagnostic?
    // As the machine includes them; where that fails, as they are named.
    let routed = routes.routed(headers)
    for attempt in routed == headers ? [headers] : [routed, headers] {
      for helpers in Self.helpers {
        let (unit, includes) = try unit(including: helpers + attempt, options: options)
        guard let error = unit.errors.first else { return (unit, includes) }
        firstError = firstError ?? error
      }
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
  func parseWithValues(
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
    let includes =
      Self.prelude + Self.includes(routes.routed(headers)) + DeclarationReader.end
    let probes = MacroEvaluator.Probes(scanner.names, after: includes)
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

  static func isLittleEndian(_ unit: TranslationUnit) -> Bool {
    let first = unit.root.children([CXCursor_EnumDecl]).first { $0.isInMainFile }
    return first?.children([CXCursor_EnumConstantDecl]).first?.signedEnumValue != 0
  }

  func parse(
    _ text: String, options: CXTranslationUnit_Flags = CXTranslationUnit_None,
    skipsBodies: Bool = true
  ) throws(HeaderError) -> TranslationUnit {
    try TranslationUnit(
      clang: clang, source: MemoryFile(name: Self.mainFile, contents: text),
      supportFiles: folders.supportFiles, arguments: arguments,
      options: options.rawValue
        | (skipsBodies ? CXTranslationUnit_SkipFunctionBodies.rawValue : 0))
  }

  private static let mainFile = "uapi-requested-headers.c"
}
