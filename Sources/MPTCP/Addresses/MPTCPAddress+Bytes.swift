internal import UAPIStructs

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
    let high = bytes.integer(at: offset, size: 8, bigEndian: true)
    let low = bytes.integer(at: offset + 8, size: 8, bigEndian: true)
    self.init(
      groups: InlineArray {
        UInt16(truncatingIfNeeded: ($0 < 4 ? high : low) >> UInt64(48 - 16 * ($0 & 3)))
      })
  }
}
