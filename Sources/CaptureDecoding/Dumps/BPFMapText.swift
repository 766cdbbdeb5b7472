internal import UAPIText

/// Reads what `bpftool map dump` and `map lookup` print: keys and values as pairs of digits. Each
/// value is one answer.
struct BPFMapText {
  private enum Section { case key, value }

  private var section = Section.key
  private var answers: [TextAnswer] = []
  private var keyCount = 0

  /// The values, or `nil` where the text is something else.
  static func answers(_ lines: [TextLine]) throws(InputFailure) -> [TextAnswer]? {
    guard let first = lines.first, first.body.starts(with: "key:".utf8) else { return nil }
    var map = BPFMapText()
    for line in lines { try map.take(line) }
    return map.answers
  }

  private mutating func take(_ line: TextLine) throws(InputFailure) {
    var words = DumpLine.words(in: line.text)[...]
    if let first = words.first, first.text.elementsEqual("Found".utf8) {
      let count = words.dropFirst().first.flatMap { DigitText.number($0.text, radix: 10) }
      guard count == keyCount else {
        throw InputFailure(
          line: line.number, reason: "bpftool found other than the \(keyCount) elements before this"
        )
      }
      return
    }
    while let word = words.popFirst()?.text {
      if word.elementsEqual("key:".utf8) {
        section = .key
        keyCount += 1
      } else if word.starts(with: "value".utf8) {
        // A map with a value for each CPU says which one: value (CPU 00):
        var last = word
        while last.last != Ascii.colon, let next = words.popFirst() { last = next.text }
        section = .value
        answers.append(TextAnswer(bytes: [], line: line.number))
      } else if word.count == 2, let byte = Hex.bytes(word)?.first {
        if section == .value { answers[answers.count - 1].bytes.append(byte) }
      } else {
        let text = TerminalText.printable(String(decoding: word.prefix(24), as: UTF8.self))
        throw InputFailure(
          line: line.number, reason: "expected two hexadecimal digits of bpftool, found '\(text)'")
      }
    }
  }
}
