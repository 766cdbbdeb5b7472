internal import MPTCP
internal import Netlink
internal import UAPIStructs

/// A network interface and its state: what RTM_GETLINK says, as far as paths depend on it.
package struct NetworkInterface: Hashable, Sendable {
  package var index: UInt32
  package var name: String
  /// The flags IFF_*.
  package var flags: UInt32
  /// The interface below, of a VLAN or a macvlan; or the other end of a pair in the same namespace.
  package var lowerIndex: UInt32?

  /// An interface as it was seen somewhere.
  package init(index: UInt32, name: String, flags: UInt32, lowerIndex: UInt32? = nil) {
    self.index = index
    self.name = name
    self.flags = flags
    self.lowerIndex = lowerIndex
  }

  /// IFF_UP: it is switched on.
  package var isUp: Bool { flags & 0x1 != 0 }
  /// IFF_LOWER_UP: there is a carrier.
  package var hasCarrier: Bool { flags & 0x1_0000 != 0 }
  /// IFF_DORMANT: there is a carrier, and the interface waits for something, such as 802.1X.
  package var isDormant: Bool { flags & 0x2_0000 != 0 }
  /// IFF_LOOPBACK.
  package var isLoopback: Bool { flags & 0x8 != 0 }

  /// Whether it only carries addresses, and packets for them come in by other interfaces: loopback,
  /// a dummy, a VRF. Those have IFF_NOARP; a tunnel that has it too has IFF_POINTOPOINT.
  package var onlyHoldsAddresses: Bool { isLoopback || flags & 0x90 == 0x80 }
}

extension NetworkInterface {
  /// Reads a message of the answer to RTM_GETLINK: `struct ifinfomsg` and attributes.
  init(message: RawSpan) throws(NetlinkError) {
    index = message.native(at: 4)
    flags = message.native(at: 8)
    var name = ""
    var lower: UInt32?
    var lowerIsElsewhere = false
    try NetlinkAttributes.forEach(
      in: message, afterHeader: Self.headerSize, of: Self.subject
    ) { type, payload throws(NetlinkError) in
      switch type {
      case Self.nameAttribute: name = NetlinkAttributes.text(payload)
      case Self.linkAttribute: lower = try NetlinkAttributes.integer(payload, of: Self.subject)
      case Self.linkNamespaceAttribute: lowerIsElsewhere = true
      default: break
      }
    }
    self.name = name
    // The index of another namespace means something else in this one.
    lowerIndex = lowerIsElsewhere || lower == 0 || lower == index ? nil : lower
  }

  private static let subject = "RTM_GETLINK"
  private static let headerSize = 16
  private static let nameAttribute: UInt16 = 3
  private static let linkAttribute: UInt16 = 5
  private static let linkNamespaceAttribute: UInt16 = 37
}
