internal import LibC

internal import UAPIStructs

/// Marks and colours of the tables.
struct Style {
  var isColored: Bool

  /// The mark of a presence: one column wide.
  func mark(_ presence: Presence) -> String {
    switch presence {
    case .present: colored("●", 32)
    case .absent: colored("○", 2)
    case .truncated: colored("◐", 33)
    case .indeterminate: colored("?", 33)
    }
  }

  /// The mark of a finding: one column wide.
  func mark(_ severity: CheckFinding.Severity) -> String {
    switch severity {
    case .ok: colored("✓", 32)
    case .note: colored("!", 33)
    case .problem: colored("✗", 31)
    }
  }

  /// A line about a field.
  func line(_ text: String, _ presence: Presence) -> String {
    presence == .absent ? dim(text) : text
  }

  func bold(_ text: String) -> String { colored(text, 1) }
  func dim(_ text: String) -> String { colored(text, 2) }

  private func colored(_ text: String, _ code: Int) -> String {
    isColored ? "\(TerminalText.escape)[\(code)m\(text)\(TerminalText.plain)" : text
  }

  /// Whether standard output wants colours: on a terminal, unless NO_COLOR says otherwise.
  static var wantsColor: Bool {
    guard isatty(1) == 1 else { return false }
    if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
    if let terminal = getenv("TERM"), String(cString: terminal) == "dumb" { return false }
    return true
  }
}
