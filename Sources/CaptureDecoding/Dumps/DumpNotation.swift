internal import UAPIText

/// How the groups of a dump spell their bytes.
enum DumpNotation: Hashable {
  /// Hexadecimal digits, so many a group.
  case hex(digits: Int)
  /// `0x` and hexadecimal digits, so many a group; `nil` where leading zeros are left out.
  case markedHex(digits: Int?)
  /// Binary digits, so many a group.
  case binary(digits: Int)
  /// Octal digits, so many a group; `nil` where only a 0 marks them, as in C.
  case octal(digits: Int?)
  /// Decimal digits; the size of a group where hexdump filled them up with zeros.
  case decimal(size: Int?)

  /// How many bytes a group has, where its digits tell.
  var groupSize: Int? {
    switch self {
    case .hex(let digits): digits / 2
    case .markedHex(let digits): digits.map { ($0 + 1) / 2 }
    case .binary(let digits): digits / 8
    case .octal(let digits): digits.map { $0 * 3 / 8 }
    case .decimal(let size): size
    }
  }

  /// The notations that the groups of all lines may have, the likelier first.
  static func candidates(for lines: [DumpLine]) -> [DumpNotation] {
    guard let first = lines.lazy.compactMap(\.words.first).first else { return [.hex(digits: 2)] }
    if let digits = first.markedDigits {
      let all = lines.flatMap { $0.words.lazy.compactMap(\.markedDigits?.count) }
      let isUniform = digits.count.isMultiple(of: 2) && all.allSatisfy { $0 == digits.count }
      return [.markedHex(digits: isUniform ? digits.count : nil)]
    }
    let count = first.text.count
    var candidates: [DumpNotation] = []
    if isFilledDecimal(lines) {
      candidates.append(.decimal(size: 2))
    } else if isDecimal(lines) {
      candidates.append(.decimal(size: nil))
    }
    if count.isMultiple(of: 8), leading(lines, count, { $0 <= UInt8(ascii: "1") }) {
      candidates.append(.binary(digits: count))
    }
    let isOctal = { (byte: UInt8) in byte <= UInt8(ascii: "7") }
    // 100 is a byte in octal as well as in decimal digits; octal ones have zeros before them.
    let hasZeros =
      count > 3
      || lines.contains { line in line.words.contains { $0.text.first == Ascii.zero } }
    if !lines[0].hasColon, hasZeros, [3, 6, 11, 22].contains(count), leading(lines, count, isOctal)
    {
      candidates.append(.octal(digits: count))
    }
    if isOctalOfC(lines) { candidates.append(.octal(digits: nil)) }
    if count.isMultiple(of: 2) { candidates.append(.hex(digits: count)) }
    return candidates
  }

  /// hexdump -d fills up with zeros to five digits, nothing else does.
  private static func isFilledDecimal(_ lines: [DumpLine]) -> Bool {
    lines.allSatisfy { line in
      line.words.allSatisfy { word in
        word.gap == 3 && word.text.count == 5 && word.text.allSatisfy(Ascii.isDigit)
      }
    }
  }

  /// Whether all words are decimal numbers, as gdb and od print them.
  private static func isDecimal(_ lines: [DumpLine]) -> Bool {
    let words = lines.lazy.flatMap(\.words)
    guard let first = words.first, words.allSatisfy({ isDecimal($0.text) }) else { return false }
    let width = first.text.count
    if lines[0].hasColon {
      return lines[0].isMarked && words.allSatisfy { $0.gap == 1 }
        && (width == 1 || words.contains { $0.text.count != width })
    }
    // od: in columns that are wide enough for the largest number, which no other notation has.
    let column = first.gap + width
    return [6, 7].contains(lines[0].address.count) && [4, 5, 6, 7, 11, 12, 21].contains(column)
      && words.allSatisfy { $0.gap + $0.text.count == column } && words.contains { $0.gap > 1 }
  }

  private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == Ascii.minus ? text.dropFirst() : text
    return (1...20).contains(digits.count) && digits.allSatisfy(Ascii.isDigit)
      && (digits.count == 1 || digits.first != Ascii.zero)
  }

  private static func isOctalOfC(_ lines: [DumpLine]) -> Bool {
    let words = lines.lazy.flatMap(\.words)
    return words.contains { $0.text.count > 1 }
      && words.allSatisfy { word in
        word.text.first == Ascii.zero
          && word.text.allSatisfy { Ascii.isDigit($0) && $0 <= UInt8(ascii: "7") }
      } && Set(words.map(\.text.count)).count > 1
  }

  /// Whether the words of a width with which each line begins have only some digits.
  private static func leading(
    _ lines: [DumpLine], _ count: Int, _ isDigit: (UInt8) -> Bool
  ) -> Bool {
    lines.allSatisfy { line in
      line.words.prefix { $0.text.count == count && $0.isHex }
        .allSatisfy { $0.text.allSatisfy { Ascii.isDigit($0) && isDigit($0) } }
    }
  }

  /// How many of the words with which a line begins are groups.
  func run(of words: [DumpLine.Word]) -> Int {
    let full = words.prefix { isGroup($0) }.count
    // The last group of a file may be cut.
    if case .hex(let digits) = self, digits > 2, full < words.count {
      let next = words[full]
      if next.isHex, next.text.count < digits, next.text.count.isMultiple(of: 2) { return full + 1 }
    }
    return full
  }

  private func isGroup(_ word: DumpLine.Word) -> Bool {
    switch self {
    case .hex(let digits), .binary(let digits): word.text.count == digits && word.isHex
    case .markedHex(let digits):
      word.markedDigits.map { digits == nil ? $0.count <= 16 : $0.count == digits } ?? false
    case .octal(let digits?): word.text.count == digits && word.text.allSatisfy(Ascii.isDigit)
    case .octal(nil), .decimal: Self.isDecimal(word.text) || word.text.allSatisfy(Ascii.isDigit)
    }
  }

  /// The bytes of a group, the most significant first, or `nil` where it is not such a number.
  func bytes(_ word: DumpLine.Word, size: Int) -> [UInt8]? {
    if case .hex = self { return Hex.bytes(word.text) }
    let radix =
      switch self {
      case .hex, .markedHex: 16
      case .binary: 2
      case .octal: 8
      case .decimal: 10
      }
    let text = String(decoding: word.markedDigits ?? word.text, as: UTF8.self)
    guard (1...8).contains(size) else { return nil }
    let value: UInt64
    if text.hasPrefix("-") {
      guard let signed = Int64(text), size == 8 || signed >= -(1 << (size * 8 - 1)) else {
        return nil
      }
      value = UInt64(bitPattern: signed)
    } else {
      guard let unsigned = UInt64(text, radix: radix), size == 8 || unsigned >> (size * 8) == 0
      else { return nil }
      value = unsigned
    }
    return (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
