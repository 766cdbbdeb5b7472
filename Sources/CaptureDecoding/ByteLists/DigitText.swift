internal import UAPIText

/// Reads bytes that are written as digits and nothing else: in one line or many, with or without
/// spaces, commas, colons, `0x` and `\x`, and with the characters that od puts next to them.
struct DigitText {
  private enum Mark { case none, number, escape }

  private struct Word {
    var text: ArraySlice<UInt8>
    var mark: Mark
    var line: Int
    var column: Int
  }

  private var words: [Word] = []
  private var hasComma = false
  private var hasDash = false

  /// The bytes, or `nil` where the text has other characters.
  static func bytes(
    _ lines: [TextLine], in text: [UInt8], words order: WordOrder?
  ) throws(InputFailure) -> [UInt8]? {
    var digits = DigitText()
    var hasStar = false
    for line in lines {
      if line.isStar {
        guard !digits.words.isEmpty else {
          throw InputFailure(
            line: line.number, reason: "column 1: '*' has no line before it to repeat")
        }
        hasStar = true
      } else if !digits.take(line) {
        return nil
      }
    }
    // A dash before anything else is the sign of a number.
    if digits.hasDash, digits.words.contains(where: { $0.text.count != 2 }) { return nil }
    guard !hasStar else {
      throw InputFailure(
        line: 1 + text.count { $0 == Ascii.newline },
        reason: "'*' has no line after it that says how often")
    }
    return digits.words.isEmpty ? [] : try digits.bytes(order)
  }

  static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
    guard digits.count <= 15 || radix == 16 && digits.count == 16 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  static func isDigitOrSeparator(_ byte: UInt8) -> Bool {
    Ascii.hexValue(byte) != nil || isSeparator(byte) || byte | 0x20 == UInt8(ascii: "x")
      || byte == Ascii.backslash
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    Ascii.isSpace(byte) || byte == Ascii.comma || byte == Ascii.colon || byte == UInt8(ascii: ";")
  }

  // MARK: - Words

  /// Takes the words of a line. Returns whether there is nothing else.
  private mutating func take(_ line: TextLine) -> Bool {
    var text = line.text
    if let gap = text.indices.dropLast().first(where: { index in
      Ascii.isSpace(text[index])
        && (text[index + 1] == UInt8(ascii: "|") && text.last == UInt8(ascii: "|")
          || text[index + 1] == UInt8(ascii: ">") && text.last == UInt8(ascii: "<"))
    }) {
      text = text[..<gap]
    }
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if Self.isSeparator(byte) {
        hasComma = hasComma || byte == Ascii.comma
        index += 1
        continue
      }
      // .NET puts a dash between bytes.
      if byte == Ascii.minus, index > text.startIndex, Ascii.hexValue(text[index - 1]) != nil {
        hasDash = true
        index += 1
        continue
      }
      let column = index - text.startIndex + 1
      var mark = Mark.none
      if byte == Ascii.backslash || byte == Ascii.zero, index + 1 < text.endIndex,
        text[index + 1] | 0x20 == UInt8(ascii: "x")
      {
        mark = byte == Ascii.zero ? .number : .escape
        index += 2
      }
      let digits = text[index...].prefix { Ascii.hexValue($0) != nil }
      guard !digits.isEmpty else { return false }
      index = digits.endIndex
      words.append(Word(text: digits, mark: mark, line: line.number, column: column))
    }
    return true
  }

  private func failure(_ word: Word, _ reason: String) -> InputFailure {
    InputFailure(line: word.line, reason: "column \(word.column): \(reason)")
  }

  // MARK: - Bytes

  private func bytes(_ order: WordOrder?) throws(InputFailure) -> [UInt8] {
    if words.contains(where: { $0.mark == .escape }) { return try escapes() }
    if words.count == 1 { return try memory() }
    if hasComma || isDecimal || words.contains(where: { $0.mark == .number }) {
      var list = NumberList(base: isDecimal ? .decimal : .unknown)
      list.elements = words.map { word in
        NumberList.Element(
          text: (word.mark == .number ? "0x" : "") + String(decoding: word.text, as: UTF8.self),
          line: word.line)
      }
      return try list.bytes(order)
    }
    if let size = numberSize {
      guard let order else { throw failure(words[0], WordOrder.refusal(groupSize: size)) }
      return try memory(order)
    }
    return try memory()
  }

  /// The bytes of all words, each one's first digits first.
  private func memory(_ order: WordOrder = .bytes) throws(InputFailure) -> [UInt8] {
    var result: [UInt8] = []
    for word in words {
      var digits = Array(word.text)
      if word.mark == .number, digits.count == 1 { digits.insert(Ascii.zero, at: 0) }
      guard let bytes = Hex.bytes(digits) else {
        throw failure(word, "an odd number of digits: \(digits.count)")
      }
      result += order.inMemory(bytes)
    }
    return result
  }

  private func escapes() throws(InputFailure) -> [UInt8] {
    var result: [UInt8] = []
    for word in words {
      guard word.mark == .escape, word.text.count == 2, let bytes = Hex.bytes(word.text) else {
        throw failure(
          word, "expected \\x and two digits; text between them needs quotation marks around it")
      }
      result += bytes
    }
    return result
  }

  /// Whether these can only be decimal numbers: no leading zeros, not all of two digits.
  private var isDecimal: Bool {
    words.count > 1
      && words.allSatisfy { word in
        word.mark == .none && word.text.allSatisfy(Ascii.isDigit)
          && (word.text.count == 1 || word.text.first != Ascii.zero)
          && Self.number(word.text, radix: 10).map { $0 < 256 } ?? false
      } && words.contains { $0.text.count != 2 }
  }

  /// How many bytes a word has, where all words may be numbers of one size.
  private var numberSize: Int? {
    let count = words[0].text.count
    guard [4, 8, 16].contains(count), let last = words.last?.text.count, last <= count,
      words.dropLast().allSatisfy({ $0.text.count == count })
    else { return nil }
    return count / 2
  }
}
