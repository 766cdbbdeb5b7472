package import MPTCP
internal import Netlink
internal import UAPIStructs

/// An IP address as routes know it: without a port, and in the family in which its packets travel.
package enum RoutedAddress: Hashable, Sendable {
  case ipv4(MPTCPAddress.IPv4)
  case ipv6(MPTCPAddress.IPv6)

  /// The address of one end of a socket; an IPv4 one too where it is mapped into IPv6. `nil` for
  /// another family.
  package init?(_ address: MPTCPAddress) {
    switch address {
    case .ipv4(let address, _): self = .ipv4(address)
    case .ipv6(let address, _, _, _): self = address.mappedIPv4.map { .ipv4($0) } ?? .ipv6(address)
    case .other: return nil
    }
  }

  /// Reads the bytes of an address in network order; `nil` where there are too few of them, or for
  /// another family.
  init?(_ bytes: RawSpan, family: UInt16) {
    switch family {
    case MPTCPAddress.ipv4Family where bytes.byteCount >= 4:
      self = .ipv4(
        MPTCPAddress.IPv4(bytes))
    case MPTCPAddress.ipv6Family where bytes.byteCount >= 16:
      self = .ipv6(
        MPTCPAddress.IPv6(bytes))
    default: return nil
    }
  }

  /// The number of the address family.
  package var family: UInt16 {
    switch self {
    case .ipv4: MPTCPAddress.ipv4Family
    case .ipv6: MPTCPAddress.ipv6Family
    }
  }

  package var isIPv6: Bool { family == MPTCPAddress.ipv6Family }

  /// The bytes in network order.
  package var bytes: [UInt8] {
    switch self {
    case .ipv4(let address): [address.bytes.0, address.bytes.1, address.bytes.2, address.bytes.3]
    case .ipv6(let address):
      address.groups.indices.flatMap {
        [UInt8(address.groups[$0] >> 8), UInt8(address.groups[$0] & 0xFF)]
      }
    }
  }

  /// Whether it is all zeros, as the peer of a listener.
  package var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }

  /// Whether it is one of fe80::/10, which means something on one interface only.
  package var isLinkLocal: Bool {
    guard case .ipv6(let address) = self else { return false }
    return address.isLinkLocal
  }
}

extension RoutedAddress: CustomStringConvertible {
  package var description: String {
    switch self {
    case .ipv4(let address): address.description
    case .ipv6(let address): address.description
    }
  }
}
