#if os(Linux)
  internal import MPTCP
  internal import Netlink
  internal import Routing
  internal import UAPIStructs

  extension EndpointReach {
    /// Asks the kernel about the endpoints, in the network namespace of the calling thread.
    ///
    /// No packet is sent: the kernel is asked by which way it would send one, and whether it would
    /// take what comes back.
    ///
    /// - Parameter sockets: the connections, whose peers are asked for.
    static func all(
      of endpoints: [MPTCPEndpoint], sockets: MPTCPSocketList?
    ) throws(NetlinkError) -> [UInt8: EndpointReach] {
      guard !endpoints.isEmpty else { return [:] }
      return try RouteNetlink.withKernel { kernel throws(NetlinkError) in
        var interfaces: [UInt32: NetworkInterface] = [:]
        for interface in try kernel.interfaces() { interfaces[interface.index] = interface }
        let addresses = try kernel.addresses()
        let sources = addresses.filter { held in
          interfaces[held.interface]?.onlyHoldsAddresses == false && !held.address.isLinkLocal
        }.map(\.address)
        let peers = try EndpointPeers(
          sockets, from: Array(sources.prefix(Self.mostSources)), asking: kernel)
        var reaches: [UInt8: EndpointReach] = [:]
        for endpoint in endpoints {
          var reach = EndpointReach(isBindable: LocalAddress.exists(endpoint))
          reach.interfaces = interfaces
          reach.bound = endpoint.interfaceIndex.flatMap { interfaces[$0] }
          if let address = RoutedAddress(endpoint.address) {
            reach.holders = addresses.compactMap { held in
              guard held.address == address, let interface = interfaces[held.interface] else {
                return nil
              }
              // The same link-local address on another interface is another one.
              if address.isLinkLocal, let index = endpoint.interfaceIndex, index != held.interface {
                return nil
              }
              return Holder(interface: interface, address: held)
            }
            try reach.askForPaths(of: endpoint, from: address, to: peers, kernel)
          }
          reaches[endpoint.id] = reach
        }
        return reaches
      }
    }

    private mutating func askForPaths(
      of endpoint: MPTCPEndpoint, from address: RoutedAddress, to peers: EndpointPeers,
      _ kernel: RouteNetlink
    ) throws(NetlinkError) {
      // A link-local address speaks to its own network, a missing one to nothing at all.
      guard isBindable, !address.isLinkLocal else { return }
      if holders.isEmpty {
        // A setting lets sockets use any address. A local route makes one this machine's.
        let route = try? kernel.answer(to: RouteQuestion(to: address)).get()
        isBindable = route?.isLocal == true
        guard isBindable else { return }
      }
      let bound = endpoint.opensSubflows ? self.bound?.index : nil
      for peer in peers.addresses(isIPv6: address.isIPv6) {
        var path = Path(peer: peer.address, isStandIn: peer.isStandIn, way: .assumedOnLink)
        path.machineHasRoute = peer.hasRoute
        path.isProven = peers.subflows.contains(.init(local: address, remote: peer.address))
        path.way = try Self.way(from: address, to: peer.address, boundTo: bound, kernel)
        path.filter = try filter(on: path, from: address, boundTo: bound, kernel)
        paths.append(path)
      }
    }

    private static func way(
      from address: RoutedAddress, to peer: RoutedAddress, boundTo bound: UInt32?,
      _ kernel: RouteNetlink
    ) throws(NetlinkError) -> Way {
      var question = RouteQuestion(to: peer, from: address, outgoing: bound)
      var route: NetworkRoute
      switch try kernel.answer(to: question) {
      case .success(let answer): route = answer
      case .failure(let error): return .none(error)
      }
      guard let bound else { return .interface(route.interface) }
      if address.isIPv6, route.interface != bound {
        // With a source the kernel prefers the interface here, and a bound socket insists on it.
        question.source = nil
        switch try kernel.answer(to: question) {
        case .success(let answer): route = answer
        case .failure(let error): return .none(error)
        }
        guard route.interface == bound else {
          return .none(
            NetlinkError.Failure(call: "RTM_GETROUTE", errno: LinuxErrno.networkUnreachable))
        }
      }
      // For a bound socket the kernel answers with a neighbour where no table has an answer.
      if !address.isIPv6, !route.hasGateway {
        question.wantsEntry = true
        if case .failure = try kernel.answer(to: question) { return .assumedOnLink }
      }
      return .interface(route.interface)
    }

    /// Whether the kernel would drop what a peer sends to the address: IPv6 has no such filter.
    ///
    /// It comes in by the interface that has the address, or by the one that the subflow is bound to.
    private func filter(
      on path: Path, from address: RoutedAddress, boundTo bound: UInt32?, _ kernel: RouteNetlink
    ) throws(NetlinkError) -> ReversePathFilter? {
      var arrivals = holders.map(\.interface).filter { !$0.onlyHoldsAddresses }.map(\.index)
      if let bound { arrivals = [bound] }
      guard !address.isIPv6, let arrival = arrivals.first, case .interface(let out) = path.way
      else {
        return nil
      }
      // Out and back by the same one.
      if bound == nil, let out, arrivals.contains(out) { return nil }
      let mode = try kernel.reversePathFilter(of: arrival)
      guard mode > 0 else { return nil }
      let wayBack = try kernel.answer(to: RouteQuestion(to: path.peer, from: address))
      let interface = (try? wayBack.get())?.interface
      guard interface != arrival else { return nil }
      // Several routes may lead back: the kernel itself judges.
      let judged = try kernel.answer(
        to: RouteQuestion(to: address, from: path.peer, incoming: arrival))
      guard case .failure = judged else { return nil }
      return ReversePathFilter(interface: arrival, mode: mode, wayBack: interface)
    }

    /// As many addresses as one wants to try; each is one question.
    private static let mostSources = 64
  }

  extension RouteNetlink {
    /// The way of packets, or the error that says that there is none. Other errors are thrown.
    func answer(
      to question: RouteQuestion
    ) throws(NetlinkError) -> Result<NetworkRoute, NetlinkError.Failure> {
      do throws(NetlinkError) {
        return .success(try route(question))
      } catch .refused(let error, _) {
        return .failure(error)
      }
    }
  }
#endif
