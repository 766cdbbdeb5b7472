/// Reads the words, strings and keys of a JSON5 text.
struct JSON5Scanner {
  typealias SyntaxError = JSON5Locator.SyntaxError

  private let bytes: [UInt8]
  /// The offset of the next byte.
  var position = 0

  /// Begins after the mark of the byte order, which some editors write.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// The next byte; `nil` at the end.
  var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// An error at the next byte.
  func error(_ message: String, remedy: String) -> SyntaxError {
    SyntaxError(offset: position, message: message, remedy: remedy)
  }

  // MARK: Keys and strings

  /// A key, with or without quotation marks.
  mutating func key() throws(SyntaxError) -> String {
    if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try string() }
    let start = position
    var text: [UInt8] = []
    while let byte = peek {
      if byte == UInt8(ascii: "\\") {
        let escape = position
        position += 1
        guard peek == UInt8(ascii: "u") else {
          throw SyntaxError(
            offset: escape, message: "a key has no such escape", remedy: "put it in quotation marks"
          )
        }
        text += try self.escape(at: escape)
      } else if Self.isWord(byte), blankLength == 0 {
        text.append(byte)
        position += 1
      } else {
        break
      }
    }
    guard let first = text.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
      position = start
      throw error("expected a key", remedy: "remove this, or write a key and ':'")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A string in quotation marks of either kind.
  mutating func string() throws(SyntaxError) -> String {
    let open = position
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      let start = position
      position += 1
      switch byte {
      case quote: return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        throw SyntaxError(
          offset: open, message: "the string is not closed on its line",
          remedy: "add the closing quotation mark")
      case UInt8(ascii: "\\"): text += try escape(at: start)
      default: text.append(byte)
      }
    }
    throw SyntaxError(
      offset: open, message: "the string is not closed", remedy: "add the closing quotation mark")
  }

  /// What an escape stands for, after its backslash.
  private mutating func escape(at start: Int) throws(SyntaxError) -> [UInt8] {
    guard let byte = peek else {
      throw SyntaxError(
        offset: start, message: "the string is not closed", remedy: "add the closing quotation mark"
      )
    }
    // A line that ends in a backslash continues on the next one.
    if bytes[position...].starts(with: [0xE2, 0x80]), position + 2 < bytes.count,
      bytes[position + 2] & 0xFE == 0xA8
    {
      position += 3
      return []
    }
    position += 1
    switch byte {
    case UInt8(ascii: "\r"):
      if peek == UInt8(ascii: "\n") { position += 1 }
      return []
    case UInt8(ascii: "\n"): return []
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "v"): return [0x0B]
    case UInt8(ascii: "x"): return Array(try scalar(digits(2, from: start), at: start).utf8)
    case UInt8(ascii: "u"): return Array(try unit(at: start).utf8)
    case UInt8(ascii: "0") where !isDigit(peek): return [0]
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      throw SyntaxError(
        offset: start, message: "'\\' before a digit has no meaning",
        remedy: "write \\u and four digits")
    default: return [byte]
    }
  }

  /// A character of one or two escapes of four digits.
  private mutating func unit(at start: Int) throws(SyntaxError) -> Unicode.Scalar {
    let high = try digits(4, from: start)
    guard (0xD800..<0xDC00).contains(high) else { return try scalar(high, at: start) }
    guard bytes[position...].starts(with: "\\u".utf8) else { return try scalar(high, at: start) }
    position += 2
    let low = try digits(4, from: start)
    guard (0xDC00..<0xE000).contains(low) else { return try scalar(high, at: start) }
    return try scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), at: start)
  }

  private func scalar(_ value: UInt32, at start: Int) throws(SyntaxError) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value) else {
      throw SyntaxError(
        offset: start, message: "the escape is half of a character", remedy: "write both halves")
    }
    return scalar
  }

  private mutating func digits(_ count: Int, from start: Int) throws(SyntaxError) -> UInt32 {
    let text = bytes[position...].prefix(count)
    guard text.count == count, text.allSatisfy(Self.isHexDigit),
      let value = UInt32(String(decoding: text, as: UTF8.self), radix: 16)
    else {
      throw SyntaxError(
        offset: start, message: "the escape needs \(count) hexadecimal digits",
        remedy: "correct it, or write the backslash twice")
    }
    position += count
    return value
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }

  // MARK: Numbers and words

  /// A number, `true`, `false` or `null`, as plain JSON writes it.
  mutating func word() throws(SyntaxError) -> [UInt8] {
    let start = position
    while let byte = peek, blankLength == 0,
      Self.isWord(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
    {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !text.isEmpty else { throw error("expected a value", remedy: "write a value here") }
    if ["true", "false", "null"].contains(text) { return Array(text.utf8) }
    guard let number = Self.number(Substring(text)) else {
      let isNumber = text.drop { $0 == "+" || $0 == "-" || $0 == "." }.first?.isNumber ?? false
      throw SyntaxError(
        offset: start, message: "'\(text)' is not a value",
        remedy: isNumber ? "write a number of at most 64 bits" : "put strings in quotation marks")
    }
    return Array(number.utf8)
  }

  /// A number as plain JSON writes it; `nil` if it is none.
  private static func number(_ text: Substring) -> String? {
    let sign = text.first == "-" ? "-" : ""
    var rest = text.first == "-" || text.first == "+" ? text.dropFirst() : text
    if rest.hasPrefix("0x") || rest.hasPrefix("0X") {
      let digits = rest.dropFirst(2)
      guard digits.utf8.allSatisfy(isHexDigit) else { return nil }
      return UInt64(digits, radix: 16).map { "\(sign)\($0)" }
    }
    func take() -> Substring {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      return digits
    }
    let whole = take()
    var fraction: Substring = ""
    if rest.first == "." {
      rest = rest.dropFirst()
      fraction = take()
    }
    guard !whole.isEmpty || !fraction.isEmpty, whole.count < 2 || whole.first != "0" else {
      return nil
    }
    var number = sign + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
    if rest.first == "e" || rest.first == "E" {
      rest = rest.dropFirst()
      number += "e"
      if let first = rest.first, first == "-" || first == "+" {
        number.append(first)
        rest = rest.dropFirst()
      }
      let exponent = take()
      guard !exponent.isEmpty else { return nil }
      number += exponent
    }
    return rest.isEmpty ? number : nil
  }

  // MARK: What is between

  /// Moves past white space and comments.
  mutating func skipBlank() throws(SyntaxError) {
    while let byte = peek {
      if byte == UInt8(ascii: "/") {
        try skipComment()
      } else {
        let length = blankLength
        guard length > 0 else { return }
        position += length
      }
    }
  }

  /// How many bytes of white space are next, those of one character: 0 for none.
  private var blankLength: Int {
    guard let byte = peek else { return 0 }
    switch byte {
    case 0x09...0x0D, 0x20: return 1
    case 0xC2: return has(0xA0) ? 2 : 0
    case 0xE1: return has(0x9A, 0x80) ? 3 : 0
    case 0xE2:
      let isSpace =
        has(0x80) && position + 2 < bytes.count
        && ((0x80...0x8A).contains(bytes[position + 2])
          || [0xA8, 0xA9, 0xAF].contains(bytes[position + 2]))
      return isSpace || has(0x81, 0x9F) ? 3 : 0
    case 0xE3: return has(0x80, 0x80) ? 3 : 0
    case 0xEF: return has(0xBB, 0xBF) ? 3 : 0
    default: return 0
    }
  }

  /// Whether the bytes after the next one are these.
  private func has(_ following: UInt8...) -> Bool {
    bytes[position...].dropFirst().starts(with: following)
  }

  private mutating func skipComment() throws(SyntaxError) {
    let start = position
    position += 1
    switch peek {
    case UInt8(ascii: "/"):
      while let byte = peek, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r"),
        !(byte == 0xE2 && (has(0x80, 0xA8) || has(0x80, 0xA9)))
      {
        position += 1
      }
    case UInt8(ascii: "*"):
      position += 1
      while position + 1 < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
          position += 2
          return
        }
        position += 1
      }
      throw SyntaxError(offset: start, message: "the comment is not closed", remedy: "add '*/'")
    default:
      throw SyntaxError(
        offset: start, message: "unexpected '/'", remedy: "a comment starts with '//'")
    }
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    byte.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
