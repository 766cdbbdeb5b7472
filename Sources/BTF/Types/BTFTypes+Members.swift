/// A member of a struct or union whose name has not been read.
struct PlacedMember {
  /// Where it is described.
  let offset: Int
  /// The offset of its name among the strings; 0 for none.
  let name: UInt32
  let type: BTFTypes.ID
  let bitOffset: Int
  let bitFieldWidth: Int?
}

extension BTFTypes {
  /// The member with an index of a struct or union in these bytes.
  ///
  /// Its place is told in one of two ways. Old compilers give a bit-field a type of its own, an
  /// integer of so many bits, which may begin inside its bytes. All others mark the struct, and put
  /// the width next to the offset.
  func placedMember(_ index: Int, of header: TypeHeader) throws(BTFError) -> PlacedMember {
    let offset = header.body + index * 12
    let place = blob.word(at: offset + 8)
    let type = try reference(at: offset + 4)
    var bitOffset = UInt64(place)
    var width: Int?
    if header.flag {
      bitOffset = UInt64(place & 0xFF_FFFF)
      width = place >> 24 == 0 ? nil : Int(place >> 24)
    } else if let bits = try oldBitField(type) {
      bitOffset += UInt64(bits.offset)
      width = bits.width
    }
    return PlacedMember(
      offset: offset, name: blob.word(at: offset), type: type,
      bitOffset: Int(clamping: bitOffset), bitFieldWidth: width)
  }

  /// The number of a type that is at an offset of these bytes.
  func reference(at offset: Int) throws(BTFError) -> ID {
    let id = blob.word(at: offset)
    guard Int(clamping: id) < count else {
      throw blob.store.error(.noSuchType, at: offset, "there is no type \(id)")
    }
    return id
  }

  /// The bits of a type that is an integer with fewer bits than its bytes have.
  private func oldBitField(_ id: ID) throws(BTFError) -> IntegerBits? {
    guard let found = try target(of: id), found.header.kind == .integer else { return nil }
    let bits = IntegerBits(found.owner.blob.word(at: found.header.body))
    return bits.offset != 0 || UInt64(bits.width) != UInt64(found.header.word) * 8 ? bits : nil
  }

  /// What a type is without typedefs and qualifiers; `nil` for `void`.
  func target(of id: ID) throws(BTFError) -> (owner: BTFTypes, header: TypeHeader, id: ID)? {
    var id = id
    for _ in 0..<Self.greatestDepth {
      if id == 0 { return nil }
      let (owner, header) = try header(of: id)
      guard let kind = header.kind, kind.isModifier else { return (owner, header, id) }
      id = try owner.reference(at: header.offset + 8)
    }
    let (owner, header) = try header(of: id)
    throw owner.blob.store.error(
      .cyclic, at: header.offset,
      "type \(id) is reached through \(Self.greatestDepth) typedefs or qualifiers")
  }

  /// The number of the type that remains without typedefs, qualifiers and type tags.
  ///
  /// - Throws: ``BTFError`` where there is no such type, or where they go in a circle.
  public func resolved(_ id: ID) throws(BTFError) -> ID { try target(of: id)?.id ?? 0 }

  /// Deeper than any compiler nests types.
  static let greatestDepth = 128
}
