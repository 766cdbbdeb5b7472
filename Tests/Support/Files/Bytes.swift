/// The bytes of an integer, in the order of this machine where none is named.
package func integerBytes(
  _ value: some FixedWidthInteger, isBigEndian: Bool = 1.bigEndian == 1
) -> [UInt8] {
  let width = value.bitWidth / 8
  let bytes = (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  return isBigEndian ? bytes.reversed() : bytes
}

/// The bytes that hexadecimal digits spell, or `nil` where something else is among them.
package func hexBytes(_ text: some StringProtocol) -> [UInt8]? {
  let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
  guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
  return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
