internal import Synchronization
public import UAPIStructs

extension BTFTypes {
  /// The layout of the struct, the union or the typedef of one with a name in C, or `nil` where these
  /// types have none. Of several structs of that name it is the first.
  ///
  /// It is what the header of the same kernel gives: the members of anonymous structs and unions
  /// are among the others, bit-fields in the integers that hold them, types as the source spells
  /// them. Where a type's name is a macro in the header, as that of `__aligned_u64` is, its
  /// definition takes its place.
  ///
  /// - Throws: ``BTFError`` where the types are damaged, or the struct is larger than
  ///   ``UAPIStructs/StructHistory/maximumSize``.
  public func layout(of name: String) throws(BTFError) -> StructLayout? {
    if let known = tables.withLock({ $0.layouts[name] }) { return known }
    var layout: StructLayout?
    if let id = id(named: name, kind: .struct) ?? id(named: name, kind: .union) {
      layout = try self.layout(ofType: id)
    } else if let id = id(named: name, kind: .typedef), let (_, header, _) = try target(of: id),
      header.kind == .struct || header.kind == .union
    {
      layout = try self.layout(ofType: id)
    }
    tables.withLock { tables in
      // Those that are asked for over and over are few.
      if tables.layouts.count >= 64 { tables.layouts.removeAll() }
      tables.layouts[name] = .some(layout)
    }
    return layout
  }

  /// The layout of a struct or union, reached through typedefs and qualifiers if need be.
  ///
  /// - Throws: ``BTFError`` where the type is another, damaged, or larger than
  ///   ``UAPIStructs/StructHistory/maximumSize``.
  public func layout(ofType id: ID) throws(BTFError) -> StructLayout {
    guard let (owner, header, found) = try target(of: id),
      header.kind == .struct || header.kind == .union
    else {
      throw BTFError(
        .wrongKind, file: blob.store.file, reason: "type \(id) is neither a struct nor a union")
    }
    let size = Int(clamping: header.word)
    guard size <= StructHistory.maximumSize else {
      throw owner.blob.store.error(.tooLarge, at: header.offset + 8, "a struct of \(size) bytes")
    }
    var flattening = Flattening(owner, recordSize: size)
    try flattening.append(owner, header, at: 0, depth: 0)
    var names = NameReader(owner)
    var name = try names.name(header.name, at: header.offset)
    if name.isEmpty, let (typedefOwner, typedef) = try? self.header(of: id),
      typedef.kind == .typedef
    {
      name = try typedefOwner.name(of: typedef)
    }
    return StructLayout(
      name: name, size: size, alignment: try owner.alignment(of: found),
      fields: flattening.sortedFields)
  }

  /// The name of a type.
  func name(of header: TypeHeader) throws(BTFError) -> String {
    var names = NameReader(self)
    return try names.name(header.name, at: header.offset)
  }
}

/// The fields of a struct with those of its anonymous members.
private struct Flattening {
  private var fields: [StructLayout.Field] = []
  private let recordSize: Int
  /// How many more members there can be: no more than the bytes describe.
  private var rest: Int
  private var speller: TypeSpeller
  private var names: NameReader

  init(_ types: BTFTypes, recordSize: Int) {
    self.recordSize = recordSize
    speller = TypeSpeller(types)
    names = NameReader(types)
    rest = 0
    var owner: BTFTypes? = types
    while let each = owner {
      rest += each.blob.types.count / 12
      owner = each.base
    }
  }

  /// The fields in the order of their first bits.
  var sortedFields: [StructLayout.Field] {
    let isSorted = zip(fields, fields.dropFirst()).allSatisfy { $0.bitOffset <= $1.bitOffset }
    guard !isSorted else { return fields }
    return fields.enumerated().sorted {
      ($0.element.bitOffset, $0.offset) < ($1.element.bitOffset, $1.offset)
    }.map(\.element)
  }

  /// Appends the fields of a record that begins at a bit of the struct.
  mutating func append(
    _ types: BTFTypes, _ header: TypeHeader, at start: Int, depth: Int
  ) throws(BTFError) {
    guard depth < BTFTypes.greatestDepth else {
      throw types.blob.store.error(
        .cyclic, at: header.offset, "it contains itself, or is nested too deeply")
    }
    for index in 0..<header.count {
      let member = try types.placedMember(index, of: header)
      rest -= 1
      guard rest >= 0 else {
        throw types.blob.store.error(
          .cyclic, at: member.offset, "it has more members than its file describes")
      }
      let (bitOffset, overflow) = start.addingReportingOverflow(member.bitOffset)
      guard !overflow, bitOffset <= recordSize * 8 else {
        throw types.blob.store.error(
          .badMember, at: member.offset + 8, "the member begins after its struct")
      }
      let name = try names.name(member.name, at: member.offset)
      if name.isEmpty {
        // What has no name and is not a struct or union is padding.
        guard member.bitFieldWidth == nil,
          let (owner, inner, _) = try types.target(of: member.type),
          inner.kind == .struct || inner.kind == .union
        else { continue }
        try append(owner, inner, at: bitOffset, depth: depth + 1)
        continue
      }
      try append(types, member, name, at: bitOffset)
    }
  }

  private mutating func append(
    _ types: BTFTypes, _ member: PlacedMember, _ name: String, at bitOffset: Int
  ) throws(BTFError) {
    let size = try types.size(of: member.type, namedAt: member.offset + 4)
    let type = try speller.spelling(of: member.type, in: types)
    if let width = member.bitFieldWidth {
      let storage = BitFieldStorage(
        bitOffset: bitOffset, width: width, unit: size, recordSize: recordSize)
      guard width > 0, bitOffset + width <= recordSize * 8 else {
        throw types.blob.store.error(
          .badMember, at: member.offset + 8, "the bit-field ends after its struct")
      }
      let first = bitOffset - storage.offset * 8
      fields.append(
        StructLayout.Field(
          name: name, type: type, offset: storage.offset, size: storage.size,
          bits: first..<(first + width)))
      return
    }
    // It begins in the struct: that was looked at.
    guard bitOffset % 8 == 0, size <= recordSize - bitOffset / 8 else {
      throw types.blob.store.error(
        .badMember, at: member.offset + 8,
        bitOffset % 8 == 0
          ? "the member ends after its struct" : "the member begins inside a byte")
    }
    fields.append(
      StructLayout.Field(name: name, type: type, offset: bitOffset / 8, size: size))
  }
}
