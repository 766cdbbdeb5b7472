#if os(Linux)
  internal import MPTCP
  internal import Netlink
  internal import Routing

  /// The peers that ways are asked for: those of the connections that there are, or addresses that
  /// mean all peers beyond the machine's own networks.
  struct EndpointPeers {
    struct Peer {
      var address: RoutedAddress
      var isStandIn: Bool
      /// Whether the machine has a way there, from whatever address.
      var hasRoute: Bool
    }

    /// The two ends of a subflow.
    struct Ends: Hashable {
      var local: RoutedAddress
      var remote: RoutedAddress
    }

    private let kernel: RouteNetlink
    private let sources: [RoutedAddress]
    private var ipv4: [Peer] = []
    private var ipv6: [Peer] = []
    /// The subflows that are established.
    private(set) var subflows: Set<Ends> = []

    func addresses(isIPv6: Bool) -> [Peer] { isIPv6 ? ipv6 : ipv4 }

    /// - Parameter sources: the addresses of the machine from which a way may begin.
    init(
      _ sockets: MPTCPSocketList?, from sources: [RoutedAddress], asking kernel: RouteNetlink
    ) throws(NetlinkError) {
      self.kernel = kernel
      self.sources = sources
      var known: Set<RoutedAddress> = []
      for entry in sockets?.entries ?? [] where entry.state == .established {
        for socket in [entry.socket] + entry.subflows.map(\.socket) {
          if socket.state == .established, let local = RoutedAddress(socket.local),
            let remote = RoutedAddress(socket.remote)
          {
            subflows.insert(Ends(local: local, remote: remote))
          }
        }
        guard let peer = RoutedAddress(entry.remote), !entry.isFallback,
          !peer.isUnspecified, !peer.isLinkLocal, known.insert(peer).inserted,
          addresses(isIPv6: peer.isIPv6).count < Self.mostPeers
        else { continue }
        try add(peer)
      }
      for addresses in [Self.beyondIPv4, Self.beyondIPv6] {
        try addStandIn(among: addresses)
      }
    }

    private mutating func add(_ peer: RoutedAddress) throws(NetlinkError) {
      let route = try? kernel.answer(to: RouteQuestion(to: peer)).get()
      // From this machine to itself there is always a way, and no other address helps.
      if route?.isLocal == true { return }
      append(Peer(address: peer, isStandIn: false, hasRoute: true))
    }

    /// The first of the addresses that the machine has a way to: some machines refuse packets to those
    /// of documentation.
    private mutating func addStandIn(among candidates: [RoutedAddress]) throws(NetlinkError) {
      guard let first = candidates.first, addresses(isIPv6: first.isIPv6).isEmpty else { return }
      for candidate in candidates where try hasRoute(to: candidate) {
        append(Peer(address: candidate, isStandIn: true, hasRoute: true))
        return
      }
      append(Peer(address: first, isStandIn: true, hasRoute: false))
    }

    /// Rules may know sources, so that a way may begin at one of the addresses alone.
    private func hasRoute(to destination: RoutedAddress) throws(NetlinkError) -> Bool {
      if case .success = try kernel.answer(to: RouteQuestion(to: destination)) { return true }
      for source in sources where source.isIPv6 == destination.isIPv6 {
        let question = RouteQuestion(to: destination, from: source)
        if case .success = try kernel.answer(to: question) { return true }
      }
      return false
    }

    private mutating func append(_ peer: Peer) {
      if peer.address.isIPv6 { ipv6.append(peer) } else { ipv4.append(peer) }
    }

    /// As many as one wants to ask for, times each endpoint.
    private static let mostPeers = 16

    /// Addresses of documentation, and of a root name server.
    private static let beyondIPv4: [RoutedAddress] = [
      .ipv4(MPTCPAddress.IPv4(192, 0, 2, 1)), .ipv4(MPTCPAddress.IPv4(198, 41, 0, 4)),
    ]
    private static let beyondIPv6: [RoutedAddress] = [
      .ipv6(MPTCPAddress.IPv6(groups: [0x2001, 0xDB8, 0, 0, 0, 0, 0, 1])),
      .ipv6(MPTCPAddress.IPv6(groups: [0x2001, 0x503, 0xBA3E, 0, 0, 0, 2, 0x30])),
    ]
  }
#endif
