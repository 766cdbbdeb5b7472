/// What an answer of a kernel says about one field.
public enum Presence: String, Hashable, Sendable, CaseIterable {
  /// The kernel filled the field, and all of it is in the answer. Only now it has a value.
  case present

  /// The kernel does not have the field, or the answer ends before it.
  case absent

  /// The kernel has the field, and the answer ends inside it.
  case truncated

  /// These bytes are the field on some kernels that could have given this answer, and padding,
  /// reserved or another field on others.
  case indeterminate
}
