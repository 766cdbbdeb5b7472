public import UAPIStructs

/// The address of one end of a subflow, as the kernel writes it into a `sockaddr`.
public enum MPTCPAddress: Hashable, Sendable {
  /// `sockaddr_in`: an IPv4 address and a port.
  case ipv4(IPv4, port: UInt16)

  /// `sockaddr_in6`: an IPv6 address, which may be a mapped IPv4 one, and a port.
  ///
  /// `flowInfo` is the flow label as the kernel gives it, `scopeID` the index of the interface of a
  /// link-local address and 0 for others.
  case ipv6(IPv6, port: UInt16, flowInfo: UInt32, scopeID: UInt32)

  /// An address of another family, or one whose bytes the answer cut off.
  case other(family: UInt16, bytes: [UInt8])

  /// AF_INET of Linux.
  package static let ipv4Family: UInt16 = 2
  /// AF_INET6 of Linux.
  package static let ipv6Family: UInt16 = 10

  /// Reads a `sockaddr` as far as it lies in the bytes; `nil` where not even its family does.
  ///
  /// Family and scope are in the byte order of the machine that gave the answer, everything else is
  /// in network order.
  public init?(_ bytes: RawSpan, abi: ABI = .native) {
    guard bytes.byteCount >= 2 else { return nil }
    func networkOrder<Value: FixedWidthInteger>(at offset: Int) -> Value {
      Value(
        truncatingIfNeeded: bytes.integer(
          at: offset, size: Value.bitWidth / 8, bigEndian: true))
    }
    let family = UInt16(
      truncatingIfNeeded: bytes.integer(at: 0, size: 2, bigEndian: abi.isBigEndian))
    switch family {
    case Self.ipv4Family where bytes.byteCount >= 8:
      self = .ipv4(
        IPv4(bytes, at: 4),
        port: networkOrder(at: 2))
    case Self.ipv6Family where bytes.byteCount >= 28:
      self = .ipv6(
        IPv6(bytes, at: 8),
        port: networkOrder(at: 2), flowInfo: networkOrder(at: 4),
        scopeID: UInt32(
          truncatingIfNeeded: bytes.integer(at: 24, size: 4, bigEndian: abi.isBigEndian)))
    default:
      self = .other(family: family, bytes: bytes.array)
    }
  }

  /// The number of the address family.
  public var family: UInt16 {
    switch self {
    case .ipv4: Self.ipv4Family
    case .ipv6: Self.ipv6Family
    case .other(let family, _): family
    }
  }

  /// The name of the address family, or `nil` for one without a name here.
  public var familyName: String? {
    switch self {
    case .ipv4: "AF_INET"
    case .ipv6: "AF_INET6"
    case .other: nil
    }
  }

  /// The address as text, without the port.
  public var address: String? {
    switch self {
    case .ipv4(let address, _): address.description
    case .ipv6(let address, _, _, _): address.description
    case .other: nil
    }
  }

  /// The port in this machine's byte order.
  public var port: UInt16? {
    switch self {
    case .ipv4(_, let port), .ipv6(_, let port, _, _): port
    case .other: nil
    }
  }
}

extension MPTCPAddress: CustomStringConvertible {
  /// Address and port as users write them: `10.0.1.1:4242`, `[fd00::1]:4242`.
  public var description: String {
    switch self {
    case .ipv4(let address, let port): "\(address):\(port)"
    case .ipv6(let address, let port, _, let scopeID):
      scopeID == 0 ? "[\(address)]:\(port)" : "[\(address)%\(scopeID)]:\(port)"
    case .other(let family, let bytes): "family \(family), \(bytes.count) bytes"
    }
  }
}
