/// Writes types as a source file spells them: `const char *`, `__u8[2]`, `void (*)(int)`.
struct TypeSpeller {
  private var names: NameReader
  /// How many more types may be looked at. The types of all members of the largest struct of a kernel
  /// need a few thousand.
  private var rest = 1 << 20

  init(_ types: BTFTypes) { names = NameReader(types) }

  /// The spelling of a type.
  mutating func spelling(of id: BTFTypes.ID, in types: BTFTypes) throws(BTFError) -> String {
    try spelling(of: id, in: types, depth: 0)
  }

  private mutating func spelling(
    of id: BTFTypes.ID, in types: BTFTypes, depth: Int
  ) throws(BTFError) -> String {
    var id = id
    // What follows the name of the innermost type, built from the outside to the inside.
    var declarator = ""
    // Qualifiers of the next type.
    var qualifiers = ""
    var isPointer = false
    var place: (owner: BTFTypes, offset: Int)?
    for _ in 0..<BTFTypes.greatestDepth {
      if id == 0 { return Self.joined(qualifiers + "void", declarator) }
      let (owner, header) = try types.header(of: id)
      rest -= 1
      guard rest >= 0, depth < BTFTypes.greatestDepth else {
        throw owner.blob.store.error(.cyclic, at: header.offset, "the type has no end")
      }
      switch header.kind {
      case .const: qualifiers += "const "
      case .volatile: qualifiers += "volatile "
      case .restrict: qualifiers += "restrict "
      case .typeTag: break
      case .pointer:
        // The qualifiers of a pointer follow its star.
        let isLast = declarator.isEmpty || qualifiers.isEmpty
        declarator = "*" + (isLast ? Self.trimmed(qualifiers) : qualifiers) + declarator
        qualifiers = ""
      case .array:
        if isPointer { declarator = "(\(declarator))" }
        let count = owner.blob.word(at: header.body + 8)
        declarator += "[\(count == 0 ? "" : "\(count)")]"
        id = try owner.reference(at: header.body)
        isPointer = false
        continue
      case .functionPrototype:
        if isPointer { declarator = "(\(declarator))" }
        declarator += try parameters(of: header, in: owner, depth: depth)
        qualifiers = ""
      default:
        let word = try word(for: header, in: owner)
        return Self.joined(qualifiers + word, declarator)
      }
      isPointer = header.kind == .pointer || (isPointer && header.kind != .functionPrototype)
      id = try owner.reference(at: header.offset + 8)
      place = (owner, header.offset + 8)
    }
    throw types.error(.cyclic, at: place, "type \(id) is nested too deeply")
  }

  private mutating func parameters(
    of header: TypeHeader, in types: BTFTypes, depth: Int
  ) throws(BTFError) -> String {
    if header.count == 0 { return "(void)" }
    var text = "("
    for index in 0..<header.count {
      if index > 0 { text += ", " }
      let id = try types.reference(at: header.body + index * 8 + 4)
      text += try id == 0 ? "..." : spelling(of: id, in: types, depth: depth + 1)
    }
    return text + ")"
  }

  /// What precedes the declarator. A type without a name is called by its keyword.
  private mutating func word(
    for header: TypeHeader, in types: BTFTypes
  ) throws(BTFError) -> String {
    let name = try names.name(header.name, at: header.offset)
    func tagged(_ keyword: String) -> String { name.isEmpty ? keyword : "\(keyword) \(name)" }
    switch header.kind {
    case .struct: return tagged("struct")
    case .union: return tagged("union")
    case .enumeration, .enumeration64: return tagged("enum")
    case .forward: return tagged(header.flag ? "union" : "struct")
    case .integer: return Self.sourceNames[name] ?? name
    default: return name
    }
  }

  private static func joined(_ word: String, _ declarator: String) -> String {
    declarator.isEmpty || declarator.utf8.first == UInt8(ascii: "[")
      ? word + declarator : "\(word) \(declarator)"
  }

  private static func trimmed(_ qualifiers: String) -> String {
    qualifiers.isEmpty ? "" : String(qualifiers.dropLast())
  }

  /// How sources write the integers that GCC calls otherwise.
  private static let sourceNames = [
    "short int": "short", "short unsigned int": "unsigned short",
    "long int": "long", "long unsigned int": "unsigned long",
    "long long int": "long long", "long long unsigned int": "unsigned long long",
    "__int128 unsigned": "unsigned __int128",
  ]
}
