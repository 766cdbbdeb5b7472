/// A field with all its places.
package struct KnownField: Hashable, Sendable {
  package var name: String
  package var content: FieldContent
  package var isReserved: Bool
  /// The places with the numbers, counted from 1, of the generations that have them: vendors' first, then those of the
  /// mainline, oldest first.
  package var places: [Place]

  /// A place and its generations.
  package struct Place: Hashable, Sendable {
    package var field: PlacedField
    package var generations: ClosedRange<Int>
  }

  /// What the field is like where only some machines have it.
  package var onlyElsewhere: PlacedField?

  /// The place that counts now.
  package var newest: PlacedField? { places.last?.field }

  package static func all(in known: KnownStruct) -> [KnownField] {
    var order: [String] = []
    var places: [String: [Place]] = [:]
    for (index, generation) in known.generations.enumerated() {
      let number = index + 1
      for field in generation.fields {
        if places[field.name] == nil { order.append(field.name) }
        var found = places[field.name, default: []]
        if let last = found.last, last.generations.upperBound == index,
          last.field.isSamePlace(as: field)
        {
          // The youngest spelling of the type counts, and a place on i386 that is known stays known.
          var merged = field
          merged.offsetOnI386 = field.offsetOnI386 ?? last.field.offsetOnI386
          found[found.count - 1] = Place(
            field: merged, generations: last.generations.lowerBound...number)
        } else {
          found.append(Place(field: field, generations: number...number))
        }
        places[field.name] = found
      }
    }
    let mainline = known.mainline.count
    var onlyElsewhere: [String: PlacedField] = [:]
    for field in known.elsewhere.flatMap(\.fields)
    where places[field.name] == nil && onlyElsewhere[field.name] == nil {
      order.append(field.name)
      onlyElsewhere[field.name] = field
    }
    let fields = order.map { name in
      let all = places[name] ?? []
      let sorted =
        all.filter { $0.generations.lowerBound > mainline }
        + all.filter { $0.generations.lowerBound <= mainline }
      return KnownField(
        name: name, content: (sorted.last?.field ?? onlyElsewhere[name])?.content ?? .bytes,
        isReserved: PlacedField.isReserved(name), places: sorted,
        onlyElsewhere: onlyElsewhere[name])
    }
    return fields.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.isReserved != b.isReserved { return b.isReserved }
      if a.places.isEmpty != b.places.isEmpty { return b.places.isEmpty }
      let (start, other) = (a.newest?.bitRange.lowerBound ?? 0, b.newest?.bitRange.lowerBound ?? 0)
      return (start, left.offset) < (other, right.offset)
    }.map(\.element)
  }
}
