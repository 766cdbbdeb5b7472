internal import CLibClang

/// A node of the syntax tree.
///
/// Only a ``TranslationUnit`` makes nodes, and a node keeps its unit alive: that makes every call
/// below valid.
@safe struct Cursor {
  let unit: TranslationUnit
  let raw: CXCursor

  private var clang: LibClang { unit.clang }

  var kind: CXCursorKind { raw.kind }

  /// The name as libclang spells it; for a declaration without a name the text differs between
  /// versions.
  var spelling: String { unsafe clang.take(clang.getCursorSpelling(raw)) }

  /// The name, where it has one.
  var identifier: String? {
    let text = spelling
    return text.isCIdentifier ? text : nil
  }

  var place: Place { unit.place(of: clang.getCursorLocation(raw)) }

  var isInMainFile: Bool { clang.isFromMainFile(clang.getCursorLocation(raw)) != 0 }

  var extent: FileRange {
    let range = clang.getCursorExtent(raw)
    let start = unit.place(of: clang.getRangeStart(range))
    let end = unit.place(of: clang.getRangeEnd(range))
    return FileRange(path: start.path, offsets: start.offset...max(start.offset, end.offset))
  }

  var type: ClangType { ClangType(unit: unit, raw: clang.getCursorType(raw)) }

  var isDefinition: Bool { clang.isCursorDefinition(raw) != 0 }

  /// Whether it is a struct or union without a name of which no field is declared: its fields
  /// belong to the outer one.
  var isAnonymousMember: Bool { clang.isAnonymousRecord(raw) != 0 }

  var isRecord: Bool { kind == CXCursor_StructDecl || kind == CXCursor_UnionDecl }

  /// The keyword that declares a struct, a union or an enum; `nil` for anything else.
  var keyword: String? {
    switch kind {
    case CXCursor_StructDecl: "struct"
    case CXCursor_UnionDecl: "union"
    case CXCursor_EnumDecl: "enum"
    default: nil
    }
  }

  /// The width of a bit-field, `nil` for any other field.
  var bitFieldWidth: Int? {
    guard clang.isBitField(raw) != 0 else { return nil }
    let width = clang.getBitWidth(raw)
    return width < 0 ? nil : Int(width)
  }

  /// The type that a typedef stands for.
  var typedefType: ClangType {
    ClangType(unit: unit, raw: clang.getTypedefUnderlyingType(raw))
  }

  /// The integer type that holds the constants of an enum.
  var enumIntegerType: ClangType {
    ClangType(unit: unit, raw: clang.getEnumIntegerType(raw))
  }

  /// The value of an enum constant, read as a signed number.
  var signedEnumValue: Int64 { Int64(clang.getEnumConstantValue(raw)) }

  /// The value of an enum constant, read as an unsigned number.
  var unsignedEnumValue: UInt64 { UInt64(clang.getEnumConstantUnsignedValue(raw)) }

  var isFunctionLikeMacro: Bool { clang.isMacroFunctionLike(raw) != 0 }

  /// The nodes directly below that are of one of the given kinds.
  func children(_ kinds: [CXCursorKind]) -> [Cursor] {
    let collector = Collector(unit: unit, kinds: kinds)
    // The collector outlives the call, which is the only one to use the pointer.
    withExtendedLifetime(collector) {
      _ = unsafe clang.visitChildren(
        raw,
        { cursor, _, context in
          guard let context = unsafe context else { return CXChildVisit_Continue }
          let collector = unsafe Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
          if collector.kinds.contains(cursor.kind) {
            collector.found.append(Cursor(unit: collector.unit, raw: cursor))
          }
          return CXChildVisit_Continue
        }, Unmanaged.passUnretained(collector).toOpaque())
    }
    return collector.found
  }

  /// The value of a variable's initializer; `nil` where the compiler cannot evaluate it.
  func evaluate() -> Evaluation? {
    guard let result = unsafe clang.evaluate(raw) else { return nil }
    // The result was checked and is used before it is disposed.
    defer { unsafe clang.disposeEvaluation(result) }
    switch unsafe clang.getEvaluationKind(result) {
    case CXEval_Int:
      if unsafe clang.isEvaluationUnsigned(result) != 0 {
        return unsafe .integer(UInt64(clang.getEvaluatedUnsigned(result)))
      }
      return unsafe .integer(UInt64(bitPattern: Int64(clang.getEvaluatedSigned(result))))
    case CXEval_Float:
      return unsafe .floating(clang.getEvaluatedDouble(result))
    case CXEval_StrLiteral:
      return unsafe clang.getEvaluatedString(result).map { unsafe .string(String(cString: $0)) }
    default:
      return nil
    }
  }
}

extension Cursor: Hashable {
  static func == (left: Cursor, right: Cursor) -> Bool {
    left.clang.equalCursors(left.raw, right.raw) != 0
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(clang.hashCursor(raw))
  }
}

/// The value of a constant expression.
enum Evaluation {
  /// An integer in two's complement, extended to 64 bits by its sign.
  case integer(UInt64)
  case floating(Double)
  case string(String)
}

/// Gathers the nodes that a visit meets.
private final class Collector {
  let unit: TranslationUnit
  let kinds: [CXCursorKind]
  var found: [Cursor] = []

  init(unit: TranslationUnit, kinds: [CXCursorKind]) {
    self.unit = unit
    self.kinds = kinds
  }
}

extension String {
  /// Whether the text could be a name in C.
  var isCIdentifier: Bool {
    guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      return false
    }
    return utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default:
        false
      }
    }
  }
}
