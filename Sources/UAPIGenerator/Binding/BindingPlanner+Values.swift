internal import UAPIKnowledge
internal import UAPIStructs

/// What properties give.
extension BindingPlanner {
  /// What a property gives, and the raw type of the group that it is typed with.
  mutating func value(
    of field: KnownField, at places: [PlacedField], in known: KnownStruct, path: [JSONStep],
    type: String?, names: [String: String], groups: inout [BoundGroup], positions: [String: Int]
  ) throws(GeneratorError) -> BoundField.Value {
    guard field.content.isInteger else {
      if let type {
        throw document.error(
          .content, at: path, "'\(field.name)' is not an integer and cannot be a \(type)",
          remedy: "remove 'type'")
      }
      if case .record(let name) = field.content, let nested = names[name] { return .nested(nested) }
      let sizes = Set(field.places.map(\.field.size))
      let count = (field.newest ?? field.onlyElsewhere)?.size ?? 0
      if sizes.count > 1 {
        report.append(
          ReportEntry(
            .remark, "\(known.name).\(field.name)",
            "its size differs by release: the property has a value where it is the newest one",
            file: known.header))
      }
      return .bytes(count)
    }
    let widest = places.reduce(8) { max($0, $1.bits?.count ?? $1.size * 8) }
    let bits = [8, 16, 32, 64].first { $0 >= widest } ?? 64
    let integer = IntegerType(isSigned: field.content == .signed, bits: bits)
    guard let type else { return .integer(integer) }
    if let raw = spec.types[type] {
      guard raw == integer else {
        throw document.error(
          .content, at: path, "\(type) is made from \(raw), and '\(field.name)' is \(integer)",
          remedy: "declare \(type) with \(integer), or use another type")
      }
      return .wrapped(type, integer)
    }
    guard let index = positions[type] else {
      let known = groups.filter { $0.kind != .namespace }.map(\.name) + spec.types.keys
      throw document.error(
        .unknownName, at: path, "no group of constants is called '\(type)'",
        remedy: NearestWord.remedy(type, in: known))
    }
    if let raw = groups[index].type, raw != integer {
      throw document.error(
        .content, at: path, "\(type) is made from \(raw), and '\(field.name)' is \(integer)",
        remedy: "set the group's type to \(integer), or use another one")
    }
    groups[index].type = integer
    return .wrapped(type, integer)
  }
}
