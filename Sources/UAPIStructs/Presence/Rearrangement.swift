/// Exact layouts that equal no generation, made readable at fixed places.
///
/// A generated property reads its field where the generations have it. For the rare kernel that has
/// it elsewhere, the fields are moved there when the answer is decoded.
extension StructHistory {
  /// Where a field of such an answer is moved to: its place in the newest generation that has it.
  func home(ofField index: Int) -> FieldPlace? {
    fields.indices.contains(index) ? fields[index].places.last : nil
  }

  /// An answer with the fields of its exact layout at the places of the newest generation. Bytes that
  /// no known field holds are 0; what lies behind the newest known layout stays as it is.
  @usableFromInline
  func rearranged(_ bytes: RawSpan, by reading: Reading) -> [UInt8] {
    if let own = other(on: reading.abi) { return own.rearranged(bytes, by: reading) }
    let size = largestSize(in: reading.abi)
    var moved = [UInt8](repeating: 0, count: size)
    for (index, place) in (reading.exactPlaces ?? []).enumerated() {
      guard let place, let home = home(ofField: index) else { continue }
      if Self.judge(place, by: reading).presence == .present,
        fields[index].kind.isInteger(at: place)
      {
        let value = Self.integer(
          at: place, kind: fields[index].kind, abi: reading.abi, bytes: bytes)
        Self.write(value, to: home, kind: fields[index].kind, abi: reading.abi, in: &moved)
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

  /// Puts an integer to a place, in its byte order, and leaves the bits around it alone.
  private static func write(
    _ value: UInt64, to place: FieldPlace, kind: FieldKind, abi: ABI, in bytes: inout [UInt8]
  ) {
    let isBigEndian =
      switch kind {
      case .bigEndian: true
      case .littleEndian: false
      default: abi.isBigEndian
      }
    let start = place.offset(in: abi)
    let size = Swift.min(place.size, place.bits == nil ? 8 : 9)
    guard let bits = place.bits?.clamped(to: 0..<(size * 8)) else {
      for index in 0..<size where bytes.indices.contains(start + index) {
        let shift = 8 * (isBigEndian ? size - 1 - index : index)
        bytes[start + index] = UInt8(truncatingIfNeeded: value >> UInt64(shift))
      }
      return
    }
    for bit in 0..<bits.count {
      // The bit's rank in the integer, counted from the least significant one.
      let rank = isBigEndian ? size * 8 - bits.upperBound + bit : bits.lowerBound + bit
      let offset = start + (isBigEndian ? size - 1 - rank / 8 : rank / 8)
      guard bytes.indices.contains(offset) else { continue }
      let mask = UInt8(1) << UInt8(rank % 8)
      if value >> UInt64(bit) & 1 == 1 { bytes[offset] |= mask } else { bytes[offset] &= ~mask }
    }
  }
}
