internal import UAPIText

/// A token of a text in which a language or a tool lists bytes.
struct ListToken {
  enum Kind: Hashable {
    /// A number as it is written, or a word of hexadecimal digits.
    case number(String)
    case word(String)
    case string(StringLiteral)
    case open(UInt8)
    case close(UInt8)
    case comma
    /// `...`: something is left out.
    case ellipsis
    /// gdb: the element before means so many.
    case repeats(Int)
    /// `[3] =`: the place of the element after it, or the size of a variable.
    case index(Int)
    case other(UInt8)
  }

  var kind: Kind
  /// Counted from 1.
  var line: Int

  /// What an error calls it.
  var text: String {
    let text: String =
      switch kind {
      case .number(let text), .word(let text): text
      case .string(let literal): String(decoding: literal.body, as: UTF8.self)
      case .open(let byte), .close(let byte), .other(let byte):
        String(decoding: [byte], as: UTF8.self)
      case .comma: ","
      case .ellipsis: "..."
      case .index(let index): "[\(index)] ="
      case .repeats(let count): "<repeats \(count) times>"
      }
    return TerminalText.printable(String(text.prefix(24)))
  }
}

/// Cuts a text into tokens. Comments are left out.
struct ListLexer {
  private let text: [UInt8]
  private var index = 0
  private var line = 1

  init(_ text: [UInt8]) { self.text = text }

  /// All tokens, or `nil` where a string has no end.
  static func tokens(_ text: [UInt8]) -> [ListToken]? {
    var lexer = ListLexer(text)
    var tokens: [ListToken] = []
    while lexer.skipToToken() {
      let line = lexer.line
      guard let kind = lexer.next() else { return nil }
      tokens.append(ListToken(kind: kind, line: line))
    }
    return tokens
  }

  private func byte(at offset: Int) -> UInt8? {
    index + offset < text.count ? text[index + offset] : nil
  }

  private mutating func advance() {
    if text[index] == Ascii.newline { line += 1 }
    index += 1
  }

  /// Goes to the next token over white space and comments. Returns whether there is one.
  private mutating func skipToToken() -> Bool {
    while let byte = byte(at: 0) {
      let next = self.byte(at: 1)
      if Ascii.isSpace(byte) {
        advance()
      } else if byte == slash, next == UInt8(ascii: "*") {
        while self.byte(at: 0) != nil,
          !(text[index] == UInt8(ascii: "*") && self.byte(at: 1) == slash)
        {
          advance()
        }
        index = min(index + 2, text.count)
      } else if byte == slash, next == slash {
        while let byte = self.byte(at: 0), byte != Ascii.newline { advance() }
      } else {
        return true
      }
    }
    return false
  }

  private var slash: UInt8 { UInt8(ascii: "/") }

  private mutating func next() -> ListToken.Kind? {
    let byte = text[index]
    switch byte {
    case Ascii.quote, UInt8(ascii: "'"), UInt8(ascii: "`"):
      guard let literal = StringLiteral(text[(index + 1)...], quote: byte) else { return nil }
      for _ in 0..<(literal.body.count + 2) { advance() }
      return .string(literal)
    case Ascii.openBracket, Ascii.openBrace, UInt8(ascii: "("), UInt8(ascii: "<"):
      advance()
      return .open(byte)
    case Ascii.closeBracket, Ascii.closeBrace, UInt8(ascii: ")"), UInt8(ascii: ">"):
      advance()
      return .close(byte)
    case Ascii.comma:
      advance()
      return .comma
    case UInt8(ascii: ".") where text[index...].starts(with: "...".utf8):
      while self.byte(at: 0) == UInt8(ascii: ".") { advance() }
      return .ellipsis
    case 0xE2 where text[index...].starts(with: "…".utf8):
      index += 3
      return .ellipsis
    case Ascii.minus where self.byte(at: 1).map(Ascii.isDigit) ?? false: return .number(word())
    case _ where Ascii.isDigit(byte): return .number(word())
    case _ where Self.isWord(byte):
      let word = word()
      let isHex = word.utf8.count <= 2 && word.utf8.allSatisfy { Ascii.hexValue($0) != nil }
      return isHex ? .number(word) : .word(word)
    default:
      advance()
      return .other(byte)
    }
  }

  private mutating func word() -> String {
    let start = index
    index += 1
    while let byte = byte(at: 0), Self.isWord(byte) || Ascii.isDigit(byte) { index += 1 }
    return String(decoding: text[start..<index], as: UTF8.self)
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
