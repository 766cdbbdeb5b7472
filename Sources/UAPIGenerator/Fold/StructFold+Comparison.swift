internal import UAPIKnowledge
internal import UAPIStructs

/// Layouts against each other.
extension StructFold {
  /// Whether `layout` has every field of `other` at its place, and is not smaller.
  static func extends(_ layout: KnownGeneration, _ other: KnownGeneration) -> Bool {
    guard layout.size >= other.size else { return false }
    let positions = layout.fields.positions
    return other.fields.allSatisfy { field in
      field.isReserved
        || positions[field.name].map { agrees(layout.fields[$0], field) } ?? false
    }
  }

  /// Whether both layouts have the same fields at the same places.
  static func isSame(_ left: KnownGeneration, _ right: KnownGeneration) -> Bool {
    let (a, b) = (left.fields.filter { !$0.isReserved }, right.fields.filter { !$0.isReserved })
    guard left.size == right.size, a.count == b.count else { return false }
    let positions = b.positions
    return a.allSatisfy { field in
      positions[field.name].map { b[$0].bitRange == field.bitRange } ?? false
    }
  }

  /// Whether a field is where it was known to be; a struct inside it may have grown.
  static func agrees(_ field: PlacedField, _ known: PlacedField) -> Bool {
    if case .record = known.content, case .record = field.content {
      return field.offset == known.offset
    }
    return field.standsAt(known)
  }
}
