internal import MPTCP
internal import Netlink
internal import UAPIStructs

/// A question about the way of packets: what `ip route get` asks.
package struct RouteQuestion: Hashable, Sendable {
  /// Where the packets go to.
  package var destination: RoutedAddress
  /// Where they come from, if that is given.
  package var source: RoutedAddress?
  /// The interface that the socket is bound to.
  package var outgoing: UInt32?
  /// The interface by which they came in: then the kernel judges them as what it receives.
  package var incoming: UInt32?
  /// Asks for the entry of a routing table. Without that the kernel also answers with what it
  /// assumes: that the peer of a socket that is bound to an interface is on its network.
  package var wantsEntry = false

  package init(
    to destination: RoutedAddress, from source: RoutedAddress? = nil, outgoing: UInt32? = nil,
    incoming: UInt32? = nil, wantsEntry: Bool = false
  ) {
    self.destination = destination
    self.source = source
    self.outgoing = outgoing
    self.incoming = incoming
    self.wantsEntry = wantsEntry
  }

  /// The request RTM_GETROUTE.
  var request: NetlinkRequest {
    var request = NetlinkRequest("RTM_GETROUTE", type: RouteNetlink.getRoute)
    let bits = UInt8(destination.bytes.count * 8)
    request.append(UInt8(truncatingIfNeeded: destination.family))
    request.append(bits)
    request.append(source == nil ? 0 : bits)
    // Type of service, table, protocol, scope, type.
    for _ in 0..<5 { request.append(UInt8(0)) }
    request.append(wantsEntry ? Self.entryFlag : 0)
    request.append(attribute: Self.destinationAttribute, destination.bytes)
    if let source { request.append(attribute: Self.sourceAttribute, source.bytes) }
    // Rules may know protocols.
    request.append(attribute: Self.protocolAttribute, [Self.tcp])
    if let outgoing { request.append(attribute: NetworkRoute.outgoingAttribute, integer: outgoing) }
    if let incoming { request.append(attribute: Self.incomingAttribute, integer: incoming) }
    return request
  }

  /// RTM_F_FIB_MATCH.
  private static let entryFlag: UInt32 = 0x2000
  private static let destinationAttribute: UInt16 = 1
  private static let sourceAttribute: UInt16 = 2
  private static let incomingAttribute: UInt16 = 3
  private static let protocolAttribute: UInt16 = 27
  /// IPPROTO_TCP.
  private static let tcp: UInt8 = 6
}

/// The way that packets take.
package struct NetworkRoute: Hashable, Sendable {
  /// The interface by which they leave, if the answer names one.
  package var interface: UInt32?
  /// Whether they go to a router, and not to the destination itself.
  package var hasGateway: Bool
  /// Whether the destination is this machine.
  package var isLocal: Bool

  package init(interface: UInt32?, hasGateway: Bool = false, isLocal: Bool = false) {
    self.interface = interface
    self.hasGateway = hasGateway
    self.isLocal = isLocal
  }

  /// Reads the answer to RTM_GETROUTE: `struct rtmsg` and attributes.
  init(message: RawSpan) throws(NetlinkError) {
    let subject = "RTM_GETROUTE"
    var interface: UInt32?
    var hasGateway = false
    try NetlinkAttributes.forEach(
      in: message, afterHeader: Self.headerSize, of: subject
    ) { type, payload throws(NetlinkError) in
      switch type {
      case Self.outgoingAttribute:
        interface = try NetlinkAttributes.integer(payload, of: subject)
      // RTA_VIA is a router of the other family.
      case Self.gatewayAttribute, Self.viaAttribute: hasGateway = true
      default: break
      }
    }
    self.init(
      interface: interface, hasGateway: hasGateway, isLocal: message[byteAt: 7] == Self.localType)
  }

  private static let headerSize = 12
  /// RTN_LOCAL.
  private static let localType: UInt8 = 2
  fileprivate static let outgoingAttribute: UInt16 = 4
  private static let gatewayAttribute: UInt16 = 5
  private static let viaAttribute: UInt16 = 18
}
