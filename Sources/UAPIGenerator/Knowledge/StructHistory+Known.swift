public import UAPIStructs

extension Knowledge {
  /// The history of a struct in the form that decodes answers, or `nil` if the struct is not known.
  ///
  /// Reads the file each time: keep what it returns.
  public func structHistory(named name: String) throws(GeneratorError) -> StructHistory? {
    let names = Set(structNames)
    return try history(of: name).map { known throws(GeneratorError) in
      StructHistory(known, isNested: names.contains)
    }
  }
}

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
      aliases: known.aliases.map { FieldAlias($0.name, of: $0.of, since: $0.since) })
  }
}

extension FieldKind {
  /// The kind that decoding knows.
  init(_ content: FieldContent, isNested: (String) -> Bool) {
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
