/// A second name of a field: `#define new_name old_name` inside the body of its struct.
package struct AliasMacro: Hashable, Sendable {
  /// The second name.
  package let name: String
  /// The name of the field.
  package let target: String
  /// The name of the record that has the field.
  package let record: String
  /// Where it is defined.
  package let location: SourceLocation

  /// The alias with the given parts.
  package init(name: String, target: String, record: String, location: SourceLocation) {
    self.name = name
    self.target = target
    self.record = record
    self.location = location
  }
}
