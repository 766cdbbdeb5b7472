/// Text for a terminal.
enum TerminalText {
  /// Text that others chose, such as the name of a process, with a question mark for each character
  /// that could move the cursor, change colours, or turn the direction of writing.
  static func printable(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalars.append("?")
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }

  /// Appends the beginning of a line, as many columns as there are, and tells how many it took.
  ///
  /// Colours take no column. They end where the line is cut.
  @discardableResult
  static func append(
    _ line: some Collection<UInt8>, columns: Int, to text: inout [UInt8]
  ) -> Int {
    var width = 0
    var isSequence = false
    for byte in line {
      if isSequence {
        isSequence = byte != endOfColor
      } else if byte == escape {
        isSequence = true
      } else if byte & 0xC0 != 0x80 {
        if width == columns {
          text += "\u{1B}[0m".utf8
          return width
        }
        width += 1
      }
      text.append(byte)
    }
    return width
  }

  private static let escape: UInt8 = 0x1B
  private static let endOfColor = UInt8(ascii: "m")
}
