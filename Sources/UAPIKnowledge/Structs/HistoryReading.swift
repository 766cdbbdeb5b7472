internal import UAPIStructs

extension KnownStruct {
  /// Reads a text.
  package init(path: String, text: String) throws(GeneratorError) {
    try self.init(SourceDocument(path: path, text: text))
  }

  /// Reads a history file, and checks that it can be true.
  package init(_ document: SourceDocument) throws(GeneratorError) {
    let file = try document.decode(HistoryFile.self)
    try self.init(file, document: document)
  }

  private init(_ file: HistoryFile, document: SourceDocument) throws(GeneratorError) {
    guard CIdentifier.isPath(file.name) else {
      throw document.error(
        .history, at: [.key("struct")], "'\(file.name)' is not a C identifier",
        cure: "write the struct's tag as the header does")
    }
    guard HeaderName.isValid(file.header) else {
      throw document.error(
        .history, at: [.key("header")], "'\(file.header)' is not the name of a header",
        cure: HeaderName.cure)
    }
    self.init(
      name: file.name, isUnion: file.isUnion, header: file.header, zeroFilled: file.zeroFilled,
      alignedToPointers: file.alignedToPointers,
      knownThrough: file.knownThrough, generations: [])
    guard !file.generations.isEmpty else {
      throw document.error(
        .history, at: [.key("generations")], "the history of \(file.name) has no generation",
        cure: "add the first layout")
    }
    guard file.generations.count <= Self.mostGenerations else {
      throw document.error(
        .history, at: [.key("generations"), .index(Self.mostGenerations)],
        "the history of \(file.name) has \(file.generations.count) generations",
        cure: "keep the youngest \(Self.mostGenerations)")
    }
    for (index, entry) in file.generations.enumerated() {
      let path: [JSONStep] = [.key("generations"), .index(index)]
      try checkOrder(of: entry, path: path, in: document)
      let fields = try self.fields(of: entry, path: path, in: document)
      generations.append(
        KnownGeneration(
          since: entry.since, orEarlier: entry.orEarlier, vendor: entry.vendor, size: entry.size,
          alignment: entry.alignment, sizeOnI386: entry.sizeOnI386, fields: fields))
    }
    if let last = mainline.last, last.since > knownThrough {
      throw document.error(
        .history, at: [.key("known_through")],
        "'known_through' is \(knownThrough), but a generation starts in \(last.since)",
        cure: "raise it to \(last.since) or later")
    }
    try takeAliases(file.aliases, document: document)
  }

  /// As many generations as one set of them can tell apart.
  package static let mostGenerations = 62

  private func checkOrder(
    of entry: HistoryFile.Generation, path: [JSONStep], in document: SourceDocument
  ) throws(GeneratorError) {
    if entry.orEarlier, !generations.isEmpty {
      throw document.error(
        .history, at: path + [.key("or_earlier")], onKey: true,
        "only the first generation can be older than its release", cure: "remove 'or_earlier'")
    }
    guard entry.vendor == nil, let before = generations.last else { return }
    guard before.vendor == nil else {
      throw document.error(
        .history, at: path, "a mainline generation follows a vendor's",
        cure: "put the generations of vendors last")
    }
    guard entry.since > before.since else {
      throw document.error(
        .history, at: path + [.key("since")],
        "this generation is of \(entry.since), the one before of \(before.since)",
        cure: "put the generations in the order of their releases")
    }
    guard entry.size >= before.size else {
      throw document.error(
        .history, at: path + [.key("size")],
        "the struct shrinks from \(before.size) to \(entry.size) bytes in \(entry.since)",
        cure: "kernel structs only grow: check both sizes")
    }
  }

  /// The fields of the generation before, with what this one changes.
  private func fields(
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
          cure: NearestWord.cure(name, in: fields.map(\.name)))
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
          .history, at: path + [.key("name")], "'\(field.name)' stands in this generation twice",
          cure: "remove one of them")
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
        cure: "correct the size, or name the field in 'removed'")
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
        .history, at: path + [.key("name")], "'\(field.name)' is no C identifier",
        cure: "write the field's name as the header does")
    }
    var bits: Range<Int>?
    if let offset = field.bitOffset, let width = field.bitWidth {
      // Bits of a packed struct can touch nine bytes.
      guard field.size <= 9, offset + width <= field.size * 8 else {
        throw document.error(
          .history, at: path + [.key("bit_offset")],
          "bits \(offset)..<\(offset + width) of '\(field.name)' are outside its \(field.size) bytes",
          cure: "correct 'bit_offset', 'bit_width' or 'size'")
      }
      bits = offset..<(offset + width)
    }
    guard field.offset + field.size <= entry.size else {
      throw document.error(
        .history, at: path + [.key("offset")],
        "'\(field.name)' ends at byte \(field.offset + field.size), the struct at \(entry.size)",
        cure: "correct 'offset', or the size of the generation")
    }
    if let offset = field.offsetOnI386, offset + field.size > entry.sizeOnI386 ?? entry.size {
      throw document.error(
        .history, at: path + [.key("offset_i386")],
        "'\(field.name)' ends at byte \(offset + field.size) on i386, behind the struct",
        cure: "correct 'offset_i386' or 'size_i386'")
    }
    let content = CTypes.content(of: field.type, size: field.size) ?? .bytes
    if content.isInteger, bits == nil, ![1, 2, 4, 8].contains(field.size) {
      throw document.error(
        .history, at: path + [.key("size")],
        "'\(field.name)' is an integer of \(field.size) bytes", cure: "write 1, 2, 4 or 8")
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
        cure: "correct one of the offsets, or name the field that is gone in 'removed'")
    }
  }

  private mutating func takeAliases(
    _ aliases: [HistoryFile.Alias], document: SourceDocument
  ) throws(GeneratorError) {
    let names = Set(generations.flatMap { $0.fields.map(\.name) })
    var seen: Set<String> = []
    for (index, alias) in aliases.enumerated() {
      let path: [JSONStep] = [.key("aliases"), .index(index)]
      guard names.contains(alias.of) else {
        throw document.error(
          .history, at: path + [.key("of")], "no generation has a field '\(alias.of)'",
          cure: NearestWord.cure(alias.of, in: names))
      }
      guard CIdentifier.isValid(alias.name), !names.contains(alias.name),
        seen.insert(alias.name).inserted
      else {
        throw document.error(
          .history, at: path + [.key("name")], "'\(alias.name)' cannot be a second name",
          cure: "a second name is a C identifier that no field and no other alias has")
      }
      self.aliases.append(FieldAlias(alias.name, of: alias.of, since: alias.since))
    }
  }
}
