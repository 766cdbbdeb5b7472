package import UAPIStructs

extension MPTCPAddress.IPv4 {
  /// The four bytes at an offset, in network order.
  package init(_ bytes: RawSpan, at offset: Int = 0) {
    self.init(
      bytes[byteAt: offset], bytes[byteAt: offset + 1], bytes[byteAt: offset + 2],
      bytes[byteAt: offset + 3])
  }
}

extension MPTCPAddress.IPv6 {
  /// The sixteen bytes at an offset, in network order.
  package init(_ bytes: RawSpan, at offset: Int = 0) {
    self.init(
      groups: InlineArray {
        UInt16(truncatingIfNeeded: bytes.integer(at: offset + 2 * $0, size: 2, bigEndian: true))
      })
  }
}
