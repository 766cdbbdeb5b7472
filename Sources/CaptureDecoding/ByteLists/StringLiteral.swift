internal import UAPIText

/// A string of a language whose characters are bytes.
struct StringLiteral: Hashable {
  /// What is between the quotation marks, as it is written.
  let body: ArraySlice<UInt8>
  let quote: UInt8

  /// Reads up to the quotation mark that ends it; `nil` where there is none.
  init?(_ text: ArraySlice<UInt8>, quote: UInt8) {
    var index = text.startIndex
    while index < text.endIndex, text[index] != quote {
      index += text[index] == Ascii.backslash ? 2 : 1
    }
    guard index < text.endIndex else { return nil }
    body = text[..<index]
    self.quote = quote
  }

  /// The value of a string such as `0x0a` or `0a`, as tools write single bytes in JSON.
  var number: String? {
    var digits = body
    let isMarked = digits.starts(with: "0x".utf8)
    if isMarked { digits.removeFirst(2) }
    guard (1...2).contains(digits.count), digits.allSatisfy({ Ascii.hexValue($0) != nil }) else {
      return nil
    }
    return String(decoding: body, as: UTF8.self)
  }

  /// The bytes of a string that has nothing but pairs of hexadecimal digits.
  var hexadecimal: [UInt8]? {
    let digits = body.starts(with: "0x".utf8) ? body.dropFirst(2) : body
    return digits.isEmpty ? nil : Hex.bytes(digits.filter { $0 != Ascii.space })
  }

  /// The bytes of the characters.
  ///
  /// - Returns: the bytes, or what is wrong with them.
  func bytes() -> Result<[UInt8], Problem> {
    var bytes: [UInt8] = []
    var rest = body
    while let byte = rest.popFirst() {
      if byte != Ascii.backslash {
        guard byte < 0x80 else {
          return .failure(
            Problem("a character beyond ASCII does not tell its bytes: write it as \\x and digits"))
        }
        bytes.append(byte)
        continue
      }
      guard let escaped = rest.popFirst() else { return .failure(Problem("an escape has no end")) }
      switch escaped {
      case UInt8(ascii: "x"):
        let digits = rest.prefix(2).prefix { Ascii.hexValue($0) != nil }
        guard let value = Self.value(digits, radix: 16) else {
          return .failure(Problem("\\x has no digits"))
        }
        rest.removeFirst(digits.count)
        bytes.append(UInt8(truncatingIfNeeded: value))
      case Ascii.zero...UInt8(ascii: "7"):
        let digits = body[(rest.startIndex - 1)...].prefix(3).prefix {
          (Ascii.zero...UInt8(ascii: "7")).contains($0)
        }
        guard let value = Self.value(digits, radix: 8), value < 256 else {
          return .failure(Problem("an octal escape is larger than a byte"))
        }
        rest.removeFirst(digits.count - 1)
        bytes.append(UInt8(truncatingIfNeeded: value))
      case UInt8(ascii: "u"):
        let isBraced = rest.first == Ascii.openBrace
        if isBraced { rest.removeFirst() }
        let digits = rest.prefix(isBraced ? 8 : 4).prefix { Ascii.hexValue($0) != nil }
        rest.removeFirst(digits.count)
        if isBraced, rest.popFirst() != Ascii.closeBrace {
          return .failure(Problem("\\u{ has no end"))
        }
        guard let value = Self.value(digits, radix: 16), value < 0x80 else {
          return .failure(
            Problem("a character beyond ASCII does not tell its bytes: write it as \\x and digits"))
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
      case Ascii.newline: break
      default:
        guard let value = Self.escapes[escaped] else {
          return .failure(
            Problem(
              "the escape \\\(TerminalText.printable(String(decoding: [escaped], as: UTF8.self))) is not known"
            ))
        }
        bytes.append(value)
      }
    }
    return .success(bytes)
  }

  /// What is wrong with a string.
  struct Problem: Error, Hashable {
    var reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static func value(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
    Int(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D,
    UInt8(ascii: "v"): 0x0B, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "a"): 0x07,
    UInt8(ascii: "b"): 0x08, UInt8(ascii: "e"): 0x1B, Ascii.quote: Ascii.quote,
    Ascii.backslash: Ascii.backslash, UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "?"): UInt8(ascii: "?"), UInt8(ascii: "$"): UInt8(ascii: "$"),
    UInt8(ascii: "#"): UInt8(ascii: "#"), UInt8(ascii: "`"): UInt8(ascii: "`"),
  ]
}
