package import UAPIHeaders
package import UAPIKnowledge
internal import UAPIStructs

/// Records as layouts of a history.
extension StructFold {
  /// The layout of a record in the form of a history.
  static func generation(
    of record: Record, since: KernelRelease, known: KnownStruct?, aliases: [AliasMacro]
  ) -> KnownGeneration {
    var names: [String: String] = [:]
    if let known {
      for alias in known.aliases { names[alias.name] = alias.field }
      let fields = Set(record.fields.map(\.name))
      let older = Set(known.generations.lazy.flatMap(\.fields).map(\.name))
      // A header gave a known field a new name, and left the old one as the second.
      for alias in aliases
      where alias.record == record.name && !fields.contains(alias.name)
        && fields.contains(alias.target) && older.contains(alias.name)
        && !older.contains(alias.target)
      {
        names[alias.target] = alias.name
      }
    }
    let spelled = Set(record.fields.map(\.name))
    let shared = fieldsThatShareBits(record.fields)
    var placed: [String: [PlacedField]] = [:]
    for field in known?.generations.lazy.flatMap(\.fields) ?? [] {
      placed[field.name, default: []].append(field)
    }
    let fields = record.fields.enumerated().map { index, field in
      // A header that made the second name of a field its first still has the same field.
      let name = names[field.name].flatMap { spelled.contains($0) ? nil : $0 } ?? field.name
      var bits: Range<Int>?
      if field.isBitField {
        let start = field.bitOffset - field.storageOffset * 8
        bits = start..<(start + field.bitWidth)
      }
      // A header is read for one machine; where the same place is known for i386, that stays so.
      let range = field.bitOffset..<field.bitOffset + field.bitWidth
      let onI386 = placed[name]?.last { $0.bitRange == range }?.offsetOnI386
      return PlacedField(
        name: name, type: field.typeName, content: content(of: field),
        offset: field.storageOffset, size: field.storageSize, bits: bits,
        offsetOnI386: onI386, isUnionMember: shared[index])
    }
    return KnownGeneration(
      since: since, size: record.size, alignment: record.alignment,
      fields: fields.enumerated().sorted {
        ($0.element.bitRange.lowerBound, $0.offset) < ($1.element.bitRange.lowerBound, $1.offset)
      }.map(\.element))
  }

  /// Which fields share bits with others: those of unions.
  static func fieldsThatShareBits(_ fields: [Field]) -> [Bool] {
    var shared = [Bool](repeating: false, count: fields.count)
    let order = fields.indices.filter { fields[$0].bitWidth > 0 }
      .sorted { fields[$0].bitOffset < fields[$1].bitOffset }
    // The field that reaches farthest of those before decides.
    var widest: (index: Int, end: Int)?
    for index in order {
      let end = fields[index].bitOffset + fields[index].bitWidth
      if let before = widest, fields[index].bitOffset < before.end {
        shared[before.index] = true
        shared[index] = true
      }
      if end > widest?.end ?? -1 { widest = (index, end) }
    }
    return shared
  }

  /// What a field holds.
  package static func content(of field: Field) -> FieldContent {
    let spelled = CTypes.content(of: field.typeName, size: field.storageSize)
    // The compiler knows what a type comes down to; only its spelling knows the order of bytes.
    switch field.kind {
    case .unsignedInteger, .signedInteger:
      guard field.isBitField || [1, 2, 4, 8].contains(field.storageSize) else { return .bytes }
      if spelled == .bigEndian || spelled == .littleEndian { return spelled ?? .unsigned }
      return field.kind == .signedInteger ? .signed : .unsigned
    case .pointer: return .unsigned
    case .record(let name): return .record(name)
    case .array, .flexibleArray, .floating, .other: return .bytes
    }
  }
}
