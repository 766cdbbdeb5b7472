extension RawSpan {
  /// The integer at an offset in this machine's byte order, or 0 where it does not lie wholly inside.
  ///
  /// Netlink writes in the order of the machine, so that a single load reads it.
  @inlinable
  package func native<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type = Value.self, at offset: Int
  ) -> Value {
    let size = MemoryLayout<Value>.size
    guard offset >= 0, byteCount >= size, offset <= byteCount - size else { return 0 }
    // Checked above: the whole integer lies inside the span, at whatever alignment.
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Value.self)
  }
}
