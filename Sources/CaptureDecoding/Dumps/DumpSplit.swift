internal import UAPIText

/// Where the groups of a line end and its characters begin.
///
/// Characters can look like digits. What decides is, in this order: bars around them; that they show
/// the bytes before them; the column in which the lines before have theirs; white space.
struct DumpSplit {
  let groups: Int
  private let line: DumpLine
  private let run: Int
  private let groupSize: Int

  /// - Parameters:
  ///   - line: the line.
  ///   - run: how many of its words look like groups.
  ///   - groupSize: how many bytes a group has.
  ///   - column: where the characters of lines before it begin, counted from the address.
  init(_ line: DumpLine, run: Int, groupSize: Int, column: Int?) {
    self.line = line
    self.run = run
    self.groupSize = groupSize
    groups = Self.groups(of: line, run: run, groupSize: groupSize, column: column)
  }

  private static func groups(
    of line: DumpLine, run: Int, groupSize: Int, column: Int?
  ) -> Int {
    if let delimited = CharacterColumn.delimited(in: line, after: run) { return delimited.words }
    // No tool prints more groups in a line; a longer line has no characters.
    guard run <= 512 else { return run }
    let shown = (1...max(run, 1)).reversed().first { count in
      count <= run && line.showsCharacters(after: count, groupSize: groupSize)
    }
    if let shown { return shown }
    if let column {
      let before = line.words.prefix(run)
        .prefix { $0.text.startIndex - line.address.startIndex < column }
      if !before.isEmpty { return before.count }
    }
    guard run < line.words.count, run > 0, line.words[run].gap < 2 else { return run }
    // Words that look like groups are the beginning of the characters, after the last wide gap.
    return (1..<max(run, 1)).reversed().first { line.words[$0].gap >= 2 } ?? run
  }

  /// Whether the line can have so many groups: what is left would have to be characters.
  func allows(_ count: Int) -> Bool {
    guard count <= run else { return false }
    guard count < groups else { return true }
    guard line.words[count].gap > 1 else { return false }
    return line.rest(after: count).drop(while: Ascii.isSpace).count <= count * groupSize
  }
}

extension DumpLine {
  /// Whether the characters after so many groups show their bytes, in either order.
  func showsCharacters(after count: Int, groupSize: Int) -> Bool {
    guard count < words.count, words[count].gap > 1 || !words[count].isHex else { return false }
    let bytes = words.prefix(count).map { Hex.bytes($0.text) ?? [] }
    let memory = Array(bytes.joined())
    guard memory.count >= count else { return false }
    return characters(after: count, of: memory.count).contains {
      CharacterColumn.shows($0, memory)
        || CharacterColumn.shows($0, bytes.flatMap { $0.reversed() })
    }
  }

  /// What the characters of so many bytes may be: white space can be the first of them, and can
  /// have been lost at the end.
  func characters(after count: Int, of size: Int) -> [ArraySlice<UInt8>] {
    let rest = rest(after: count)
    if let delimited = CharacterColumn.delimited(in: self, after: count) {
      return [delimited.characters]
    }
    let trimmed = rest.drop(while: Ascii.isSpace)
    guard !trimmed.isEmpty, trimmed.count <= size else { return [] }
    let candidates = [rest.suffix(size), rest.dropFirst(2), trimmed]
    return candidates.filter { candidate in
      rest[..<candidate.startIndex].contains(where: Ascii.isSpace)
    }
  }
}
