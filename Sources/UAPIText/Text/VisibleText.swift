/// Text of which nothing steers a terminal but what this program itself puts into it.
///
/// What kernels, files, headers and callers chose goes out through here, so that no name can move the
/// cursor, change colours, or turn the direction of writing.
package enum VisibleText {
  /// The key that the sequences of this program carry until they go out. No text from outside can know
  /// it.
  private static let key: [UInt8] = {
    let digits = String(UInt64.random(in: .min ... .max), radix: 16)
    return Array((String(repeating: "0", count: 16 - digits.utf8.count) + digits).utf8)
  }()

  /// What the sequences of this program begin with, instead of the escape character alone.
  package static let escape = "\u{1B}" + String(decoding: key, as: UTF8.self)

  /// Whether a character steers a terminal, or how a line of text reads.
  package static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x600: false
    // Arrows, frames, shapes: what tables are made of.
    case 0x2010..<0x2028, 0x2070..<0x2E00: false
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
  }

  /// Text that others chose, such as the name of a process, on one line: a question mark for each
  /// character that steers.
  package static func printable(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(isSteering(scalar) ? "?" : scalar) }
    return String(scalars)
  }

  /// Lines of text as they may go out: a question mark for each character that steers, and the
  /// sequences of this program without their key.
  package static func cleaned(_ bytes: [UInt8]) -> [UInt8] {
    rewritten(bytes) { scalar, result in
      if scalar == "\t" { result.append(0x09) } else { result.append(UInt8(ascii: "?")) }
    }
  }

  /// A JSON text in which what steers is escaped: its values stay the same.
  package static func escapedJSON(_ bytes: [UInt8]) -> [UInt8] {
    rewritten(bytes) { scalar, result in
      // Between values is white space.
      if scalar == "\t" || scalar == "\r" { return result.append(UInt8(scalar.value)) }
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16)
        result += "\\u".utf8
        result += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
        result += digits.utf8
      }
    }
  }

  private static func rewritten(
    _ bytes: [UInt8], _ replace: (Unicode.Scalar, inout [UInt8]) -> Void
  ) -> [UInt8] {
    var index = plainPrefix(of: bytes, from: 0)
    if index == bytes.count { return bytes }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    result += bytes[..<index]
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 0x1B, bytes[(index + 1)...].starts(with: key) {
        result.append(byte)
        index += 1 + key.count
      } else if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A {
        result.append(byte)
        index += 1
      } else {
        let (scalar, length) = scalar(in: bytes, at: index)
        if let scalar, !isSteering(scalar) {
          result += bytes[index..<(index + length)]
        } else if let scalar {
          replace(scalar, &result)
        } else {
          result += "\u{FFFD}".utf8
        }
        index += length
      }
      let end = plainPrefix(of: bytes, from: index)
      result += bytes[index..<end]
      index = end
    }
    return result
  }

  /// Where the first byte is, from a place on, that is neither printable ASCII nor a line end.
  private static func plainPrefix(of bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      var index = start
      // The ranges lie inside the array.
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        // The highest bit of a byte that is below 0x20, is 0x7F, or is not ASCII.
        let control = (word &- 0x2020_2020_2020_2020) & ~word
        let other = word ^ 0x7F7F_7F7F_7F7F_7F7F
        let delete = (other &- 0x0101_0101_0101_0101) & ~other
        if (word | control | delete) & 0x8080_8080_8080_8080 != 0 {
          // It can be a line end.
          for place in index..<(index + 8) where !isPlain(bytes[place]) { return place }
        }
        index += 8
      }
      while index < bytes.count {
        let byte = bytes[index]
        guard isPlain(byte) else { break }
        index += 1
      }
      return index
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte == 0x0A || (0x20..<0x7F).contains(byte)
  }

  /// The character at a place and how many bytes it takes; `nil` where the bytes are not UTF-8.
  private static func scalar(in bytes: [UInt8], at index: Int) -> (Unicode.Scalar?, Int) {
    let first = bytes[index]
    let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 0, first < 0xF5, index + length <= bytes.count else { return (nil, 1) }
    if length == 1 { return (Unicode.Scalar(first), 1) }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for byte in bytes[(index + 1)..<(index + length)] {
      guard byte & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    // A longer form than needed, and halves of pairs, are not UTF-8 either.
    guard value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000),
      let scalar = Unicode.Scalar(value)
    else { return (nil, 1) }
    return (scalar, length)
  }
}
