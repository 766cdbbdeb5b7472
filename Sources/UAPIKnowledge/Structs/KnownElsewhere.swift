/// A struct on machines that lay it out otherwise than most do.
package struct KnownElsewhere: Hashable, Sendable {
  /// The machines as `uname -m` names them.
  package var machines: [String]
  package var size: Int
  package var alignment: Int
  /// All fields.
  package var fields: [PlacedField] { didSet { positions = fields.positions } }
  /// What makes the difference, in words; `nil` where every byte means the same, and the struct
  /// only may be at other addresses.
  package var reason: String?
  /// Where each name is.
  private var positions: [String: Int]

  package init(machines: [String], size: Int, alignment: Int, fields: [PlacedField]) {
    self.machines = machines
    self.size = size
    self.alignment = alignment
    self.fields = fields
    positions = fields.positions
  }

  /// The field of a name.
  package func field(named name: String) -> PlacedField? { positions[name].map { fields[$0] } }
}
