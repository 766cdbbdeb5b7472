internal import MPTCP
internal import Netlink
internal import Routing

/// What keeps an endpoint from subflows, or ought to be known of it.
enum EndpointObstacle {
  /// The interface that it names is gone.
  case interfaceGone(UInt32)
  /// A link-local address without an interface.
  case linkLocalWithoutInterface
  /// No interface has the address.
  case addressMissing
  /// An interface has the address, and sockets do not get it: those of a VRF ask for its interface.
  case addressUnusable(NetworkInterface)
  /// Another machine has the address.
  case addressDuplicate(NetworkInterface)
  /// The kernel still looks whether another machine has the address.
  case addressTentative(NetworkInterface)
  /// An interface is switched off. It may have lost its IPv6 addresses with that.
  case interfaceDown(NetworkInterface, hasAddress: Bool)
  /// An interface has no carrier, perhaps because of the one below it.
  case noCarrier(NetworkInterface, lower: NetworkInterface?)
  /// An interface has a carrier and waits for something.
  case interfaceDormant(NetworkInterface)
  /// The endpoint names another interface than the one that has the address.
  case addressElsewhere(bound: NetworkInterface, holder: NetworkInterface)
  /// There is no way to a peer, and to so many others; the kernel's error, or `nil` where it assumes
  /// the peer on the network of the interface.
  case noRoute(PeerSet, by: NetworkInterface?, NetlinkError.Failure?)
  /// There is no way to peers beyond the networks of the machine, which has none either.
  case noDefaultRoute(by: NetworkInterface?)
  /// What peers answer is dropped.
  case reversePathFilter(
    PeerSet, interface: NetworkInterface, mode: Int, wayBack: NetworkInterface?)
  /// Packets leave by another interface than the one that has the address.
  case leavesElsewhere(PeerSet, by: NetworkInterface, holder: NetworkInterface)
  /// The address is no longer preferred, and goes.
  case addressExpires(NetworkInterface, seconds: UInt32)

  /// The peers that something is true of.
  struct PeerSet {
    /// One of them.
    var first: RoutedAddress
    var count: Int
    /// Whether it means all peers beyond the machine's own networks.
    var isStandIn: Bool

    init?(_ paths: [EndpointReach.Path]) {
      guard let path = paths.first else { return nil }
      first = path.peer
      count = paths.count
      isStandIn = path.isStandIn
    }
  }

  /// Where the interface that an endpoint names is gone; else `nil`.
  init?(goneInterfaceOf endpoint: MPTCPEndpoint) {
    guard let index = endpoint.interfaceIndex, endpoint.interfaceName == nil else { return nil }
    self = .interfaceGone(index)
  }
}

extension EndpointReach {
  /// What is wrong with an endpoint of which this is known: the first of all reasons, since the later
  /// ones follow from it. `nil` where nothing is.
  func obstacle(of endpoint: MPTCPEndpoint) -> EndpointObstacle? {
    if let gone = EndpointObstacle(goneInterfaceOf: endpoint) { return gone }
    // What is neither used nor announced needs no way; what the kernel made is in use.
    guard endpoint.opensSubflows || endpoint.flags.contains(.signal) else { return nil }
    return obstacleOfAddress(endpoint) ?? obstacleOfInterface(endpoint) ?? obstacleOfPaths(endpoint)
      ?? expiry
  }

  // MARK: - Address

  private func obstacleOfAddress(_ endpoint: MPTCPEndpoint) -> EndpointObstacle? {
    if !holders.isEmpty, holders.allSatisfy(\.address.isDuplicate) {
      return .addressDuplicate(holders[0].interface)
    }
    if !holders.isEmpty, holders.allSatisfy({ $0.address.isTentative || $0.address.isDuplicate }) {
      return .addressTentative(holders[0].interface)
    }
    // Peers may reach an announced address that is not here: a router translates it.
    guard endpoint.opensSubflows else { return nil }
    if endpoint.interfaceIndex == nil, RoutedAddress(endpoint.address)?.isLinkLocal == true {
      return .linkLocalWithoutInterface
    }
    guard !isBindable else { return nil }
    if holders.isEmpty, let bound, !bound.isUp { return .interfaceDown(bound, hasAddress: false) }
    return holders.first.map { .addressUnusable($0.interface) } ?? .addressMissing
  }

  // MARK: - Interface

  private func obstacleOfInterface(_ endpoint: MPTCPEndpoint) -> EndpointObstacle? {
    if endpoint.opensSubflows, let bound {
      return obstacle(of: bound) ?? obstacleOfHolders(bound: bound)
    }
    let candidates = holders.map(\.interface)
    guard let first = candidates.first, candidates.allSatisfy({ obstacle(of: $0) != nil }) else {
      return nil
    }
    return obstacle(of: first)
  }

  private func obstacle(of interface: NetworkInterface) -> EndpointObstacle? {
    if !interface.isUp {
      return .interfaceDown(interface, hasAddress: true)
    }
    if !interface.hasCarrier {
      return .noCarrier(interface, lower: interface.lowerIndex.flatMap { interfaces[$0] })
    }
    return interface.isDormant ? .interfaceDormant(interface) : nil
  }

  /// Packets that a peer sends to the address come in by the interface that has it, and a socket that
  /// is bound to another one does not get them.
  private func obstacleOfHolders(bound: NetworkInterface) -> EndpointObstacle? {
    guard let holder = holders.first?.interface,
      !holders.contains(where: {
        $0.interface.index == bound.index || $0.interface.onlyHoldsAddresses
      })
    else { return nil }
    return .addressElsewhere(bound: bound, holder: holder)
  }

  // MARK: - Paths

  private func obstacleOfPaths(_ endpoint: MPTCPEndpoint) -> EndpointObstacle? {
    let open = paths.filter { !$0.isProven }
    return unreachable(among: open, endpoint) ?? withoutCarrier(among: open) ?? filtered(
      among: open) ?? elsewhere(among: open)
  }

  private func unreachable(
    among paths: [Path], _ endpoint: MPTCPEndpoint
  ) -> EndpointObstacle? {
    let missing = paths.filter {
      if case .interface = $0.way { false } else { true }
    }
    let own = endpoint.opensSubflows ? bound : nil
    let device = own ?? holders.first { !$0.interface.onlyHoldsAddresses }?.interface
    guard let worst = missing.first(where: { !$0.isStandIn || $0.machineHasRoute }) else {
      // A machine on its own networks alone can still be reached on them.
      return missing.isEmpty || !endpoint.opensSubflows ? nil : .noDefaultRoute(by: device)
    }
    guard let peers = EndpointObstacle.PeerSet(missing) else { return nil }
    guard case .none(let error) = worst.way else { return .noRoute(peers, by: device, nil) }
    return .noRoute(peers, by: device, error)
  }

  private func withoutCarrier(among paths: [Path]) -> EndpointObstacle? {
    for case .interface(let index?) in paths.map(\.way) {
      if let interface = interfaces[index], let obstacle = obstacle(of: interface) {
        return obstacle
      }
    }
    return nil
  }

  private func filtered(among paths: [Path]) -> EndpointObstacle? {
    let dropped = paths.filter { $0.filter != nil }
    guard let peers = EndpointObstacle.PeerSet(dropped), let filter = dropped.first?.filter,
      let interface = interfaces[filter.interface]
    else { return nil }
    return .reversePathFilter(
      peers, interface: interface, mode: filter.mode,
      wayBack: filter.wayBack.flatMap { interfaces[$0] })
  }

  private func elsewhere(among paths: [Path]) -> EndpointObstacle? {
    guard let holder = holders.first?.interface,
      !holders.contains(where: \.interface.onlyHoldsAddresses)
    else { return nil }
    let strays = paths.filter { path in
      guard case .interface(let index?) = path.way else { return false }
      return !holders.contains { $0.interface.index == index } && index != bound?.index
    }
    guard let peers = EndpointObstacle.PeerSet(strays),
      case .interface(let index?)? = strays.first?.way, let interface = interfaces[index]
    else { return nil }
    return .leavesElsewhere(peers, by: interface, holder: holder)
  }

  /// An address that is deprecated for ever was made so for other sockets: it serves.
  private var expiry: EndpointObstacle? {
    guard let holder = holders.first, holders.count == 1, holder.address.isDeprecated,
      let seconds = holder.address.validSeconds
    else { return nil }
    return .addressExpires(holder.interface, seconds: seconds)
  }
}
