/// Step 5 of the rule for answers whose generations decide, as a table: where each field is in which
/// generations.
@usableFromInline
struct PlaceTable: Sendable {
  /// A place of a field.
  @usableFromInline
  struct Place: Sendable, BitwiseCopyable {
    /// One bit for each generation that has the field at this place.
    @usableFromInline var generations: UInt64
    /// The offset and size of the field in bytes; for a bit-field, of the integer that holds it.
    @usableFromInline var offset: Int
    @usableFromInline var size: Int
    /// How an integer is taken out of the eight bytes from the offset on. Without a mask, a place is
    /// left to the rule.
    @usableFromInline var shift: UInt64
    @usableFromInline var mask: UInt64
    /// Whether the integer has a sign.
    @usableFromInline var isSigned: Bool
  }

  /// The places of all fields, one field after the other.
  @usableFromInline let places: [Place]
  /// Where the places of each field begin, and where the last ones end.
  @usableFromInline let starts: [Int]

  /// The places of fields in the native ABI, which must have pointers of eight bytes.
  init(_ fields: [FieldHistory]) {
    var places: [Place] = []
    var starts = [0]
    for field in fields {
      for place in field.places {
        // The same bytes under another type are the same place.
        if let index = places[starts[starts.count - 1]...].firstIndex(where: { known in
          let other = Place(place, of: field)
          return known.offset == other.offset && known.size == other.size
            && known.shift == other.shift && known.mask == other.mask
        }) {
          places[index].generations |= place.generations.bits
        } else {
          places.append(Place(place, of: field))
        }
      }
      starts.append(places.count)
    }
    self.places = places
    self.starts = starts
  }

  /// Whether the places alone tell which fields are present in an answer; nested structs, which grow
  /// where they are, are left to the rule all the same.
  @inlinable
  @inline(__always)
  func decide(_ reading: Reading) -> Bool {
    reading.generationsDecide && starts.count > 1
  }

  /// The place of a field that is present in such an answer.
  @inlinable
  @inline(__always)
  func place(ofField index: Int, in reading: Reading) -> Place? {
    guard decide(reading), index >= 0, index < starts.count &- 1 else { return nil }
    var number = starts[index]
    let end = starts[index &+ 1]
    while number < end {
      if reading.generationBits & ~places[number].generations == 0 { return places[number] }
      number &+= 1
    }
    return nil
  }
}

extension PlaceTable {
  /// Whether a field is present in an answer or absent, or `nil` where that takes the rule.
  func presence(ofField index: Int, in reading: Reading) -> Presence? {
    guard decide(reading), index >= 0, index < starts.count &- 1 else { return nil }
    var isAbsent = true
    for place in places[starts[index]..<starts[index + 1]] {
      if reading.generationBits & ~place.generations == 0 { return .present }
      if reading.generationBits & place.generations != 0 { isAbsent = false }
    }
    return isAbsent ? .absent : nil
  }

  /// The integer in a field that is present in an answer, or `nil` where that takes the rule.
  func value(ofField index: Int, in reading: Reading, bytes: RawSpan) -> FieldValue? {
    guard let place = place(ofField: index, in: reading), let integer = place.integer(in: bytes)
    else { return nil }
    guard place.isSigned else { return .unsigned(integer) }
    let unused = 64 &- 8 &* place.size
    return .signed(Int64(bitPattern: integer &<< UInt64(unused)) &>> Int64(unused))
  }
}

extension PlaceTable.Place {
  fileprivate init(_ place: FieldPlace, of field: FieldHistory) {
    generations = place.generations.bits
    offset = place.offset
    size = place.size
    (shift, mask, isSigned) = (0, 0, field.kind == .signed)
    #if _endian(little)
      let isPlain = field.kind == .unsigned || field.kind == .signed && place.bits == nil
      guard isPlain, size > 0, size <= 8 else { return }
      let bits = place.bits?.clamped(to: 0..<(size * 8)) ?? 0..<(size * 8)
      guard !bits.isEmpty else { return }
      shift = UInt64(bits.lowerBound)
      mask = ~0 >> UInt64(64 - bits.count)
    #endif
  }

  /// The integer at this place of an answer, not sign-extended, or `nil` where that takes the rule.
  @usableFromInline
  func integer(in bytes: RawSpan) -> UInt64? {
    // The eight bytes up to the end hold it too.
    let start = Swift.min(offset, bytes.byteCount &- 8)
    guard mask != 0, start >= 0, offset &- start &+ size <= 8 else { return nil }
    // Checked above: eight bytes from the start on lie inside the answer.
    let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self)
    return word &>> (shift &+ UInt64(truncatingIfNeeded: 8 &* (offset &- start))) & mask
  }
}
