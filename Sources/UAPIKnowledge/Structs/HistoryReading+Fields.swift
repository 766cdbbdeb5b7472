internal import UAPIStructs

/// The fields of a generation.
extension KnownStruct {
  /// The fields of the generation before, with what this one changes.
  func fields(
    of entry: HistoryFile.Generation, path: [JSONStep], in document: SourceDocument
  ) throws(GeneratorError) -> [PlacedField] {
    var fields = mainline.last?.fields ?? []
    var names = Set(fields.map(\.name))
    var removed: Set<String> = []
    for (index, name) in entry.removed.enumerated() {
      guard names.remove(name) != nil else {
        throw document.error(
          .history, at: path + [.key("removed"), .index(index)],
          "'\(name)' was not in the generation before",
          remedy: NearestWord.remedy(name, in: fields.map(\.name)))
      }
      removed.insert(name)
    }
    fields.removeAll { removed.contains($0.name) }
    var positions = fields.positions
    var changed: Set<String> = []
    for (index, field) in entry.fields.enumerated() {
      let path = path + [.key("fields"), .index(index)]
      guard changed.insert(field.name).inserted else {
        throw document.error(
          .history, at: path + [.key("name")], "'\(field.name)' is in this generation twice",
          remedy: "remove one of them")
      }
      let placed = try Self.place(field, in: entry, path: path, document: document)
      if let position = positions[field.name] {
        fields[position] = placed
      } else {
        positions[field.name] = fields.count
        fields.append(placed)
      }
    }
    for field in fields where field.offset &+ field.size > entry.size {
      throw document.error(
        .history, at: path + [.key("size")],
        "'\(field.name)' ends at byte \(field.offset &+ field.size), the struct at \(entry.size)",
        remedy: "correct the size, or name the field in 'removed'")
    }
    // A reserved field gives way to what takes its bytes.
    let fresh = fields.filter { changed.contains($0.name) }
    fields.removeAll { old in
      old.isReserved && !changed.contains(old.name)
        && fresh.contains { $0.bitRange.overlaps(old.bitRange) }
    }
    try checkOverlaps(fields, changed: changed, entry: entry, path: path, document: document)
    return fields.enumerated().sorted {
      ($0.element.bitRange.lowerBound, $0.offset) < ($1.element.bitRange.lowerBound, $1.offset)
    }.map(\.element)
  }

  private static func place(
    _ field: HistoryFile.Field, in entry: HistoryFile.Generation, path: [JSONStep],
    document: SourceDocument
  ) throws(GeneratorError) -> PlacedField {
    guard CIdentifier.isValid(field.name) else {
      throw document.error(
        .history, at: path + [.key("name")], "'\(field.name)' is not a C identifier",
        remedy: "write the field's name as the header does")
    }
    var bits: Range<Int>?
    if let offset = field.bitOffset, let width = field.bitWidth {
      // Bits of a packed struct can touch nine bytes.
      guard field.size <= 9, offset + width <= field.size * 8 else {
        throw document.error(
          .history, at: path + [.key("bit_offset")],
          "bits \(offset)..<\(offset + width) of '\(field.name)' are outside its \(field.size) bytes",
          remedy: "correct 'bit_offset', 'bit_width' or 'size'")
      }
      bits = offset..<(offset + width)
    }
    guard field.offset + field.size <= entry.size else {
      throw document.error(
        .history, at: path + [.key("offset")],
        "'\(field.name)' ends at byte \(field.offset + field.size), the struct at \(entry.size)",
        remedy: "correct 'offset', or the size of the generation")
    }
    if let offset = field.offsetOnI386, offset + field.size > entry.sizeOnI386 ?? entry.size {
      throw document.error(
        .history, at: path + [.key("offset_i386")],
        "'\(field.name)' ends at byte \(offset + field.size) on i386, after the struct",
        remedy: "correct 'offset_i386' or 'size_i386'")
    }
    let content = CTypes.content(of: field.type, size: field.size) ?? .bytes
    if content.isInteger, bits == nil, ![1, 2, 4, 8].contains(field.size) {
      throw document.error(
        .history, at: path + [.key("size")],
        "'\(field.name)' is an integer of \(field.size) bytes", remedy: "write 1, 2, 4 or 8")
    }
    return PlacedField(
      name: field.name, type: field.type, content: content, offset: field.offset, size: field.size,
      bits: bits, offsetOnI386: field.offsetOnI386, isUnionMember: field.isUnionMember)
  }

  /// Fields share bytes only as members of a union: they say so, or a struct starts where the other starts.
  private func checkOverlaps(
    _ fields: [PlacedField], changed: Set<String>, entry: HistoryFile.Generation, path: [JSONStep],
    document: SourceDocument
  ) throws(GeneratorError) {
    if isUnion { return }
    let sorted = fields.sorted { $0.bitRange.lowerBound < $1.bitRange.lowerBound }
    // The field that reaches farthest of those that started decides whether the next one overlaps.
    var widest: PlacedField?
    for field in sorted {
      defer {
        if widest.map({ $0.bitRange.upperBound < field.bitRange.upperBound }) ?? true {
          widest = field
        }
      }
      guard let other = widest, other.bitRange.overlaps(field.bitRange) else { continue }
      let isUnionMember =
        other.isUnionMember && field.isUnionMember
        || other.offset == field.offset && (other.content.isRecord || field.content.isRecord)
      if isUnionMember { continue }
      // Point at the one that this generation names.
      let (guilty, victim) = changed.contains(field.name) ? (field, other) : (other, field)
      let index = entry.fields.firstIndex { $0.name == guilty.name }
      throw document.error(
        .history,
        at: index.map { path + [.key("fields"), .index($0), .key("offset")] } ?? path,
        "'\(guilty.name)' (\(guilty.placeInWords)) overlaps '\(victim.name)' (\(victim.placeInWords)) "
          + "in \(entry.since)",
        remedy: "correct one of the offsets, or name the field that is gone in 'removed'")
    }
  }
}
