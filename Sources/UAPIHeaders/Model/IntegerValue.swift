/// The value of an integer constant, with the sign and the width of its C type.
package struct IntegerValue: Hashable, Sendable, CustomStringConvertible {
  /// The value in two's complement, sign-extended to 64 bits where the type is signed.
  package let bits: UInt64
  /// Whether the C type is signed.
  package let isSigned: Bool
  /// The width of the C type in bits, at most 64.
  package let bitWidth: Int

  /// A value of a signed type.
  package init(_ value: Int64, bitWidth: Int = 32) {
    bits = UInt64(bitPattern: value)
    isSigned = true
    self.bitWidth = bitWidth
  }

  /// A value of an unsigned type.
  package init(unsigned value: UInt64, bitWidth: Int = 32) {
    bits = value
    isSigned = false
    self.bitWidth = bitWidth
  }

  /// Whether the value is below zero.
  package var isNegative: Bool { isSigned && Int64(bitPattern: bits) < 0 }

  /// The value, where an `Int64` can hold it.
  package var int64: Int64? {
    isSigned ? Int64(bitPattern: bits) : Int64(exactly: bits)
  }

  /// The value, where a `UInt64` can hold it.
  package var uint64: UInt64? { isNegative ? nil : bits }

  /// The value in decimal.
  package var description: String {
    isSigned ? Int64(bitPattern: bits).description : bits.description
  }
}
