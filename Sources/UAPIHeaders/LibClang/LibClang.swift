internal import CLibClang

internal import LibC

/// The functions of a libclang that was opened at run time.
///
/// The library stays open for the life of the process: it keeps threads and signal handlers of its
/// own.
@safe struct LibClang: Sendable {
  typealias Visitor =
    @convention(c) (CXCursor, CXCursor, UnsafeMutableRawPointer?) -> CXChildVisitResult

  /// The path that the library was opened by.
  let path: String

  // Strings and files
  let getCString: @convention(c) @Sendable (CXString) -> UnsafePointer<CChar>?
  let disposeString: @convention(c) @Sendable (CXString) -> Void
  let getFileName: @convention(c) @Sendable (CXFile?) -> CXString
  let getClangVersion: @convention(c) @Sendable () -> CXString

  // Translation units
  let createIndex: @convention(c) @Sendable (CInt, CInt) -> CXIndex?
  let disposeIndex: @convention(c) @Sendable (CXIndex?) -> Void
  let parseTranslationUnit:
    @convention(c) @Sendable (
      CXIndex?, UnsafePointer<CChar>?, UnsafePointer<UnsafePointer<CChar>?>?, CInt,
      UnsafeMutablePointer<CXUnsavedFile>?, CUnsignedInt, CUnsignedInt,
      UnsafeMutablePointer<CXTranslationUnit?>?
    ) -> CXErrorCode
  let disposeTranslationUnit: @convention(c) @Sendable (CXTranslationUnit?) -> Void

  // Diagnostics
  let getNumDiagnostics: @convention(c) @Sendable (CXTranslationUnit?) -> CUnsignedInt
  let getDiagnostic: @convention(c) @Sendable (CXTranslationUnit?, CUnsignedInt) -> CXDiagnostic?
  let disposeDiagnostic: @convention(c) @Sendable (CXDiagnostic?) -> Void
  let getDiagnosticSeverity: @convention(c) @Sendable (CXDiagnostic?) -> CXDiagnosticSeverity
  let getDiagnosticLocation: @convention(c) @Sendable (CXDiagnostic?) -> CXSourceLocation
  let getDiagnosticSpelling: @convention(c) @Sendable (CXDiagnostic?) -> CXString

  // Places
  let getExpansionLocation:
    @convention(c) @Sendable (
      CXSourceLocation, UnsafeMutablePointer<CXFile?>?, UnsafeMutablePointer<CUnsignedInt>?,
      UnsafeMutablePointer<CUnsignedInt>?, UnsafeMutablePointer<CUnsignedInt>?
    ) -> Void
  let isFromMainFile: @convention(c) @Sendable (CXSourceLocation) -> CInt
  let getRangeStart: @convention(c) @Sendable (CXSourceRange) -> CXSourceLocation
  let getRangeEnd: @convention(c) @Sendable (CXSourceRange) -> CXSourceLocation

  // Nodes
  let getTranslationUnitCursor: @convention(c) @Sendable (CXTranslationUnit?) -> CXCursor
  let visitChildren:
    @convention(c) @Sendable (CXCursor, Visitor?, UnsafeMutableRawPointer?) -> CUnsignedInt
  let getCursorLocation: @convention(c) @Sendable (CXCursor) -> CXSourceLocation
  let getCursorExtent: @convention(c) @Sendable (CXCursor) -> CXSourceRange
  let getCursorSpelling: @convention(c) @Sendable (CXCursor) -> CXString
  let getCursorType: @convention(c) @Sendable (CXCursor) -> CXType
  let hashCursor: @convention(c) @Sendable (CXCursor) -> CUnsignedInt
  let equalCursors: @convention(c) @Sendable (CXCursor, CXCursor) -> CUnsignedInt
  let isCursorDefinition: @convention(c) @Sendable (CXCursor) -> CUnsignedInt
  let isAnonymousRecord: @convention(c) @Sendable (CXCursor) -> CUnsignedInt
  let isBitField: @convention(c) @Sendable (CXCursor) -> CUnsignedInt
  let getBitWidth: @convention(c) @Sendable (CXCursor) -> CInt
  let getTypedefUnderlyingType: @convention(c) @Sendable (CXCursor) -> CXType
  let getEnumIntegerType: @convention(c) @Sendable (CXCursor) -> CXType
  let getEnumConstantValue: @convention(c) @Sendable (CXCursor) -> CLongLong
  let getEnumConstantUnsignedValue: @convention(c) @Sendable (CXCursor) -> CUnsignedLongLong
  let isMacroFunctionLike: @convention(c) @Sendable (CXCursor) -> CUnsignedInt

  // Types
  let getCanonicalType: @convention(c) @Sendable (CXType) -> CXType
  let getTypeSpelling: @convention(c) @Sendable (CXType) -> CXString
  let getTypeDeclaration: @convention(c) @Sendable (CXType) -> CXCursor
  let getSizeOf: @convention(c) @Sendable (CXType) -> CLongLong
  let getAlignOf: @convention(c) @Sendable (CXType) -> CLongLong
  let getOffsetOf: @convention(c) @Sendable (CXType, UnsafePointer<CChar>?) -> CLongLong
  let getArraySize: @convention(c) @Sendable (CXType) -> CLongLong
  let getArrayElementType: @convention(c) @Sendable (CXType) -> CXType
  let getPointeeType: @convention(c) @Sendable (CXType) -> CXType

  // Tokens
  let tokenize:
    @convention(c) @Sendable (
      CXTranslationUnit?, CXSourceRange, UnsafeMutablePointer<UnsafeMutablePointer<CXToken>?>?,
      UnsafeMutablePointer<CUnsignedInt>?
    ) -> Void
  let disposeTokens:
    @convention(c) @Sendable (CXTranslationUnit?, UnsafeMutablePointer<CXToken>?, CUnsignedInt)
      -> Void
  let getTokenKind: @convention(c) @Sendable (CXToken) -> CXTokenKind
  let getTokenSpelling: @convention(c) @Sendable (CXTranslationUnit?, CXToken) -> CXString

  // Values
  let evaluate: @convention(c) @Sendable (CXCursor) -> CXEvalResult?
  let disposeEvaluation: @convention(c) @Sendable (CXEvalResult?) -> Void
  let getEvaluationKind: @convention(c) @Sendable (CXEvalResult?) -> CXEvalResultKind
  let isEvaluationUnsigned: @convention(c) @Sendable (CXEvalResult?) -> CUnsignedInt
  let getEvaluatedSigned: @convention(c) @Sendable (CXEvalResult?) -> CLongLong
  let getEvaluatedUnsigned: @convention(c) @Sendable (CXEvalResult?) -> CUnsignedLongLong
  let getEvaluatedDouble: @convention(c) @Sendable (CXEvalResult?) -> CDouble
  let getEvaluatedString: @convention(c) @Sendable (CXEvalResult?) -> UnsafePointer<CChar>?

  /// Opens the library at `path` and looks up every function.
  init(path: String) throws(LoadFailure) {
    // The result is checked for nil; the library is never closed, so that the functions stay valid.
    guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw LoadFailure(reason: Self.lastLoaderError() ?? "it cannot be opened")
    }
    self.path = path
    let symbols = unsafe Symbols(handle: handle)
    unsafe getCString = try symbols.function("clang_getCString")
    unsafe disposeString = try symbols.function("clang_disposeString")
    unsafe getFileName = try symbols.function("clang_getFileName")
    unsafe getClangVersion = try symbols.function("clang_getClangVersion")
    unsafe createIndex = try symbols.function("clang_createIndex")
    unsafe disposeIndex = try symbols.function("clang_disposeIndex")
    unsafe parseTranslationUnit = try symbols.function("clang_parseTranslationUnit2")
    unsafe disposeTranslationUnit = try symbols.function("clang_disposeTranslationUnit")
    unsafe getNumDiagnostics = try symbols.function("clang_getNumDiagnostics")
    unsafe getDiagnostic = try symbols.function("clang_getDiagnostic")
    unsafe disposeDiagnostic = try symbols.function("clang_disposeDiagnostic")
    unsafe getDiagnosticSeverity = try symbols.function("clang_getDiagnosticSeverity")
    unsafe getDiagnosticLocation = try symbols.function("clang_getDiagnosticLocation")
    unsafe getDiagnosticSpelling = try symbols.function("clang_getDiagnosticSpelling")
    unsafe getExpansionLocation = try symbols.function("clang_getExpansionLocation")
    unsafe isFromMainFile = try symbols.function("clang_Location_isFromMainFile")
    unsafe getRangeStart = try symbols.function("clang_getRangeStart")
    unsafe getRangeEnd = try symbols.function("clang_getRangeEnd")
    unsafe getTranslationUnitCursor = try symbols.function("clang_getTranslationUnitCursor")
    unsafe visitChildren = try symbols.function("clang_visitChildren")
    unsafe getCursorLocation = try symbols.function("clang_getCursorLocation")
    unsafe getCursorExtent = try symbols.function("clang_getCursorExtent")
    unsafe getCursorSpelling = try symbols.function("clang_getCursorSpelling")
    unsafe getCursorType = try symbols.function("clang_getCursorType")
    unsafe hashCursor = try symbols.function("clang_hashCursor")
    unsafe equalCursors = try symbols.function("clang_equalCursors")
    unsafe isCursorDefinition = try symbols.function("clang_isCursorDefinition")
    unsafe isAnonymousRecord = try symbols.function("clang_Cursor_isAnonymousRecordDecl")
    unsafe isBitField = try symbols.function("clang_Cursor_isBitField")
    unsafe getBitWidth = try symbols.function("clang_getFieldDeclBitWidth")
    unsafe getTypedefUnderlyingType = try symbols.function("clang_getTypedefDeclUnderlyingType")
    unsafe getEnumIntegerType = try symbols.function("clang_getEnumDeclIntegerType")
    unsafe getEnumConstantValue = try symbols.function("clang_getEnumConstantDeclValue")
    unsafe getEnumConstantUnsignedValue =
      try symbols.function("clang_getEnumConstantDeclUnsignedValue")
    unsafe isMacroFunctionLike = try symbols.function("clang_Cursor_isMacroFunctionLike")
    unsafe getCanonicalType = try symbols.function("clang_getCanonicalType")
    unsafe getTypeSpelling = try symbols.function("clang_getTypeSpelling")
    unsafe getTypeDeclaration = try symbols.function("clang_getTypeDeclaration")
    unsafe getSizeOf = try symbols.function("clang_Type_getSizeOf")
    unsafe getAlignOf = try symbols.function("clang_Type_getAlignOf")
    unsafe getOffsetOf = try symbols.function("clang_Type_getOffsetOf")
    unsafe getArraySize = try symbols.function("clang_getArraySize")
    unsafe getArrayElementType = try symbols.function("clang_getArrayElementType")
    unsafe getPointeeType = try symbols.function("clang_getPointeeType")
    unsafe tokenize = try symbols.function("clang_tokenize")
    unsafe disposeTokens = try symbols.function("clang_disposeTokens")
    unsafe getTokenKind = try symbols.function("clang_getTokenKind")
    unsafe getTokenSpelling = try symbols.function("clang_getTokenSpelling")
    unsafe evaluate = try symbols.function("clang_Cursor_Evaluate")
    unsafe disposeEvaluation = try symbols.function("clang_EvalResult_dispose")
    unsafe getEvaluationKind = try symbols.function("clang_EvalResult_getKind")
    unsafe isEvaluationUnsigned = try symbols.function("clang_EvalResult_isUnsignedInt")
    unsafe getEvaluatedSigned = try symbols.function("clang_EvalResult_getAsLongLong")
    unsafe getEvaluatedUnsigned = try symbols.function("clang_EvalResult_getAsUnsigned")
    unsafe getEvaluatedDouble = try symbols.function("clang_EvalResult_getAsDouble")
    unsafe getEvaluatedString = try symbols.function("clang_EvalResult_getAsStr")
  }

  /// Copies a string of libclang and releases it.
  func take(_ string: CXString) -> String {
    // libclang's string ends in a zero byte and lives until it is disposed, which happens after the
    // copy.
    let text = unsafe getCString(string).map { unsafe String(cString: $0) }
    unsafe disposeString(string)
    return text ?? ""
  }

  private static func lastLoaderError() -> String? {
    // dlerror's text is valid until the thread's next call of the loader; it is copied at once.
    unsafe dlerror().map { unsafe String(cString: $0) }
  }
}

/// Why a file cannot serve as libclang.
struct LoadFailure: Error {
  let reason: String
}

/// The symbols of an open library.
@unsafe private struct Symbols {
  let handle: UnsafeMutableRawPointer

  /// The function of the given name, seen as the type that the caller asks for.
  func function<Signature>(_ name: String) throws(LoadFailure) -> Signature {
    guard let symbol = unsafe dlsym(handle, name) else {
      throw LoadFailure(reason: "it has no function \(name)")
    }
    // A C function pointer has the size of a data pointer on every platform with dlsym; the
    // signature is that of libclang's documentation, which has kept it since LLVM 9.
    return unsafe unsafeBitCast(symbol, to: Signature.self)
  }
}
