/// Bytes as hexadecimal digits.
package enum Hex {
  /// The lower-case digit of a value below 16.
  @inlinable package static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? Ascii.zero + value : UInt8(ascii: "a") - 10 + value
  }

  /// The bytes that a text of digits spells, or `nil` where it has other characters or an odd count.
  package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    // Not specialized in other modules: a loop over any collection takes five times as long.
    text.withContiguousStorageIfAvailable(bytes(of:))
      ?? Array(text).withUnsafeBufferPointer(bytes(of:))
  }

  private static func bytes(of text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var high: UInt8?
    for character in text {
      guard let value = Ascii.hexValue(character) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  /// Appends two lower-case digits for each byte.
  @inlinable package static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
  }

  /// Two lower-case digits for each byte.
  @inlinable package static func text(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    append(bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
