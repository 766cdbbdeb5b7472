internal import UAPIText

/// The escapes in strace's strings: those of C, octal by default, hexadecimal with -x and -xx.
enum StraceEscapes {
  /// The bytes that the inside of a string spells, or `nil` where an escape is not one.
  static func bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4)
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == Ascii.backslash else {
        bytes.append(byte)
        continue
      }
      guard let escaped = escape(&rest) else { return nil }
      bytes.append(escaped)
    }
    return bytes
  }

  private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let byte = rest.popFirst() else { return nil }
    switch byte {
    case UInt8(ascii: "x"):
      guard let high = rest.popFirst().flatMap(Ascii.hexValue),
        let low = rest.popFirst().flatMap(Ascii.hexValue)
      else { return nil }
      return high << 4 | low
    case octal:
      var value = Int(byte - Ascii.zero)
      for _ in 0..<2 {
        guard let digit = rest.first, octal.contains(digit) else { break }
        value = value * 8 + Int(digit - Ascii.zero)
        rest.removeFirst()
      }
      return UInt8(exactly: value)
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "v"): return 0x0B
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "e"): return 0x1B
    case Ascii.quote, Ascii.backslash, UInt8(ascii: "'"): return byte
    default: return nil
    }
  }

  private static let octal = UInt8(ascii: "0")...UInt8(ascii: "7")
}
