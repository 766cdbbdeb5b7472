internal import CLibClang

/// A parsed file with everything that it includes.
///
/// Nodes (``Cursor``) and types (``ClangType``) keep their unit alive, so that what they point to
/// stays valid.
@safe final class TranslationUnit {
  let clang: LibClang
  private let index: CXIndex
  private let unit: CXTranslationUnit
  /// The name of the file that was parsed.
  private let mainFile: String
  /// What was found out about each file, by libclang's handle of it.
  private var files: [UInt: String] = [:]

  /// Parses `source` as a file that exists in memory only.
  init(
    clang: LibClang,
    source: MemoryFile,
    supportFiles: [MemoryFile],
    arguments: [String],
    options: CUnsignedInt
  ) throws(HeaderError) {
    let failure = HeaderError(
      .parserFailed, message: "libclang at \(clang.path) could not parse",
      remedy: "use another libclang: set LIBCLANG_PATH to its file or folder")
    guard let index = unsafe clang.createIndex(0, 0) else { throw failure }
    var unit: CXTranslationUnit?
    let code = unsafe withUnsavedFiles([source] + supportFiles) { unsavedFiles in
      unsafe withCStrings(arguments) { argumentPointers in
        // Both buffers, and the strings that they point to, live until the call returns; libclang
        // copies them.
        unsafe clang.parseTranslationUnit(
          index, source.name, argumentPointers.baseAddress, CInt(clamping: argumentPointers.count),
          unsavedFiles.baseAddress, CUnsignedInt(clamping: unsavedFiles.count), options, &unit)
      }
    }
    guard code == CXError_Success, let unit = unsafe unit else {
      unsafe clang.disposeIndex(index)
      throw failure
    }
    self.clang = clang
    mainFile = source.name
    unsafe self.index = index
    unsafe self.unit = unit
  }

  deinit {
    // Both handles were checked when they were made, and nothing that points into them outlives
    // this object.
    unsafe clang.disposeTranslationUnit(unit)
    unsafe clang.disposeIndex(index)
  }

  /// The node of the whole unit.
  var root: Cursor {
    unsafe Cursor(unit: self, raw: clang.getTranslationUnitCursor(unit))
  }

  /// The errors, fatal ones included, in the order in which the compiler met them.
  var errors: [Diagnostic] {
    let count = unsafe clang.getNumDiagnostics(unit)
    var errors: [Diagnostic] = []
    for index in 0..<count {
      guard let diagnostic = unsafe clang.getDiagnostic(unit, index) else { continue }
      // The handle is valid from here to the end of the turn.
      defer { unsafe clang.disposeDiagnostic(diagnostic) }
      guard unsafe clang.getDiagnosticSeverity(diagnostic).rawValue >= CXDiagnostic_Error.rawValue
      else { continue }
      let location = unsafe place(of: clang.getDiagnosticLocation(diagnostic)).location
      unsafe errors.append(
        Diagnostic(
          location: location, isInMainFile: location.path == mainFile,
          message: clang.take(clang.getDiagnosticSpelling(diagnostic))))
    }
    return errors
  }

  /// The place that a location of this unit stands for, outside of macros.
  func place(of location: CXSourceLocation) -> Place {
    var file: CXFile?
    var line: CUnsignedInt = 0
    var column: CUnsignedInt = 0
    var offset: CUnsignedInt = 0
    unsafe clang.getExpansionLocation(location, &file, &line, &column, &offset)
    return unsafe Place(
      path: path(of: file), line: Int(line), column: Int(column), offset: Int(offset))
  }

  private func path(of file: CXFile?) -> String {
    guard let file = unsafe file else { return "" }
    let key = UInt(bitPattern: file)
    if let known = files[key] { return known }
    let path = unsafe clang.take(clang.getFileName(file))
    files[key] = path
    return path
  }

  /// The tokens of a node, comments left out.
  func tokens(of cursor: Cursor) -> [Token] {
    var tokens: UnsafeMutablePointer<CXToken>?
    var count: CUnsignedInt = 0
    unsafe clang.tokenize(unit, clang.getCursorExtent(cursor.raw), &tokens, &count)
    guard let tokens = unsafe tokens else { return [] }
    defer { unsafe clang.disposeTokens(unit, tokens, count) }
    var result: [Token] = []
    result.reserveCapacity(Int(count))
    for position in 0..<Int(count) {
      // libclang allocated `count` tokens, and the position is below it.
      let token = unsafe tokens[position]
      let kind = unsafe clang.getTokenKind(token)
      guard kind != CXToken_Comment else { continue }
      unsafe result.append(
        Token(kind: kind, text: clang.take(clang.getTokenSpelling(unit, token))))
    }
    return result
  }
}
