/// How large the elements of a list are, as the names before it tell.
enum ElementType {
  /// The size in bytes, or `nil` where nothing says that they are larger than bytes.
  static func size(in tokens: ArraySlice<ListToken>, isBraced: Bool) -> Int? {
    for token in tokens.reversed() {
      switch token.kind {
      case .word(let name):
        if let size = size(ofType: name) { return size }
        // Lists of int hold bytes in many languages, but not in C.
        if isBraced, let size = sizesInC[name] { return size }
      case .string(let literal):
        // Python: array('I', …)
        if literal.body.count == 1, let code = literal.body.first, let size = typecodes[code] {
          return size
        }
      default: continue
      }
    }
    return nil
  }

  /// `uint32_t`, `UInt32`, `__be32`, `u32`, `Uint32Array`.
  private static func size(ofType name: String) -> Int? {
    var name = name.lowercased()[...]
    name = name.drop { $0 == "_" }
    for ending in ["array", "_t"] where name.hasSuffix(ending) {
      name = name.dropLast(ending.count)
    }
    guard let bits = ["16", "32", "64"].first(where: name.hasSuffix),
      ["u", "i", "s", "int", "uint", "be", "le", "bigint", "biguint", "float", "f"]
        .contains(name.dropLast(2))
    else { return nil }
    return Int(bits).map { $0 / 8 }
  }

  private static let sizesInC = [
    "short": 2, "int": 4, "long": 8, "ushort": 2, "uint": 4, "ulong": 8, "WORD": 2, "DWORD": 4,
    "QWORD": 8,
  ]

  private static let typecodes: [UInt8: Int] = [
    UInt8(ascii: "h"): 2, UInt8(ascii: "H"): 2, UInt8(ascii: "i"): 4, UInt8(ascii: "I"): 4,
    UInt8(ascii: "l"): 8, UInt8(ascii: "L"): 8, UInt8(ascii: "q"): 8, UInt8(ascii: "Q"): 8,
  ]
}
