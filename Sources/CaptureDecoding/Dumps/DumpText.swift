internal import UAPIText

/// Reads dumps: lines of digits, each with the address or the offset of its bytes before them.
///
/// The addresses are not bytes. They tell how many bytes each line has, which notation the groups are
/// in, where a line is missing, and how often `*` repeats a line.
enum DumpText {
  /// The bytes of a dump, or `nil` where the text is not one.
  static func answer(
    _ lines: [TextLine], words: WordOrder?
  ) throws(InputFailure) -> TextAnswer? {
    guard let dump = try DumpParts(lines) else { return nil }
    let layout = try DumpLayout.found(for: dump)
    let bytes = try DumpBytes(dump: dump, layout: layout, order: words).bytes()
    return TextAnswer(
      bytes: bytes, line: dump.lines[0].number, remark: try beginning(of: dump, layout: layout))
  }

  /// What is to be said of a dump that does not begin at 0.
  private static func beginning(
    of dump: DumpParts, layout: DumpLayout
  ) throws(InputFailure) -> String? {
    let first = dump.lines[0]
    let base = layout.addresses[0]
    // Addresses of memory begin anywhere; so do those of sections, which objdump prints.
    if base == 0 || first.hasPrefix || (first.isMarked && !dump.isPacket) || dump.isObject {
      return nil
    }
    // tcpdump and Wireshark always begin at 0.
    guard !dump.isPacket, first.hasColon || first.address.count > 4 else {
      throw InputFailure(
        line: first.number,
        reason: "the dump begins at \(first.text(of: base)): what is before it is missing")
    }
    let hasCharacters = layout.groups[0] < first.words.count
    guard dump.lines.count > 1 || dump.end != nil || first.hasColon || hasCharacters else {
      throw InputFailure(
        line: first.number, reason: "column 1: this may be an offset or the first bytes")
    }
    return "the dump begins at \(first.text(of: base)), not at 0: nothing before it is decoded"
  }
}
