internal import UAPIStructs

extension RawSpan {
  /// A word of an answer's header, or `nil` where the answer does not reach it.
  @inline(__always)
  func uint32(at offset: Int, abi: ABI) -> UInt32? {
    guard offset >= 0, offset <= byteCount - 4 else { return nil }
    // Checked above: the word lies inside the bytes.
    let word = unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self)
    return abi.isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
  }
}
