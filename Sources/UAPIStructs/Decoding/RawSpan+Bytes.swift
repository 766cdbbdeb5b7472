extension RawSpan {
  /// The byte at an offset, or 0 behind the end.
  package subscript(byteAt offset: Int) -> UInt8 {
    guard offset >= 0, offset < byteCount else { return 0 }
    // Checked above: the offset lies inside the span.
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// A copy of the bytes.
  package var array: [UInt8] { array(0..<byteCount) }

  /// A copy of the bytes of a range, as far as they exist.
  package func array(_ range: Range<Int>) -> [UInt8] {
    let inside = range.clamped(to: 0..<byteCount)
    var copy: [UInt8] = []
    copy.reserveCapacity(inside.count)
    for offset in inside { copy.append(self[byteAt: offset]) }
    return copy
  }

  /// The integer of up to eight bytes at an offset. Bytes behind the end count as 0.
  package func integer(at offset: Int, size: Int, bigEndian: Bool) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<Swift.min(size, 8) {
      let byte = self[byteAt: offset + (bigEndian ? index : Swift.min(size, 8) - 1 - index)]
      value = value << 8 | UInt64(byte)
    }
    return value
  }
}
