package import UAPIStructs
package import UAPIText

extension Style {
  /// The mark of a presence: one column wide.
  package func mark(_ presence: Presence) -> String {
    switch presence {
    case .present: colored("●", 32)
    case .absent: colored("○", 2)
    case .truncated: colored("◐", 33)
    case .indeterminate: colored("?", 33)
    }
  }

  /// A line about a field.
  package func line(_ text: String, _ presence: Presence) -> String {
    presence == .absent ? dim(text) : text
  }
}
