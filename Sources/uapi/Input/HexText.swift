/// Reads bytes that are written as hexadecimal digits.
///
/// All the usual shapes are one answer: plain digits in one or many lines, with or without spaces,
/// commas, colons, `0x` and `\x`; and what `xxd`, `hexdump -C` and `od -t x1` print, whose offsets
/// and character columns are left out.
struct HexText {
  /// Whether a line looks like one of these shapes.
  static func isHex(line: ArraySlice<UInt8>) -> Bool {
    do throws(HexFailure) {
      let parsed = try parse(line: line)
      return parsed.offset != nil || !parsed.words.isEmpty
    } catch {
      return error.isKnownShape
    }
  }

  /// The bytes of a text.
  static func bytes(_ text: [UInt8]) throws(InputFailure) -> [UInt8] {
    var dump = HexText()
    var number = 0
    for line in text.split(separator: Ascii.newline, omittingEmptySubsequences: false) {
      number += 1
      do throws(HexFailure) {
        try dump.take(line)
      } catch {
        throw InputFailure(line: number, reason: "column \(error.column): \(error.reason)")
      }
    }
    guard !dump.isRepeating else {
      throw InputFailure(line: number, reason: "'*' has no line behind it that says how often")
    }
    return dump.bytes
  }

  private var bytes: [UInt8] = []
  private var lastLine: [UInt8] = []
  /// Whether the line before was `*`: lines equal to the last one are left out.
  private var isRepeating = false
  /// Whether an offset stood in front of a line.
  private var hasOffsets = false

  private mutating func take(_ line: ArraySlice<UInt8>) throws(HexFailure) {
    let line = Self.trimmed(line)
    if line.isEmpty { return }
    if line.elementsEqual([UInt8(ascii: "*")]) {
      guard !lastLine.isEmpty else {
        throw HexFailure(column: 1, reason: "'*' has no line before it to repeat")
      }
      isRepeating = true
      return
    }
    var parsed = try Self.parse(line: line)
    let offset =
      parsed.offset
      ?? parsed.takeOffset(
        after: bytes.count, isRepeating: isRepeating ? lastLine.count : nil, isDump: hasOffsets)
    if isRepeating {
      try repeatLastLine(upTo: offset)
      isRepeating = false
    }
    if let offset {
      hasOffsets = true
      guard offset == bytes.count else {
        throw HexFailure(column: 1, reason: "the offset is \(offset) after \(bytes.count) bytes")
      }
    }
    lastLine = []
    for word in parsed.words { lastLine += try Self.bytes(of: word) }
    guard bytes.count + lastLine.count <= InputReader.byteLimit else {
      throw HexFailure(column: 1, reason: "more than \(InputReader.byteLimit) bytes")
    }
    bytes += lastLine
  }

  private mutating func repeatLastLine(upTo offset: Int?) throws(HexFailure) {
    guard let offset, offset >= bytes.count, offset <= InputReader.byteLimit,
      (offset - bytes.count).isMultiple(of: lastLine.count)
    else {
      throw HexFailure(column: 1, reason: "the offset behind '*' fits no number of repeated lines")
    }
    while bytes.count < offset { bytes += lastLine }
  }

  // MARK: - One line

  private struct HexFailure: Error {
    /// Counted from 1.
    var column: Int
    var reason: String
    /// Whether the line is known to be hexadecimal text all the same.
    var isKnownShape = false
  }

  private struct Line {
    /// The offset in front, where a colon marks it.
    var offset: Int?
    var words: [Word] = []

    /// Takes the first word away if it is an offset, and returns it.
    ///
    /// - Parameters:
    ///   - count: the number of bytes in front of the line.
    ///   - repeated: the length of the line that is repeated up to here; `nil` where none is.
    ///   - isDump: whether lines in front of this one have offsets.
    mutating func takeOffset(after count: Int, isRepeating repeated: Int?, isDump: Bool) -> Int? {
      guard let first = words.first, !first.isMarked, first.text.count >= 6, isDump || count == 0,
        words.count > 1 || count > 0,
        words.dropFirst().allSatisfy({ $0.text.count == 2 && !$0.isMarked })
      else { return nil }
      // od prints seven octal digits, or decimal ones; the others print hexadecimal ones.
      let radixes = first.text.count == 7 ? [8, 10, 16] : [16, 8, 10]
      let offset = radixes.lazy.compactMap { HexText.number(first.text, radix: $0) }
        .first { offset in
          guard let repeated, repeated > 0 else { return offset == count }
          return offset >= count && (offset - count).isMultiple(of: repeated)
        }
      if offset != nil { words.removeFirst() }
      return offset
    }
  }

  private struct Word {
    var text: ArraySlice<UInt8>
    var column: Int
    /// Whether `0x` or `\x` stood in front.
    var isMarked = false
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let byte = line.first, Ascii.isSpace(byte) { line.removeFirst() }
    while let byte = line.last, Ascii.isSpace(byte) { line.removeLast() }
    return line
  }

  private static func parse(line: ArraySlice<UInt8>) throws(HexFailure) -> Line {
    var result = Line()
    var rest = line
    if let colon = rest.firstIndex(of: Ascii.colon), colon - rest.startIndex >= 6,
      let offset = number(trimmed(rest[..<colon]), radix: 16),
      colon + 1 == rest.endIndex || rest[colon + 1] == Ascii.space
    {
      // xxd: digits and a colon, then groups, two spaces, characters.
      result.offset = offset
      rest = rest[(colon + 1)...]
      while rest.first == Ascii.space { rest.removeFirst() }
      if let gap = doubleSpace(in: rest) { rest = rest[..<gap] }
    } else if let bar = rest.firstIndex(of: UInt8(ascii: "|")) {
      // hexdump -C: characters between bars.
      rest = rest[..<bar]
    } else if let mark = rest.firstIndex(of: UInt8(ascii: ">")) {
      // od -t x1z
      rest = rest[..<mark]
    }
    result.words = try words(of: rest, columnOffset: line.startIndex - 1)
    if let first = result.words.first, result.offset == nil, first.text.count == 7,
      result.words.count > 1, result.words.dropFirst().allSatisfy({ $0.text.count == 4 })
    {
      throw HexFailure(
        column: first.column,
        reason: "words of 16 bits hide the order of the bytes: use hexdump -C, xxd or od -t x1",
        isKnownShape: true)
    }
    return result
  }

  private static func bytes(of word: Word) throws(HexFailure) -> [UInt8] {
    var digits = Array(word.text)
    if word.isMarked, digits.count == 1 { digits.insert(Ascii.zero, at: 0) }
    guard digits.count.isMultiple(of: 2) else {
      throw HexFailure(column: word.column, reason: "an odd number of digits: \(digits.count)")
    }
    guard let bytes = Hex.bytes(digits) else {
      throw HexFailure(column: word.column, reason: "no hexadecimal digits")
    }
    return bytes
  }

  private static func words(
    of line: ArraySlice<UInt8>, columnOffset: Int
  ) throws(HexFailure) -> [Word] {
    var words: [Word] = []
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      if Ascii.isSpace(byte) || byte == Ascii.comma || byte == Ascii.colon
        || byte == Ascii.quote || byte == UInt8(ascii: ";")
      {
        index += 1
        continue
      }
      var word = Word(text: [], column: index - columnOffset)
      let isEscape = byte == Ascii.backslash || byte == Ascii.zero
      if isEscape, index + 1 < line.endIndex, line[index + 1] | 0x20 == UInt8(ascii: "x") {
        word.isMarked = true
        index += 2
      }
      let start = index
      while index < line.endIndex, Ascii.hexValue(line[index]) != nil {
        // After \x come two digits and the next escape, if any.
        index += 1
      }
      guard index > start else {
        throw HexFailure(column: index - columnOffset, reason: "no hexadecimal digit")
      }
      word.text = line[start..<index]
      words.append(word)
    }
    return words
  }

  static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
    guard digits.count <= 15 else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: radix)
  }

  private static func doubleSpace(in line: ArraySlice<UInt8>) -> Int? {
    line.indices.dropLast().first { line[$0] == Ascii.space && line[$0 + 1] == Ascii.space }
  }
}
