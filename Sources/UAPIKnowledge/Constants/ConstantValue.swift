/// The value of a constant: any integer of C, or a string.
package enum ConstantValue: Hashable, Sendable, CustomStringConvertible {
  /// A number that is negative, or not.
  case integer(isNegative: Bool, magnitude: UInt64)
  /// A string.
  case string(String)

  /// An integer.
  package static func integer(_ value: some BinaryInteger) -> ConstantValue {
    .integer(isNegative: value < 0, magnitude: UInt64(truncatingIfNeeded: value.magnitude))
  }

  /// The value as a literal.
  package var description: String {
    switch self {
    case .integer(let isNegative, let magnitude): isNegative ? "-\(magnitude)" : "\(magnitude)"
    case .string(let text): "\"\(text)\""
    }
  }

  /// The same value with its four bytes turned around, if it has no more.
  package var byteSwapped32: ConstantValue? {
    guard case .integer(false, let magnitude) = self, let word = UInt32(exactly: magnitude) else {
      return nil
    }
    return .integer(word.byteSwapped)
  }

  /// Whether an integer type of Swift can hold the value.
  package func fits(_ type: IntegerType) -> Bool {
    guard case .integer(let isNegative, let magnitude) = self else { return false }
    let bits = type.isSigned ? type.bits - 1 : type.bits
    let limit: UInt64 = bits == 64 ? .max : (1 << UInt64(bits)) - 1
    if !isNegative { return magnitude <= limit }
    return type.isSigned && magnitude <= limit + 1
  }
}

/// An integer type of Swift.
package struct IntegerType: Hashable, Sendable, CustomStringConvertible {
  package var isSigned: Bool
  package var bits: Int

  /// The type with a name like `UInt32`.
  package init?(_ name: String) {
    guard let type = Self.all.first(where: { $0.description == name }) else { return nil }
    self = type
  }

  package init(isSigned: Bool, bits: Int) {
    self.isSigned = isSigned
    self.bits = bits
  }

  /// The name in Swift.
  package var description: String { (isSigned ? "Int" : "UInt") + String(bits) }

  /// All of them, the one that C prefers first.
  package static let all: [IntegerType] = [
    IntegerType(isSigned: true, bits: 32), IntegerType(isSigned: false, bits: 32),
    IntegerType(isSigned: true, bits: 64), IntegerType(isSigned: false, bits: 64),
    IntegerType(isSigned: false, bits: 8), IntegerType(isSigned: false, bits: 16),
    IntegerType(isSigned: true, bits: 8), IntegerType(isSigned: true, bits: 16),
  ]
}
