internal import UAPIText

/// The lines of a dump, by what they are.
struct DumpParts {
  /// The lines with an address.
  private(set) var lines: [DumpLine] = []
  /// Whether `*` is between a line and the next.
  private(set) var isRepeated: [Bool] = []
  /// The address after the last byte, where a line has nothing else.
  private(set) var end: DumpLine?
  /// Whether white space at the end of a line fills it up, as hexdump does.
  private var isPadded = false
  /// Whether objdump says of itself that it prints the contents of a section.
  private(set) var hasObjectHeading = false

  init?(_ all: [TextLine]) throws(InputFailure) {
    let withColon = all.contains { DumpLine(addressWithColon: $0) != nil }
    if !withColon, !Self.hasPlainAddresses(all) { return nil }
    var last: TextLine?
    for line in all {
      last = line
      isPadded = isPadded || line.isPadded
      if line.isStar {
        guard !lines.isEmpty else {
          throw InputFailure(
            line: line.number, reason: "column 1: '*' has no line before it to repeat")
        }
        isRepeated[isRepeated.count - 1] = true
      } else if let part = withColon
        ? DumpLine(addressWithColon: line) : DumpLine(plainAddress: line)
      {
        guard end == nil else {
          throw InputFailure(
            line: line.number,
            reason: "a second dump begins here, after one that ended: give one at a time")
        }
        if part.words.isEmpty {
          end = part
        } else {
          lines.append(part)
          isRepeated.append(false)
        }
      } else if !Self.isHeading(line) || (!lines.isEmpty && !Self.isPrompt(line)) {
        throw InputFailure(
          line: line.number, reason: "this line is not a part of the dump: it has no offset")
      } else if line.body.starts(with: Self.sectionHeading) {
        hasObjectHeading = true
      }
    }
    if lines.isEmpty { return nil }
    guard !isRepeated[isRepeated.count - 1] || end != nil else {
      throw InputFailure(
        line: last?.number, reason: "'*' has no line after it that says how often")
    }
  }

  /// The bases that addresses may have, the likelier first.
  func radixes(_ notation: DumpNotation) -> [Int] {
    // xxd -d
    if lines[0].hasColon { return lines[0].isMarked ? [16] : [16, 10] }
    guard !lines[0].isMarked, lines[0].address.count == 7 else { return [16] }
    if hidesBase(notation) { return isPadded ? [16] : [8, 16, 10] }
    return isWide(notation) ? [16] : [8, 10, 16]
  }

  /// Whether od and hexdump print the same here, except that offsets are octal or hexadecimal.
  func hidesBase(_ notation: DumpNotation) -> Bool {
    guard !lines[0].hasColon, lines[0].address.count == 7, !isWide(notation) else { return false }
    return notation == .hex(digits: 4) || notation == .octal(digits: 3)
  }

  /// Whether the groups have more space between them than od leaves.
  private func isWide(_ notation: DumpNotation) -> Bool {
    if case .decimal(let size) = notation { return size != nil }
    return (lines[0].words.first?.gap ?? 0) > 1
  }

  /// The number of the line after one of ``lines``.
  func number(after index: Int) -> Int? {
    index + 1 < lines.count ? lines[index + 1].number : end?.number
  }

  /// Whether this is what tcpdump or Wireshark print of a packet.
  var isPacket: Bool {
    let first = lines[0]
    guard first.address.count == 4, let word = first.words.first, word.isHex else { return false }
    return first.isMarked == first.hasColon && word.text.count == (first.isMarked ? 4 : 2)
  }

  /// Whether this is what objdump -s prints: groups of 4 bytes as they are in memory, and
  /// characters that nothing encloses.
  var isObject: Bool {
    let first = lines[0]
    guard !first.hasColon, !first.isMarked else { return false }
    return hasObjectHeading
      || first.words.first?.text.count == 8 && (first.isIndented || first.address.count == 4)
  }

  /// What a program prints before the bytes, and what a person typed.
  private static func isHeading(_ line: TextLine) -> Bool {
    let words = DumpLine.words(in: line.text)
    // Digits of columns: 00 01 02 …
    let pairs = words.drop { !($0.isHex && $0.text.count <= 2) }
      .prefix { $0.isHex && $0.text.count <= 2 }
    let isRuler =
      pairs.count > 1
      && pairs.enumerated().allSatisfy { index, word in
        DigitText.number(word.text, radix: 16) == index
      }
    if isRuler { return true }
    return !zip(words, words.dropFirst()).contains {
      $0.isHex && $1.isHex && $0.text.count == $1.text.count && $0.text.count > 1
    }
  }

  /// objdump -s
  private static let sectionHeading = Array("Contents of section".utf8)

  private static func isPrompt(_ line: TextLine) -> Bool {
    line.body.starts(with: "(gdb)".utf8) || line.body.starts(with: "(lldb)".utf8)
  }

  /// Whether the first words of lines are addresses, although nothing marks them.
  private static func hasPlainAddresses(_ all: [TextLine]) -> Bool {
    let lines = all.compactMap { $0.isStar ? nil : DumpLine(plainAddress: $0) }
    guard let first = lines.first, let word = first.words.first,
      lines.count == all.filter({ !$0.isStar }).count || isHeading(all[0])
    else { return false }
    // A line of a C array, or one number after the other.
    if lines.contains(where: { $0.isMarked && $0.words.first?.markedDigits != nil }) {
      return false
    }
    let isDifferent =
      first.isMarked || all.contains { $0.body.starts(with: sectionHeading) }
      || first.address.count != word.text.count
    if lines.count == 1 {
      let value = first.address(radix: 16)
      return isDifferent && (first.isMarked || value == 0 || first.words.count > 1)
    }
    if isDifferent { return lines.allSatisfy { $0.address.count == first.address.count } }
    let values = lines.map { $0.address(radix: 16) ?? 0 }
    // Of one width with the groups: only where they fit.
    let notations = DumpNotation.candidates(for: lines)
    return notations.contains { notation in
      guard let size = notation.groupSize else { return false }
      return zip(lines, zip(values, values.dropFirst())).allSatisfy { line, pair in
        pair.1 &- pair.0 == notation.run(of: line.words) * size
      }
    }
  }
}
