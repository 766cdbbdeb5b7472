internal import UAPIText

/// Where the bytes of a dump are, as its addresses tell.
struct DumpLayout {
  let notation: DumpNotation
  /// How many bytes a group has.
  let groupSize: Int
  /// The address of each line, and the one after the last byte.
  private(set) var addresses: [Int] = []
  /// How many groups each line has, and how many bytes.
  private(set) var groups: [Int] = []
  private(set) var sizes: [Int] = []
  /// The bytes of each group of each line, the most significant digits first.
  private(set) var values: [[[UInt8]]] = []
  /// How many bytes there are in all.
  private var count = 0

  /// The layout in which all lines fit together.
  static func found(for dump: DumpParts) throws(InputFailure) -> DumpLayout {
    var furthest: InputFailure?
    for notation in DumpNotation.candidates(for: dump.lines) {
      var fitting: [DumpLayout] = []
      for radix in dump.radixes(notation) {
        do throws(InputFailure) {
          fitting.append(try DumpLayout(dump, notation: notation, radix: radix))
        } catch {
          if error.line ?? 0 > furthest?.line ?? 0 { furthest = error }
        }
      }
      guard let first = fitting.first else { continue }
      guard !dump.hidesBase(notation) || fitting.allSatisfy({ $0.count == first.count }) else {
        throw InputFailure(
          line: dump.end?.number ?? dump.lines[0].number,
          reason: "the offsets may be octal (od), decimal (od -A d) or hexadecimal (hexdump), and "
            + "'*' hides which: print all lines, with -v")
      }
      return first
    }
    throw furthest
      ?? InputFailure(
        line: dump.lines[0].number, reason: "what follows the offset is not bytes in digits")
  }

  private init(
    _ dump: DumpParts, notation: DumpNotation, radix: Int
  ) throws(InputFailure) {
    self.notation = notation
    for line in dump.lines + (dump.end.map { [$0] } ?? []) {
      guard let address = line.address(radix: radix) else {
        throw InputFailure(line: line.number, reason: "column 1: the offset is not a number")
      }
      addresses.append(address)
    }
    let runs = dump.lines.map { notation.run(of: $0.words) }
    if let size = notation.groupSize, size > 0 {
      groupSize = size
    } else {
      groupSize = try Self.groupSize(dump, runs, addresses)
    }
    // Where the characters of lines so far begin.
    var column: Int?
    for (index, line) in dump.lines.enumerated() {
      let split = DumpSplit(line, run: runs[index], groupSize: groupSize, column: column)
      guard split.groups > 0 else {
        throw InputFailure(
          line: line.number, reason: "column \(line.column(of: 0)): the bytes are not digits")
      }
      let isBefore = index + 1 < addresses.count && !dump.isRepeated[index]
      if isBefore {
        try fit(dump, index, split)
      } else {
        groups.append(split.groups)
        sizes.append(line.size(split.groups, notation, groupSize))
        if dump.isRepeated[index] { try checkRepetition(dump, index, radix) }
      }
      values.append(try line.values(groups[index], notation, groupSize))
      if let found = line.column(after: groups[index]) { column = min(column ?? found, found) }
    }
    let last = dump.isRepeated[sizes.count - 1] ? addresses[sizes.count] : nil
    count = (last ?? addresses[sizes.count - 1] &+ sizes[sizes.count - 1]) &- addresses[0]
    guard (0...TextAnswer.byteLimit).contains(count) else {
      throw InputFailure(
        line: dump.lines[0].number, reason: "more than \(TextAnswer.byteLimit) bytes")
    }
  }

  /// Takes as many groups of a line as the next address asks for.
  private mutating func fit(
    _ dump: DumpParts, _ index: Int, _ split: DumpSplit
  ) throws(InputFailure) {
    let line = dump.lines[index]
    let (start, next) = (addresses[index], addresses[index + 1])
    let size = next &- start
    let count = size > 0 ? (size - 1) / groupSize + 1 : 0
    // The last group of a file can have fewer bytes than its digits say.
    guard count > 0, split.allows(count),
      index + 1 == dump.lines.count || line.size(count, notation, groupSize) == size
    else {
      let after = start &+ line.size(split.groups, notation, groupSize)
      throw InputFailure(
        line: dump.number(after: index),
        reason: "column 1: the offset is \(line.text(of: next)) after \(line.text(of: after)) bytes"
      )
    }
    groups.append(count)
    sizes.append(size)
  }

  /// Only at the end may the last of the lines that `*` replaces be shorter, and not for od.
  private func checkRepetition(
    _ dump: DumpParts, _ index: Int, _ radix: Int
  ) throws(InputFailure) {
    let left = addresses[index + 1] &- addresses[index] &- sizes[index]
    let isEnd = index + 1 == dump.lines.count && radix == 16
    guard left > 0, isEnd || left.isMultiple(of: sizes[index]) else {
      throw InputFailure(
        line: dump.number(after: index),
        reason: "column 1: the offset after '*' fits no number of repeated lines")
    }
  }

  /// How many bytes a group has, as the addresses of two lines tell.
  private static func groupSize(
    _ dump: DumpParts, _ runs: [Int], _ addresses: [Int]
  ) throws(InputFailure) -> Int {
    for index in addresses.indices.dropLast() where !dump.isRepeated[index] && runs[index] > 0 {
      let size = addresses[index + 1] &- addresses[index]
      let isLast = index + 1 == dump.lines.count
      guard size > 0, isLast || size.isMultiple(of: runs[index]) else { continue }
      let groupSize = (size - 1) / runs[index] + 1
      if [1, 2, 4, 8].contains(groupSize) { return groupSize }
    }
    throw InputFailure(
      line: dump.lines[0].number,
      reason: "how many bytes each of these numbers has is not told: print them as bytes")
  }
}

extension DumpLine {
  /// Where the characters begin, after so many groups.
  func column(after groups: Int) -> Int? {
    guard groups < words.count else { return nil }
    return words[groups].text.startIndex - address.startIndex
  }

  /// Whether the last of so many groups has fewer digits than the others.
  func isPartial(_ groups: Int, _ notation: DumpNotation) -> Bool {
    guard case .hex(let digits) = notation, groups > 0 else { return false }
    return words[groups - 1].text.count < digits
  }

  /// How many bytes so many groups have.
  func size(_ groups: Int, _ notation: DumpNotation, _ groupSize: Int) -> Int {
    guard isPartial(groups, notation) else { return groups * groupSize }
    return (groups - 1) * groupSize + words[groups - 1].text.count / 2
  }

  /// The bytes of the groups with which the line begins.
  func values(
    _ groups: Int, _ notation: DumpNotation, _ groupSize: Int
  ) throws(InputFailure) -> [[UInt8]] {
    var values: [[UInt8]] = []
    values.reserveCapacity(groups)
    for (index, word) in words.prefix(groups).enumerated() {
      guard let bytes = notation.bytes(word, size: groupSize) else {
        let text = TerminalText.printable(String(decoding: word.text.prefix(24), as: UTF8.self))
        throw InputFailure(
          line: number,
          reason: "column \(column(of: index)): '\(text)' is not a number of \(groupSize) bytes")
      }
      values.append(bytes)
    }
    return values
  }

  /// The number that the address is. Those of a kernel, which are above half of all, are negative:
  /// only their distances count.
  func address(radix: Int) -> Int? {
    UInt64(String(decoding: address, as: UTF8.self), radix: radix).map {
      Int(truncatingIfNeeded: $0)
    }
  }

  /// An address as the dump writes it.
  func text(of address: Int) -> String {
    let address = UInt(bitPattern: address)
    return isMarked ? "0x" + String(address, radix: 16) : String(address)
  }
}
