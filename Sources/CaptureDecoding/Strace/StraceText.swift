internal import LibC

internal import UAPIText

/// What the pieces of a line of strace look like: names, strings, decorations, brackets.
///
/// Each `endOf…` function takes the position of an opening character and gives the one after the
/// closing character, or `nil` where the line ends before.
enum StraceText {
  static let openAngle = UInt8(ascii: "<")
  static let closeAngle = UInt8(ascii: ">")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let slash = UInt8(ascii: "/")
  static let equals = UInt8(ascii: "=")
  static let escape: UInt8 = 0x1B

  /// Letters, digits and underscores.
  static func isNameByte(_ byte: UInt8) -> Bool {
    Ascii.isDigit(byte) || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Whether a text is at a position.
  static func has(_ word: StaticString, in text: [UInt8], at position: Int) -> Bool {
    text.count - position >= word.utf8CodeUnitCount
      && text[position...].starts(with: word.description.utf8)
  }

  /// The first position of a text at or after another position.
  static func find(_ word: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
    guard let first = word.first else { return nil }
    var position = start
    while let found = next(first, in: text, from: position) {
      if text[found...].starts(with: word) { return found }
      position = found + 1
    }
    return nil
  }

  /// The first position of a byte at or after a position.
  static func next(_ byte: UInt8, in text: [UInt8], from start: Int) -> Int? {
    text.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count else { return nil }
      // The range lies inside the array.
      return memchr(base + start, Int32(byte), bytes.count - start).map {
        UnsafeRawPointer($0) - base
      }
    }
  }

  static func endOfString(_ text: [UInt8], from start: Int) -> Int? {
    var position = start + 1
    while position < text.count {
      switch text[position] {
      case Ascii.quote: return position + 1
      case Ascii.backslash: position += 2
      default: position += 1
      }
    }
    return nil
  }

  /// `<TCP:[127.0.0.1:1->127.0.0.1:2]>`, `</dev/null<char 1:3>>`: what -y, -yy and -Y add.
  static func endOfDecoration(_ text: [UInt8], from start: Int) -> Int? {
    // Any character can be in a path but the two that strace escapes.
    let isPath = start + 1 < text.count && text[start + 1] == slash
    var depth = 0
    var brackets = 0
    var position = start
    while position < text.count {
      switch text[position] {
      case Ascii.backslash: position += 1
      case Ascii.quote where !isPath:
        guard let end = endOfString(text, from: position) else { return nil }
        position = end - 1
      case Ascii.openBracket where !isPath: brackets += 1
      case Ascii.closeBracket where !isPath: brackets -= 1
      case openAngle: depth += 1
      case closeAngle:
        // An arrow between two addresses ends nothing.
        if brackets > 0, text[position - 1] == Ascii.minus { break }
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }

  /// Brackets, braces and parentheses with all that is in them.
  static func endOfBrackets(_ text: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var position = start
    while position < text.count {
      switch text[position] {
      case Ascii.quote:
        guard let end = endOfString(text, from: position) else { return nil }
        position = end - 1
      case Ascii.openBracket, Ascii.openBrace, openParenthesis: depth += 1
      case Ascii.closeBracket, Ascii.closeBrace, closeParenthesis:
        depth -= 1
        if depth == 0 { return position + 1 }
      default: break
      }
      position += 1
    }
    return nil
  }
}
