// The integer at a place of a struct: how it is loaded from bytes and stored in them.

extension FieldKind {
  /// Whether a field of this kind and size is one integer.
  func isInteger(ofSize size: Int) -> Bool {
    switch self {
    case .unsigned, .signed, .bigEndian, .littleEndian: size <= 8
    case .bytes, .nested: false
    }
  }

  /// Whether a field of this kind is one integer at a place. Bits of a packed struct can touch nine bytes.
  func isInteger(at place: FieldPlace) -> Bool {
    let isOneByteMore = place.size == 9 && place.bits.map { $0.count <= 64 } == true
    return isInteger(ofSize: isOneByteMore ? 8 : place.size)
  }

  /// Whether the most significant byte of such an integer comes first.
  fileprivate func isBigEndian(in abi: ABI) -> Bool {
    switch self {
    case .bigEndian: true
    case .littleEndian: false
    default: abi.isBigEndian
    }
  }
}

extension FieldPlace {
  /// The integer at this place, sign-extended to 64 bits. Bytes after the end count as 0.
  ///
  /// - Parameter start: the offset in the struct at which `bytes` begin.
  func integer(
    _ kind: FieldKind, abi: ABI, in bytes: RawSpan, startingAt start: Int = 0
  ) -> UInt64 {
    let isBigEndian = kind.isBigEndian(in: abi)
    let offset = offset(in: abi) - start
    var value = bytes.integer(at: offset, size: size, bigEndian: isBigEndian)
    var width = size * 8
    if let bits = bits?.clamped(to: 0..<width) {
      // Allocation order starts at the high end of the storage on big-endian machines.
      let shift = isBigEndian ? width - bits.upperBound : bits.lowerBound
      value >>= UInt64(shift)
      if size > 8 {
        if isBigEndian {
          value = bytes.integer(at: offset + 1, size: 8, bigEndian: true) >> UInt64(shift)
        }
        value |= UInt64(bytes[byteAt: offset + (isBigEndian ? 0 : 8)]) << UInt64(64 - shift)
      }
      width = bits.count
      if width < 64 { value &= (1 << UInt64(width)) - 1 }
    }
    if kind == .signed, width > 0, width < 64, value >> UInt64(width - 1) & 1 == 1 {
      value |= ~0 << UInt64(width)
    }
    return value
  }

  /// Stores an integer at this place, and leaves the bits around it alone. Bytes after the end are not
  /// written.
  func store(_ value: UInt64, _ kind: FieldKind, abi: ABI, in bytes: inout [UInt8]) {
    let isBigEndian = kind.isBigEndian(in: abi)
    let offset = offset(in: abi)
    let width = size * 8
    let bits = bits?.clamped(to: 0..<width) ?? 0..<width
    // Allocation order starts at the high end of the storage on big-endian machines.
    let shift = isBigEndian ? width - bits.upperBound : bits.lowerBound
    let mask = bits.count < 64 ? (1 << UInt64(bits.count)) - 1 : UInt64.max
    for index in 0..<size {
      // Shifts to the left where the bits begin in a later byte. Bits of a packed struct can touch nine.
      let down = 8 * index - shift
      let byte = offset + (isBigEndian ? size - 1 - index : index)
      guard bytes.indices.contains(byte) else { continue }
      let kept = bytes[byte] & ~UInt8(truncatingIfNeeded: mask >> down)
      bytes[byte] = kept | UInt8(truncatingIfNeeded: (value & mask) >> down)
    }
  }
}
