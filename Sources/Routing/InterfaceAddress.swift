internal import MPTCP
internal import Netlink
internal import UAPIStructs

/// An address of an interface: what RTM_GETADDR says.
package struct InterfaceAddress: Hashable, Sendable {
  package var address: RoutedAddress
  /// The index of the interface.
  package var interface: UInt32
  /// The flags IFA_F_*.
  package var flags: UInt32
  /// For how many seconds the address stays, or `nil` for ever.
  package var validSeconds: UInt32?

  /// An address as it was seen somewhere.
  package init(
    address: RoutedAddress, interface: UInt32, flags: UInt32 = 0, validSeconds: UInt32? = nil
  ) {
    self.address = address
    self.interface = interface
    self.flags = flags
    self.validSeconds = validSeconds
  }

  /// IFA_F_DADFAILED: another machine has the address.
  package var isDuplicate: Bool { flags & 0x8 != 0 }

  /// IFA_F_TENTATIVE, and not IFA_F_OPTIMISTIC: the kernel still looks whether another machine has
  /// it, and lets no socket use it.
  package var isTentative: Bool { flags & 0x44 == 0x40 }

  /// IFA_F_DEPRECATED: not chosen for new connections. A socket that asks for it gets it.
  package var isDeprecated: Bool { flags & 0x20 != 0 }
}

extension InterfaceAddress {
  /// Reads a message of the answer to RTM_GETADDR: `struct ifaddrmsg` and attributes. `nil` for an
  /// address of another family, or none.
  init?(message: RawSpan) throws(NetlinkError) {
    let family = UInt16(message[byteAt: 0])
    var flags = UInt32(message[byteAt: 2])
    var address: RoutedAddress?
    var local: RoutedAddress?
    var valid: UInt32?
    try NetlinkAttributes.forEach(
      in: message, afterHeader: Self.headerSize, of: Self.subject
    ) { type, payload throws(NetlinkError) in
      switch type {
      case Self.addressAttribute: address = RoutedAddress(payload, family: family)
      // Of a point-to-point interface the other attribute is the address of the other end.
      case Self.localAttribute: local = RoutedAddress(payload, family: family)
      case Self.flagsAttribute: flags = try NetlinkAttributes.integer(payload, of: Self.subject)
      // struct ifa_cacheinfo: the preferred lifetime, and then the valid one.
      case Self.lifetimeAttribute where payload.byteCount >= 8: valid = payload.native(at: 4)
      default: break
      }
    }
    guard let own = local ?? address else { return nil }
    self.init(
      address: own, interface: message.native(at: 4), flags: flags,
      validSeconds: valid == .max ? nil : valid)
  }

  private static let subject = "RTM_GETADDR"
  private static let headerSize = 8
  private static let addressAttribute: UInt16 = 1
  private static let localAttribute: UInt16 = 2
  private static let lifetimeAttribute: UInt16 = 6
  private static let flagsAttribute: UInt16 = 8
}
