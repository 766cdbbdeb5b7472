extension MPTCPAddress {
  /// An IPv4 address.
  public struct IPv4: Hashable, Sendable {
    /// The four bytes, in network order.
    public let bytes: (UInt8, UInt8, UInt8, UInt8)

    /// An address of four bytes in network order.
    public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) { bytes = (a, b, c, d) }

    /// Whether both are the same address.
    public static func == (left: Self, right: Self) -> Bool { left.bytes == right.bytes }

    /// Hashes the bytes of the address.
    public func hash(into hasher: inout Hasher) {
      hasher.combine(bytes.0)
      hasher.combine(bytes.1)
      hasher.combine(bytes.2)
      hasher.combine(bytes.3)
    }
  }
}

extension MPTCPAddress.IPv4: CustomStringConvertible {
  /// The address in dotted decimal form: `10.0.1.1`.
  public var description: String { "\(bytes.0).\(bytes.1).\(bytes.2).\(bytes.3)" }
}
