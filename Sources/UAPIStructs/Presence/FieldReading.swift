/// What a field that was judged holds.
extension LayoutHistory {
  /// The value of a field, or `nil` unless the field is present.
  func value(ofField index: Int, in reading: Reading, bytes: RawSpan) -> FieldValue? {
    let (presence, place) = presenceAndPlace(ofField: index, in: reading)
    guard presence == .present, let place else { return nil }
    let kind = fields[index].kind
    guard kind.isInteger(at: place) else {
      let offset = place.offset(in: reading.abi)
      return .bytes(bytes.array(offset..<(offset + place.size)))
    }
    let value = place.integer(kind, abi: reading.abi, in: bytes)
    return kind == .signed ? .signed(Int64(bitPattern: value)) : .unsigned(value)
  }

  /// The integer in a field, sign-extended to 64 bits, or `nil` unless the field is present.
  ///
  /// - Parameter start: the offset in the answer at which `bytes` begin, which hold the field.
  func integer(
    ofField index: Int, in reading: Reading, bytes: RawSpan, startingAt start: Int = 0
  ) -> UInt64? {
    let (presence, place) = presenceAndPlace(ofField: index, in: reading)
    guard presence == .present, let place, fields[index].kind.isInteger(at: place) else {
      return nil
    }
    return place.integer(fields[index].kind, abi: reading.abi, in: bytes, startingAt: start)
  }

  /// The bytes of a field that lie in the answer, whatever its presence; none where it is absent.
  func rawBytes(ofField index: Int, in reading: Reading, bytes: RawSpan) -> [UInt8] {
    let (presence, place) = presenceAndPlace(ofField: index, in: reading)
    guard presence != .absent, let place else { return [] }
    let offset = place.offset(in: reading.abi)
    // Where the bytes ended in the answer, and not where they ended up in a rearranged one.
    let start = reading.ownPlaces?[index]?.offset ?? offset
    let count = Swift.min(place.size, reading.length - start)
    return bytes.array(offset..<Swift.max(offset, offset + count))
  }
}
