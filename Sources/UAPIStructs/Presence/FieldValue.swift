/// The value of a field, for those who treat all fields alike.
public enum FieldValue: Hashable, Sendable {
  /// An unsigned integer, in the byte order of this machine.
  case unsigned(UInt64)
  /// A signed integer, in the byte order of this machine.
  case signed(Int64)
  /// The bytes of an array or of a struct that is not taken apart, in the order of the answer.
  case bytes([UInt8])
}

extension FieldValue: CustomStringConvertible {
  /// The number in decimal, or the bytes in hexadecimal without spaces.
  public var description: String {
    switch self {
    case .unsigned(let value): "\(value)"
    case .signed(let value): "\(value)"
    case .bytes(let bytes):
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}

extension FieldValue: ExpressibleByIntegerLiteral {
  /// A number in source code.
  public init(integerLiteral value: Int64) { self.init(value) }

  /// A number; one of more than 64 bits becomes the nearest number that has no more.
  public init(_ number: some BinaryInteger) {
    self = number < 0 ? .signed(Int64(clamping: number)) : .unsigned(UInt64(clamping: number))
  }
}
