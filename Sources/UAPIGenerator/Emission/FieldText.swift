internal import UAPIKnowledge
internal import UAPIStructs

/// What documentation says about the history of structs and fields.
enum FieldText {
  /// `40 bytes in Linux 5.9, 96 bytes since Linux 6.10`.
  static func sizes(of known: KnownStruct) -> String {
    var parts: [String] = []
    let mainline = Array(known.mainline)
    for (index, generation) in mainline.enumerated() {
      let isNew = index == 0 || mainline[index - 1].size != generation.size
      guard isNew else { continue }
      let isLast = !mainline[index...].contains { $0.size != generation.size }
      if known.isOfKernels {
        parts.append("\(generation.size) bytes in Linux \(generation.since)")
      } else if index == 0 {
        parts.append("\(generation.size) bytes \(isLast ? "since" : "in") \(release(generation))")
      } else if isLast {
        parts.append("\(generation.size) bytes since \(release(generation))")
      }
    }
    return parts.joined(separator: ", ")
  }

  private static func release(_ generation: KnownGeneration) -> String {
    "Linux \(generation.since)" + (generation.orEarlier ? " or earlier" : "")
  }

  /// `since Linux 5.9`, `since Linux 3.14 or earlier`, or `in a header of Linux 6.1`.
  static func first(of field: KnownField, in known: KnownStruct) -> String {
    // Mainline layouts come before those of vendors.
    let first = field.places.map(\.generations.lowerBound).min() ?? 1
    guard known.generations.indices.contains(first - 1) else { return "in no release" }
    let generation = known.generations[first - 1]
    if let vendor = generation.vendor { return "in \(vendor)" }
    // What one kernel has says nothing of the next one.
    if known.isOfKernels, known.generations.count == 1 { return "in Linux \(generation.since)" }
    return "since \(release(generation))"
  }

  /// The documentation of a case of `Field`.
  static func line(for field: KnownField, in known: KnownStruct) -> String {
    let place = (field.newest ?? field.onlyElsewhere).map { place in
      place.bits.map { bits in
        "\(words(for: bits)) of the `\(place.type)` at byte \(place.offset)"
      } ?? "at byte \(place.offset)"
    }
    return "`\(field.name)`, \(place ?? "at no byte") \(first(of: field, in: known))"
      + (field.places.isEmpty ? " on \(machines(with: field.name, in: known))." : ".")
  }

  /// The paragraph of facts of a property: names, places, unit, releases.
  static func facts(_ bound: BoundField, in known: KnownStruct) -> String {
    let field = bound.field
    let unit = bound.documentation?.unit.flatMap(Self.unit) ?? ""
    var text = "`\(field.name)`: "
    let mainline = field.places.filter { $0.generations.lowerBound <= known.mainline.count }
    let places = mainline.isEmpty ? field.places : mainline
    if let place = field.onlyElsewhere {
      text +=
        words(for: place) + unit + "; only on \(machines(with: field.name, in: known)), "
        + first(of: field, in: known)
    } else if places.count == 1, let place = places.first {
      text += words(for: place.field) + unit + "; \(first(of: field, in: known))"
      if let gone = gone(after: place, in: known) { text += ", gone since Linux \(gone)" }
    } else {
      text +=
        places.enumerated().map { index, place in
          let isLast = index == places.count - 1
          let when = known.generations[place.generations.lowerBound - 1]
          var part =
            words(for: place.field) + (isLast ? " since " : " from ") + "Linux \(when.since)"
          if let gone = gone(after: place, in: known), isLast {
            part += " until before Linux \(gone)"
          }
          return part
        }.joined(separator: ", ") + unit
    }
    for layout in known.elsewhere {
      guard let own = field.newest, let other = layout.field(named: field.name),
        !own.isSamePlace(as: other)
      else { continue }
      text += "; \(words(for: other)) on \(WordList.joined(layout.machines))"
    }
    switch field.content {
    case .bigEndian: text += "; in network byte order there, in this machine's order here"
    case .littleEndian: text += "; least significant byte first there, in this machine's order here"
    default: break
    }
    text += "."
    if case .nested = bound.value {
      return text + " Holds what the kernel reported of it; `nil` if that is nothing."
    }
    text += " `nil` unless the kernel reported it."
    if bound.otherCounts.isEmpty { return text }
    return text + " Of a machine that has more or fewer bytes of it, ``rawBytes(of:)`` gives them."
  }

  /// The machines that have a field, in words.
  private static func machines(with name: String, in known: KnownStruct) -> String {
    WordList.joined(
      known.elsewhere.filter { $0.field(named: name) != nil }.flatMap(\.machines))
  }

  /// The first release that lacks a field at this place and at every other.
  private static func gone(after place: KnownField.Place, in known: KnownStruct) -> KernelRelease? {
    let next = place.generations.upperBound
    guard next < known.mainline.count else { return nil }
    return known.generations[next].since
  }

  private static func words(for place: PlacedField) -> String {
    guard let bits = place.bits else { return "`\(place.type)` at byte \(place.offset)" }
    return "\(words(for: bits)) of the `\(place.type)` at byte \(place.offset)"
  }

  private static func words(for bits: Range<Int>) -> String {
    bits.count == 1 ? "bit \(bits.lowerBound)" : "bits \(bits.lowerBound)..<\(bits.upperBound)"
  }

  /// A unit in words, for those that say something.
  private static func unit(_ unit: String) -> String? {
    switch unit {
    case "none", "state", "flags", "sequence", "count", "": nil
    case "ms": ", in milliseconds"
    case "us": ", in microseconds"
    case "s": ", in seconds"
    case "ns": ", in nanoseconds"
    case "bytes/s": ", in bytes per second"
    default: ", in \(unit)"
    }
  }
}
