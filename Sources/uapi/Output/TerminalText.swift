/// Text that others chose, such as the names of processes, made safe for a terminal.
enum TerminalText {
  /// The text with a question mark for each control character, so that it can neither move the
  /// cursor nor change colours.
  static func printable(_ text: String) -> String {
    let isControl = { (scalar: Unicode.Scalar) in
      scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? "?" : $0 }))
  }
}
