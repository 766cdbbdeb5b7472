extension BTFTypes {
  /// The alignment of a type in bytes, as far as its layout shows it.
  ///
  /// BTF does not tell alignments. Here a struct is aligned like the most demanding of its members,
  /// unless their offsets or its size contradict that: so a packed struct, and one of i386, where
  /// integers of eight bytes are at multiples of four, come out as they are. Attributes that
  /// change no offset and no size leave no trace.
  ///
  /// - Throws: ``BTFError`` for types that have no size, and for structs that contain themselves.
  public func alignment(of id: ID) throws(BTFError) -> Int {
    var known: [ID: Int] = [:]
    return try alignment(of: id, namedAt: nil, depth: 0, &known)
  }

  private func alignment(
    of id: ID, namedAt offset: Int?, depth: Int, _ known: inout [ID: Int]
  ) throws(BTFError) -> Int {
    var id = id
    var place = offset.map { (owner: self, offset: $0) }
    for _ in 0..<Self.greatestDepth {
      guard let (owner, header, found) = try target(of: id) else {
        throw error(.wrongKind, at: place, "void has no alignment")
      }
      switch header.kind {
      case .integer, .enumeration, .enumeration64, .float:
        return Self.greatestPower(dividing: Int(clamping: header.word))
      case .pointer: return pointerSize
      case .array:
        id = try owner.reference(at: header.body)
        place = (owner, header.body)
      case .variable:
        id = try owner.reference(at: header.offset + 8)
        place = (owner, header.offset + 8)
      case .struct, .union:
        if let alignment = known[found] { return alignment }
        guard depth < Self.greatestDepth else {
          throw owner.blob.store.error(
            .cyclic, at: header.offset, "type \(found) contains itself, or is nested too deeply")
        }
        let alignment = try owner.recordAlignment(header, depth: depth, &known)
        known[found] = alignment
        return alignment
      default:
        throw owner.blob.store.error(
          .wrongKind, at: header.offset,
          "type \(found) is a \(header.kindText), which has no alignment")
      }
    }
    throw error(.cyclic, at: place, "type \(id) is nested in too many arrays")
  }

  private func recordAlignment(
    _ header: TypeHeader, depth: Int, _ known: inout [ID: Int]
  ) throws(BTFError) -> Int {
    var alignment = 1
    for index in 0..<header.count {
      let member = try placedMember(index, of: header)
      let natural = try self.alignment(
        of: member.type, namedAt: member.offset + 4, depth: depth + 1, &known)
      var offset = member.bitOffset / 8
      if let width = member.bitFieldWidth {
        // A member far after its struct aligns nothing.
        guard member.bitOffset / 8 <= Int(clamping: header.word) else { continue }
        offset =
          BitFieldStorage(
            bitOffset: member.bitOffset, width: width, unit: natural,
            recordSize: Int(clamping: header.word)
          ).offset
      }
      alignment = max(alignment, offset == 0 ? natural : min(natural, offset & -offset))
    }
    let size = Int(clamping: header.word)
    return size == 0 ? alignment : min(alignment, size & -size)
  }

  /// The largest power of two that divides a size, at most 16.
  private static func greatestPower(dividing size: Int) -> Int {
    size == 0 ? 1 : min(16, size & -size)
  }
}

/// The integer that holds a bit-field: the aligned unit of its type, or, where it crosses that, the
/// bytes with a bit of it.
struct BitFieldStorage {
  let offset: Int
  let size: Int

  /// - Parameters:
  ///   - bitOffset: the distance of the first bit from the start of the struct.
  ///   - width: the number of bits, at most 255.
  ///   - unit: the size of the type in bytes.
  init(bitOffset: Int, width: Int, unit: Int, recordSize: Int) {
    if unit > 0, unit <= 16 {
      let start = bitOffset / (unit * 8) * unit
      if bitOffset - start * 8 + width <= unit * 8, start + unit <= recordSize {
        offset = start
        size = unit
        return
      }
    }
    offset = bitOffset / 8
    size = (bitOffset % 8 + width + 7) / 8
  }
}
