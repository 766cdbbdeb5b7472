internal import LibC

/// Bold text and colours of tables.
package struct Style {
  package let isColored: Bool

  package init(isColored: Bool) { self.isColored = isColored }

  package func bold(_ text: String) -> String { colored(text, 1) }
  package func dim(_ text: String) -> String { colored(text, 2) }

  /// A text in a colour, by its number in the sequences of terminals.
  package func colored(_ text: String, _ code: Int) -> String {
    isColored ? "\(TerminalText.escape)[\(code)m\(text)\(TerminalText.plain)" : text
  }

  /// Whether standard output wants colours: on a terminal, unless NO_COLOR says otherwise.
  package static var wantsColor: Bool {
    guard isatty(1) == 1 else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    if let terminal = getenv("TERM"), String(cString: terminal) == "dumb" { return false }
    return true
  }
}
