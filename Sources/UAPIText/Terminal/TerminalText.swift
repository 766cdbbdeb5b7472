/// Text for a terminal.
package enum TerminalText {
  /// What sequences that this program puts into its output begin with: only those go out.
  package static let escape = VisibleText.escape
  /// What ends a colour.
  package static let plain = escape + "[0m"

  /// Text that others chose, such as the name of a process, with a question mark for each character
  /// that could move the cursor, change colours, or turn the direction of writing.
  package static func printable(_ text: String) -> String { VisibleText.printable(text) }

  /// Appends the beginning of a line, as many columns as there are, and tells how many it took.
  ///
  /// Colours take no column. They end where the line is cut.
  @discardableResult
  package static func append(
    _ line: some Collection<UInt8>, columns: Int, to text: inout [UInt8]
  ) -> Int {
    var width = 0
    var isSequence = false
    for byte in line {
      if isSequence {
        isSequence = byte != endOfColor
      } else if byte == escapeCharacter {
        isSequence = true
      } else if byte & 0xC0 != 0x80 {
        if width == columns {
          text += plain.utf8
          return width
        }
        width += 1
      }
      text.append(byte)
    }
    return width
  }

  private static let escapeCharacter: UInt8 = 0x1B
  private static let endOfColor = UInt8(ascii: "m")
}
