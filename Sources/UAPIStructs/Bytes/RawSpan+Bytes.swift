extension RawSpan {
  /// The byte at an offset, or 0 after the end.
  package subscript(byteAt offset: Int) -> UInt8 {
    guard offset >= 0, offset < byteCount else { return 0 }
    // Checked above: the offset lies inside the span.
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// A copy of the bytes.
  package var array: [UInt8] { array(0..<byteCount) }

  /// A copy of the bytes of a range, as far as they exist.
  package func array(_ range: Range<Int>) -> [UInt8] {
    // The range lies inside the span, and nothing keeps the pointer.
    unsafe extracting(range.clamped(to: 0..<byteCount)).withUnsafeBytes { unsafe Array($0) }
  }

  /// The integer of up to eight bytes at an offset. Bytes after the end count as 0.
  package func integer(at offset: Int, size: Int, bigEndian: Bool) -> UInt64 {
    let size = Swift.min(size, 8)
    if offset >= 0, size > 0, offset <= byteCount &- 8 {
      // Checked above: eight bytes from the offset on lie inside the span.
      let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* size)
      return bigEndian
        ? UInt64(bigEndian: word) &>> unused : UInt64(littleEndian: word) & (~0 &>> unused)
    }
    var value: UInt64 = 0
    for index in 0..<size {
      let byte = self[byteAt: offset + (bigEndian ? index : size - 1 - index)]
      value = value << 8 | UInt64(byte)
    }
    return value
  }
}
