internal import UAPIText

/// The characters that a dump shows next to its digits.
enum CharacterColumn {
  /// Whether characters show these bytes: themselves, or a placeholder where they cannot be printed.
  ///
  /// White space at the end may be missing, as it is often lost on the way.
  static func shows(_ characters: ArraySlice<UInt8>, _ bytes: [UInt8]) -> Bool {
    guard characters.count <= bytes.count else { return false }
    let missing = bytes.dropFirst(characters.count)
    guard missing.allSatisfy({ $0 == Ascii.space }) else { return false }
    return zip(characters, bytes).allSatisfy { character, byte in
      let isPrintable = (0x20..<0x7F).contains(byte)
      return isPrintable
        ? character == byte : character == placeholder || character == Ascii.space
    }
  }

  private static let placeholder = UInt8(ascii: ".")

  /// The characters between bars, and how many words are before them: hexdump -C, od -t x1z.
  static func delimited(
    in line: DumpLine, after run: Int
  ) -> (words: Int, characters: ArraySlice<UInt8>)? {
    guard run < line.words.count, let open = line.words[run].text.first,
      let close = line.words.last?.text.last
    else { return nil }
    let isBar = open == UInt8(ascii: "|") && close == open
    let isAngle = open == UInt8(ascii: ">") && close == UInt8(ascii: "<")
    let text = line.rest(after: run).drop(while: Ascii.isSpace)
    guard isBar || isAngle, text.count > 1 else { return nil }
    return (run, text.dropFirst().dropLast())
  }
}
