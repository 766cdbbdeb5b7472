extension MPTCPAddress {
  /// An IPv6 address without its scope.
  public struct IPv6: Hashable, Sendable {
    /// The eight groups of sixteen bits, in network order from the left, in this machine's byte order.
    public let groups: InlineArray<8, UInt16>

    /// An address of eight groups, from the left.
    public init(groups: InlineArray<8, UInt16>) { self.groups = groups }

    /// The IPv4 address inside an address of the form `::ffff:a.b.c.d`, with which a socket of family
    /// AF_INET6 speaks IPv4; `nil` for every other address.
    public var mappedIPv4: MPTCPAddress.IPv4? {
      for index in 0..<5 where groups[index] != 0 { return nil }
      guard groups[5] == 0xFFFF else { return nil }
      return MPTCPAddress.IPv4(
        UInt8(groups[6] >> 8), UInt8(groups[6] & 0xFF), UInt8(groups[7] >> 8),
        UInt8(groups[7] & 0xFF))
    }

    /// Whether it is one of fe80::/10, which means something on one link only.
    package var isLinkLocal: Bool { groups[0] & 0xFFC0 == 0xFE80 }

    /// Whether both are the same address; scopes are not part of it.
    public static func == (left: Self, right: Self) -> Bool {
      left.groups.indices.allSatisfy { left.groups[$0] == right.groups[$0] }
    }

    /// Hashes the groups of the address.
    public func hash(into hasher: inout Hasher) {
      for index in groups.indices { hasher.combine(groups[index]) }
    }
  }
}

extension MPTCPAddress.IPv6: CustomStringConvertible {
  /// The address as RFC 5952 writes it: in hexadecimal groups, the longest run of zero groups left out
  /// (`fd00:0:0:1::1`), a mapped IPv4 address with its decimal numbers (`::ffff:10.0.1.1`).
  ///
  /// No other address shows by itself that it has an IPv4 address inside.
  public var description: String {
    if let mappedIPv4 { return "::ffff:\(mappedIPv4)" }
    var longest = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || groups[index] != 0 {
      if index - start > longest.count { longest = start..<index }
      start = index + 1
    }
    if longest.count < 2 { return text(0..<8) }
    return text(0..<longest.lowerBound) + "::" + text(longest.upperBound..<8)
  }

  private func text(_ range: Range<Int>) -> String {
    range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
  }
}
