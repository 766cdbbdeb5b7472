/// Exact layouts that equal no generation, made readable at fixed places.
///
/// A generated property reads its field where the generations have it. For the rare kernel that has
/// it elsewhere, the fields are moved there when the answer is decoded.
extension LayoutHistory {
  /// Where a field of such an answer is moved to: its place in the newest generation that has it.
  func home(ofField index: Int) -> FieldPlace? {
    fields.indices.contains(index) ? fields[index].places.last : nil
  }

  /// An answer with the fields of its exact layout at the places of the newest generation. Bytes that
  /// no known field holds are 0; what lies after the newest known layout stays as it is.
  func rearranged(_ bytes: RawSpan, by reading: Reading) -> [UInt8] {
    let size = largestSize(in: reading.abi)
    var moved = [UInt8](repeating: 0, count: size)
    for (index, place) in (reading.ownPlaces ?? []).enumerated() {
      guard let place, let home = home(ofField: index) else { continue }
      if Self.presenceAndPlace(place, in: reading).presence == .present,
        fields[index].kind.isInteger(at: place)
      {
        let value = place.integer(fields[index].kind, abi: reading.abi, in: bytes)
        home.store(value, fields[index].kind, abi: reading.abi, in: &moved)
      } else {
        let source = place.offset(in: reading.abi)
        let target = home.offset(in: reading.abi)
        let size = Swift.min(place.size, home.size, Swift.max(0, bytes.byteCount - source))
        for offset in 0..<size where moved.indices.contains(target + offset) {
          moved[target + offset] = bytes[byteAt: source + offset]
        }
      }
    }
    return moved + bytes.array(Swift.min(size, bytes.byteCount)..<bytes.byteCount)
  }
}
