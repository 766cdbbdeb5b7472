internal import CLibClang

/// A type of the syntax tree; it keeps its unit alive, which makes every call below valid.
@safe struct ClangType {
  let unit: TranslationUnit
  let raw: CXType

  private var clang: LibClang { unit.clang }

  var kind: CXTypeKind { raw.kind }

  /// The type without its typedefs.
  var canonical: ClangType { ClangType(unit: unit, raw: clang.getCanonicalType(raw)) }

  /// The type as the source writes it, with every array length directly after its element:
  /// `__u8[3]`.
  var spelling: String {
    let text = unsafe clang.take(clang.getTypeSpelling(raw))
    // Up to LLVM 15 there is a space before the bracket. Bytes are compared much faster than text.
    let hasSpace = zip(text.utf8, text.utf8.dropFirst()).contains { $0 == 0x20 && $1 == 0x5B }
    return hasSpace ? text.replacing(" [", with: "[") : text
  }

  /// The type as the source writes it, where a copy of a value would have it: not constant itself.
  var unqualifiedSpelling: String {
    var text = spelling
    if text.hasSuffix("*const") || text.hasSuffix(" const") {
      text.removeLast("const".utf8.count)
    } else if text.hasPrefix("const "), !text.contains("*") {
      text.removeFirst("const ".utf8.count)
    }
    return text
  }

  /// The declaration of a record or an enum, without typedefs.
  var declaration: Cursor {
    Cursor(unit: unit, raw: clang.getTypeDeclaration(clang.getCanonicalType(raw)))
  }

  /// The declaration that the source names: that of the typedef, where it names one.
  var writtenDeclaration: Cursor {
    Cursor(unit: unit, raw: clang.getTypeDeclaration(raw))
  }

  /// What `sizeof` says, `nil` for a type without a size.
  var size: Int? { Self.checked(clang.getSizeOf(raw)) }

  /// What `_Alignof` says, `nil` for a type without a size.
  var alignment: Int? { Self.checked(clang.getAlignOf(raw)) }

  /// The number of elements of an array, `nil` for one without a length.
  var elementCount: Int? { Self.checked(clang.getArraySize(raw)) }

  /// The type of the elements of an array.
  var element: ClangType { ClangType(unit: unit, raw: clang.getArrayElementType(raw)) }

  /// The type that a pointer points to.
  var pointee: ClangType { ClangType(unit: unit, raw: clang.getPointeeType(raw)) }

  var isArray: Bool { kind == CXType_ConstantArray || kind == CXType_IncompleteArray }

  /// What the elements of an array or the targets of a pointer are in the end, without typedefs.
  var innermost: ClangType {
    var type = self
    while true {
      if type.isArray {
        type = type.element.canonical
      } else if type.kind == CXType_Pointer {
        type = type.pointee.canonical
      } else {
        return type
      }
    }
  }

  /// The distance in bits of a field, those of anonymous members included, from the start of this
  /// record.
  func bitOffset(ofField name: String) -> Int? {
    unsafe Self.checked(clang.getOffsetOf(raw, name))
  }

  /// Whether it is one of the types that strings are made of.
  var isCharacter: Bool {
    [CXType_Char_S, CXType_Char_U, CXType_SChar, CXType_UChar].contains(kind)
  }

  var isFloating: Bool {
    [CXType_Float, CXType_Double, CXType_LongDouble, CXType_Float128].contains(kind)
  }

  /// Whether it is an integer of at most 64 bits, and of which signedness.
  var integerSignedness: Signedness? {
    switch kind {
    case CXType_Bool, CXType_Char_U, CXType_UChar, CXType_Char16, CXType_Char32, CXType_UShort,
      CXType_UInt, CXType_ULong, CXType_ULongLong:
      .unsigned
    case CXType_Char_S, CXType_SChar, CXType_WChar, CXType_Short, CXType_Int, CXType_Long,
      CXType_LongLong:
      .signed
    case CXType_Enum:
      declaration.enumIntegerType.canonical.integerSignedness
    default:
      nil
    }
  }

  /// libclang answers with a negative number where it has no answer.
  private static func checked(_ number: Int64) -> Int? {
    number < 0 ? nil : Int(exactly: number)
  }
}

/// Whether an integer type holds negative numbers.
enum Signedness {
  case signed
  case unsigned
}
