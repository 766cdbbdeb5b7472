package import UAPIStructs

extension StructHistory {
  /// The history that generated code would hold.
  ///
  /// - Parameters:
  ///   - known: the layouts.
  ///   - isNested: whether a struct inside this one is decoded too, by its C name; else it stays bytes.
  package convenience init(_ known: KnownStruct, isNested: (String) -> Bool) {
    self.init(
      known.name, header: known.header, zeroFilled: known.zeroFilled,
      alignedToPointers: known.alignedToPointers, knownThrough: known.knownThrough,
      generations: known.generations.map { generation in
        Generation(
          since: generation.since, orEarlier: generation.orEarlier, vendor: generation.vendor,
          size: generation.size, alignment: generation.alignment, sizeOnI386: generation.sizeOnI386)
      },
      fields: known.fields.map { field in
        FieldHistory(
          field.name, FieldKind(field.content, isNested: isNested),
          places: field.places.map { place in
            FieldPlace(
              place.field.type, at: place.field.offset, size: place.field.size,
              bits: place.field.bits, generations: place.generations,
              onI386: place.field.offsetOnI386)
          },
          reserved: field.isReserved)
      },
      aliases: known.aliases)
  }
}

extension FieldKind {
  /// The kind that decoding knows.
  package init(_ content: FieldContent, isNested: (String) -> Bool) {
    switch content {
    case .unsigned: self = .unsigned
    case .signed: self = .signed
    case .bigEndian: self = .bigEndian
    case .littleEndian: self = .littleEndian
    case .bytes: self = .bytes
    case .record(let name): self = isNested(name) ? .nested(name) : .bytes
    }
  }
}
