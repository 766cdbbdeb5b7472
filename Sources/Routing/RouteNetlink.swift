internal import MPTCP
package import Netlink
internal import UAPIStructs

/// The questions that the kernel answers about interfaces, addresses and routes: NETLINK_ROUTE.
/// No right is needed for them, and no packet is sent.
package struct RouteNetlink {
  private let exchange: NetlinkExchange

  package init(asking exchange: NetlinkExchange) {
    self.exchange = exchange
  }

  /// All interfaces of the namespace.
  package func interfaces() throws(NetlinkError) -> [NetworkInterface] {
    var request = NetlinkRequest("RTM_GETLINK", type: Self.getLink, isDump: true)
    request.append([UInt8](repeating: 0, count: 16))
    request.append(attribute: Self.linkMaskAttribute, integer: Self.withoutStatistics)
    var interfaces: [NetworkInterface] = []
    try exchange.perform(request, restart: { interfaces = [] }) { message throws(NetlinkError) in
      interfaces.append(try NetworkInterface(message: message))
    }
    return interfaces
  }

  /// All addresses of the namespace, IPv4 and IPv6.
  package func addresses() throws(NetlinkError) -> [InterfaceAddress] {
    var request = NetlinkRequest("RTM_GETADDR", type: Self.getAddress, isDump: true)
    request.append([UInt8](repeating: 0, count: 8))
    var addresses: [InterfaceAddress] = []
    try exchange.perform(request, restart: { addresses = [] }) { message throws(NetlinkError) in
      if let address = try InterfaceAddress(message: message) { addresses.append(address) }
    }
    return addresses
  }

  /// The way of packets.
  ///
  /// - Throws: ``NetlinkError/refused(_:reason:)`` where there is none: ENETUNREACH, EHOSTUNREACH,
  ///   EACCES, EINVAL.
  package func route(_ question: RouteQuestion) throws(NetlinkError) -> NetworkRoute {
    var route: NetworkRoute?
    try exchange.perform(question.request, restart: { route = nil }) {
      message throws(NetlinkError) in route = try NetworkRoute(message: message)
    }
    guard let route else { throw .nothing(in: "RTM_GETROUTE") }
    return route
  }

  /// How strictly the kernel judges by their senders the IPv4 packets that an interface receives: 0
  /// not at all, 1 the way back must leave by this interface, 2 there must be one.
  ///
  /// The larger one of the two numbers `net.ipv4.conf.all.rp_filter` and that of the interface.
  package func reversePathFilter(of interface: UInt32) throws(NetlinkError) -> Int {
    // NETCONFA_IFINDEX_ALL is -1.
    var strictest = 0
    for index in [.max, interface] {
      var request = NetlinkRequest("RTM_GETNETCONF", type: Self.getConfiguration)
      // struct netconfmsg: the family, and padding.
      request.append(UInt8(MPTCPAddress.ipv4Family))
      request.append([UInt8](repeating: 0, count: 3))
      request.append(attribute: Self.configurationIndexAttribute, integer: index)
      var value: UInt32 = 0
      try exchange.perform(request, restart: { value = 0 }) { message throws(NetlinkError) in
        try NetlinkAttributes.forEach(
          in: message, afterHeader: 4, of: "RTM_GETNETCONF"
        ) { type, payload throws(NetlinkError) in
          guard type == Self.reversePathAttribute else { return }
          value = try NetlinkAttributes.integer(payload, of: "RTM_GETNETCONF")
        }
      }
      strictest = max(strictest, Int(value))
    }
    return strictest
  }

  // MARK: - Messages

  private static let getLink: UInt16 = 18
  private static let getAddress: UInt16 = 22
  static let getRoute: UInt16 = 26
  private static let getConfiguration: UInt16 = 82
  /// IFLA_EXT_MASK, and RTEXT_FILTER_SKIP_STATS.
  private static let linkMaskAttribute: UInt16 = 29
  private static let withoutStatistics: UInt32 = 8
  /// NETCONFA_IFINDEX.
  private static let configurationIndexAttribute: UInt16 = 1
  /// NETCONFA_RP_FILTER.
  private static let reversePathAttribute: UInt16 = 3
}

#if os(Linux) || os(Android)
  extension RouteNetlink {
    /// Asks the kernel in the network namespace of the calling thread.
    package static func withKernel<Result>(
      _ body: (RouteNetlink) throws(NetlinkError) -> Result
    ) throws(NetlinkError) -> Result {
      try NetlinkSocket.withExchange(.route) { exchange throws(NetlinkError) in
        try body(RouteNetlink(asking: exchange))
      }
    }
  }
#endif
