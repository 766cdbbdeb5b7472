/// One field of an answer.
public struct DecodedField<Field: UAPIField>: Hashable, Sendable {
  /// The field.
  public let field: Field
  /// What the answer says about it.
  public let presence: Presence
  /// The value, where it is present.
  public let value: FieldValue?
}
