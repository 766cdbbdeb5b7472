internal import UAPIGenerator
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

extension Record {
  /// The struct of a kernel as a header spells it.
  ///
  /// A kernel's types have lost the names that are macros, such as `__aligned_u64`, and it may have a
  /// type of its own where the header has one for programs. Where both come down to the same, the
  /// header's spelling stays, and so does the name of a field of which the kernel has the second one.
  /// An alignment that was asked for leaves no trace where the size is a multiple of it anyhow.
  func spelled(like layouts: [KnownGeneration], aliases: [FieldAlias]) -> Record {
    let known = Dictionary(grouping: layouts.flatMap(\.fields), by: \.name)
    let firstNames = Dictionary(
      aliases.map { ($0.name, $0.field) }, uniquingKeysWith: { first, _ in first })
    let own = Set(fields.map(\.name))
    let fields = fields.map { field in
      var name = field.name
      if known[name] == nil, let first = firstNames[name], !own.contains(first) {
        name = first
      }
      let twin = known[name]?.first { field.comesDown(to: $0) }
      return Field(
        name: name, typeName: twin?.type ?? field.typeName, kind: field.kind,
        bitOffset: field.bitOffset, bitWidth: field.bitWidth, isBitField: field.isBitField,
        storageOffset: field.storageOffset, storageSize: field.storageSize,
        location: field.location)
    }
    let attribute = layouts.first?.alignment ?? 0
    return Record(
      name: self.name, kind: kind, size: size,
      alignment: attribute > alignment && size % attribute == 0 ? attribute : alignment,
      fields: fields, header: header, location: location)
  }
}

extension Field {
  /// Whether a field of a history is the same but for its spelling.
  fileprivate func comesDown(to known: PlacedField) -> Bool {
    guard known.offset == storageOffset, known.size == storageSize,
      known.bitRange == bitOffset..<(bitOffset + bitWidth), (known.bits != nil) == isBitField
    else { return false }
    let dimensions = { (type: String) in type.drop { $0 != "[" }.filter { $0 != " " } }
    guard dimensions(typeName) == dimensions(known.type) else { return false }
    // Of a type that a history knows by name only, the size is all there is to compare.
    return known.content == .bytes || StructFold.content(of: self) == known.content
  }
}

extension HeaderModel {
  /// The model of a kernel with the structs spelled as their histories spell them.
  func spelled(like knowledge: Knowledge) throws(GeneratorError) -> HeaderModel {
    var records = records
    for (index, record) in records.enumerated() {
      guard let known = try knowledge.history(of: record.name) else { continue }
      records[index] = record.spelled(like: known)
    }
    return HeaderModel(
      root: root, release: release, headers: headers, records: records, enums: enums,
      macros: macros, fieldAliases: fieldAliases, unsupported: unsupported)
  }
}

extension Record {
  /// The struct of a kernel as its history spells it; of several spellings the youngest.
  func spelled(like known: KnownStruct) -> Record {
    let vendors = known.generations.dropFirst(known.mainline.count)
    return spelled(like: known.mainline.reversed() + vendors, aliases: known.aliases)
  }
}
