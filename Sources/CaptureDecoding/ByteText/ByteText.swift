internal import UAPIText

/// Reads bytes that people copy from other programs: digits, dumps with offsets, and the lists of
/// bytes that languages and tools print.
enum ByteText {
  /// The longest text that is taken.
  static let limit = 1 << 23

  /// The answers in a text.
  ///
  /// - Parameters:
  ///   - text: all of it.
  ///   - words: what a person says about groups of several bytes.
  static func answers(
    _ text: [UInt8], words: WordOrder? = nil
  ) throws(InputFailure) -> [TextAnswer] {
    let text = withoutColors(text)
    let lines = TextLine.all(of: text)
    if let answers = try BPFMapText.answers(lines) { return answers }
    if let answer = try DumpText.answer(lines, words: words) { return [answer] }
    if let bytes = try DigitText.bytes(lines, in: text, words: words) {
      return [TextAnswer(bytes: bytes)]
    }
    if let bytes = try ByteList.bytes(text, words: words) { return [TextAnswer(bytes: bytes)] }
    throw notUnderstood(text, line: lines.first?.number ?? 1)
  }

  /// The bytes of a text that is one answer.
  static func bytes(_ text: [UInt8], words: WordOrder? = nil) throws(InputFailure) -> [UInt8] {
    let answers = try answers(text, words: words)
    guard answers.count == 1 else {
      throw InputFailure(line: nil, reason: "these are \(answers.count) answers, not one")
    }
    return answers[0].bytes
  }

  /// What is said of a text that no reader takes.
  static func notUnderstood(_ text: [UInt8], line: Int) -> InputFailure {
    let words = String(decoding: text.prefix(64), as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    if words.count == 2, words[0].allSatisfy(\.isNumber), words[1] == "bytes" {
      return InputFailure(
        line: line,
        reason: "this tells how many bytes there are, not which ones: print them as an array")
    }
    return InputFailure(
      line: line,
      reason: "this is neither a capture record, nor hexadecimal digits, nor a dump or a list of "
        + "bytes, nor raw bytes, nor the output of strace")
  }

  /// Whether a line can only be digits or a part of a dump, so that no more lines need to be seen.
  static func isDigits(line: ArraySlice<UInt8>) -> Bool {
    let line = TextLine(number: 1, text: line)
    guard let first = line.body.first else { return true }
    return line.isStar || DumpLine(addressWithColon: line) != nil
      || Ascii.hexValue(first) != nil && line.text.allSatisfy(DigitText.isDigitOrSeparator)
  }

  /// The text without the sequences that colour it in a terminal.
  private static func withoutColors(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(escape) else { return text }
    var result: [UInt8] = []
    var rest = text[...]
    while let byte = rest.first {
      if byte == escape, rest.dropFirst().first == Ascii.openBracket {
        let parameters = rest.dropFirst(2).prefix { Ascii.isDigit($0) || $0 == UInt8(ascii: ";") }
        let end = rest[parameters.endIndex...].first
        if end == UInt8(ascii: "m") || end == UInt8(ascii: "K") {
          rest = rest[(parameters.endIndex + 1)...]
          continue
        }
      }
      result.append(byte)
      rest.removeFirst()
    }
    return result
  }

  private static let escape: UInt8 = 0x1B
}
