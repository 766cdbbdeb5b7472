internal import UAPIText

/// One line as strace meant it: without colours, and without the quoting of a log around it.
enum StraceLine {
  /// What a container's log has before each line of output.
  static let containerLog = Array("{\"log\":\"".utf8)

  /// A line without colours, a container's quoting, and what word processors put for plain
  /// characters.
  static func plain(_ line: [UInt8]) -> [UInt8] {
    var text = line
    if text.starts(with: containerLog) { text = inside(text, from: containerLog.count) }
    text = withoutColors(text)
    // strace itself writes ASCII alone.
    if text.contains(where: { $0 >= 0x80 }) {
      for (typeset, plain) in typography {
        guard StraceText.find(typeset, in: text) != nil else { continue }
        text = Array(
          text.split(separator: typeset, omittingEmptySubsequences: false).joined(separator: plain))
      }
    }
    return text
  }

  /// The space that does not break, curved quotation marks, and three dots in one.
  private static let typography = [
    ("\u{A0}", " "), ("\u{201C}", "\""), ("\u{201D}", "\""), ("\u{2026}", "..."),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  /// A line without the sequences that colour it.
  private static func withoutColors(_ line: [UInt8]) -> [UInt8] {
    guard let first = firstSequence(in: line, from: 0) else { return line }
    var text = Array(line[..<first.start])
    var rest = first.end
    while let sequence = firstSequence(in: line, from: rest) {
      text += line[rest..<sequence.start]
      rest = sequence.end
    }
    return text + line[rest...]
  }

  /// The next `ESC [ … m`, or `^[[ … m` and `#033[ … m` as `cat -v` and syslog write it.
  private static func firstSequence(
    in line: [UInt8], from start: Int
  ) -> (start: Int, end: Int)? {
    var position = start
    // All forms have a bracket after the character that starts them.
    while let bracket = StraceText.next(Ascii.openBracket, in: line, from: position) {
      position = bracket + 1
      guard bracket > start else { continue }
      var opening = bracket - 1
      if line[opening] == Ascii.openBracket, opening > start, line[opening - 1] == caret {
        opening -= 1
      } else if bracket - start >= syslogEscape.count,
        line[..<bracket].suffix(syslogEscape.count).elementsEqual(syslogEscape)
      {
        opening = bracket - syslogEscape.count
      } else if line[opening] != StraceText.escape {
        continue
      }
      let end = line[position...].prefix(maximumLength).firstIndex { !isParameter($0) }
      guard let end, (UInt8(ascii: "@")...UInt8(ascii: "~")).contains(line[end]) else { continue }
      return (opening, end + 1)
    }
    return nil
  }

  private static let syslogEscape = Array("#033".utf8)
  private static let caret = UInt8(ascii: "^")
  private static let maximumLength = 32

  private static func isParameter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "?")).contains(byte)
  }

  /// The text of a call where the line is a string, with `\"` for each quotation mark.
  ///
  /// - Parameter start: where the call begins.
  /// - Returns: the call and what follows without that quoting; `nil` where there is none.
  static func unquoted(_ text: [UInt8], from start: Int) -> [UInt8]? {
    guard let quote = StraceText.next(Ascii.quote, in: text, from: start), quote > start,
      text[quote - 1] == Ascii.backslash, text[..<start].contains(Ascii.quote)
    else { return nil }
    return inside(text, from: start)
  }

  /// The inside of a quoted string, up to its end or that of the line.
  private static func inside(_ text: [UInt8], from start: Int) -> [UInt8] {
    var result: [UInt8] = []
    var position = start
    while position < text.count, text[position] != Ascii.quote {
      let byte = text[position]
      position += 1
      guard byte == Ascii.backslash, position < text.count else {
        result.append(byte)
        continue
      }
      switch text[position] {
      case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): result.append(Ascii.space)
      case UInt8(ascii: "u"):
        let digits = text[(position + 1)...].prefix(4)
        position += digits.count
        result.append(Hex.bytes(digits)?.last ?? UInt8(ascii: "?"))
      case let other: result.append(other)
      }
      position += 1
    }
    return result
  }
}
