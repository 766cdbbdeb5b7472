internal import UAPIText

extension Style {
  /// The mark of a finding: one column wide.
  func mark(_ severity: CheckFinding.Severity) -> String {
    switch severity {
    case .ok: colored("✓", 32)
    case .note: colored("!", 33)
    case .problem: colored("✗", 31)
    }
  }
}
