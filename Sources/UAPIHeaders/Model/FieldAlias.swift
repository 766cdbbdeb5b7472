/// A second name of a field: `#define new_name old_name` inside the body of its struct.
public struct FieldAlias: Hashable, Sendable {
  /// The second name.
  public let name: String
  /// The name of the field.
  public let target: String
  /// The name of the record that has the field.
  public let record: String
  /// Where it is defined.
  public let location: SourceLocation

  /// The alias with the given parts.
  public init(name: String, target: String, record: String, location: SourceLocation) {
    self.name = name
    self.target = target
    self.record = record
    self.location = location
  }
}
