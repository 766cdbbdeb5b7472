internal import MPTCP
internal import Routing

extension EndpointObstacle {
  /// What is the case, in a sentence.
  func text(on endpoint: MPTCPEndpoint) -> String {
    let name = endpoint.title
    let nothing = endpoint.opensSubflows ? "opens no subflow" : "is announced in vain"
    return switch self {
    case .interfaceGone(let index): "\(name) is bound to interface \(index), which is gone."
    case .linkLocalWithoutInterface:
      "\(name) \(nothing): a link-local address needs an interface, and the endpoint names none."
    case .addressMissing: "\(name) \(nothing): no interface has the address."
    case .addressUnusable(let interface):
      "\(name) \(nothing): \(interface.name) has the address, and the kernel gives it to no socket "
        + "that is not bound to that interface."
    case .addressDuplicate(let interface):
      "\(name) \(nothing): another machine on the network of \(interface.name) has the address."
    case .addressTentative(let interface):
      "\(name) \(nothing) yet: \(interface.name) has the address, and the kernel still looks whether "
        + "another machine has it too."
    case .interfaceDown(let interface, true):
      "\(name) \(nothing): the interface \(interface.name) is down."
    case .interfaceDown(let interface, false):
      "\(name) \(nothing): the interface \(interface.name) is down, and does not have the address."
    case .noCarrier(let interface, let lower?) where !lower.isUp:
      "\(name) \(nothing): the interface \(interface.name) has no carrier, since \(lower.name) is "
        + "down."
    case .noCarrier(let interface, _):
      "\(name) \(nothing): the interface \(interface.name) has no carrier."
    case .interfaceDormant(let interface):
      "\(name) \(nothing) yet: the interface \(interface.name) is dormant, it waits to be let into "
        + "its network."
    case .addressElsewhere(let bound, let holder):
      "\(name) \(nothing): it is bound to \(bound.name), and the address is on \(holder.name), where "
        + "the answers come in."
    case .noRoute(let peers, let device, let error?):
      "\(name) \(Self.nothing(endpoint, peers)): there is no route from the address"
        + "\(device.map { " by \($0.name)" } ?? "") (\(error))."
    case .noRoute(let peers, let device, nil):
      "\(name) \(Self.nothing(endpoint, peers)): there is no route by "
        + "\(device?.name ?? "its interface"), and the kernel looks for them on that network itself."
    case .noDefaultRoute(let device):
      "\(name) opens subflows to peers on the networks of "
        + "\(device?.name ?? "this machine") only: there is no route to others."
    case .reversePathFilter(let peers, let interface, 1, let wayBack):
      "\(name) \(Self.nothing(endpoint, peers)): rp_filter drops what comes in by "
        + "\(interface.name), since the way back "
        + (wayBack.map { "leaves by \($0.name)." } ?? "does not leave by it.")
    case .reversePathFilter(let peers, let interface, _, _):
      "\(name) \(Self.nothing(endpoint, peers)): rp_filter drops what comes in by "
        + "\(interface.name), since there is no way back."
    case .leavesElsewhere(let peers, let interface, let holder):
      "\(name): what it sends to \(peers) leaves by \(interface.name), and the address is on "
        + "\(holder.name). Networks that check senders drop it."
    case .addressExpires(let interface, let seconds):
      "\(name): the address is deprecated, and \(interface.name) loses it in \(seconds) s."
    }
  }

  /// That no subflow to these peers comes into being.
  private static func nothing(_ endpoint: MPTCPEndpoint, _ peers: PeerSet) -> String {
    endpoint.opensSubflows
      ? "opens no subflow to \(peers)" : "is announced in vain to \(peers)"
  }

  // MARK: - Remedies

  /// What to do about it: one thing a line.
  func remedy(for endpoint: MPTCPEndpoint) -> String {
    let address = RoutedAddress(endpoint.address)?.description ?? "ADDRESS"
    switch self {
    case .interfaceGone: return endpoint.removal
    case .linkLocalWithoutInterface:
      return "\(endpoint.removal), and add it with its interface: "
        + "ip mptcp endpoint add \(address) dev INTERFACE subflow"
    case .addressMissing:
      let device = endpoint.interfaceName.map(ShellWord.quoted) ?? "INTERFACE"
      return "ip address add \(address)/PREFIX dev \(device), or \(endpoint.removal)"
    case .addressUnusable(let interface):
      return "\(endpoint.removal), and add it with dev \(ShellWord.quoted(interface.name))"
    case .addressDuplicate(let interface):
      return "Give this machine or the other one another address: "
        + "ip address delete \(address)/PREFIX dev \(ShellWord.quoted(interface.name))"
    case .addressTentative: return "Wait a moment, and check again."
    case .interfaceDown(let interface, let hasAddress):
      let up = "ip link set dev \(ShellWord.quoted(interface.name)) up"
      if hasAddress { return up }
      return "\(up), and add the address if it does not come by itself: ip address add "
        + "\(address)/PREFIX dev \(ShellWord.quoted(interface.name))"
    case .noCarrier(_, let lower?) where !lower.isUp:
      return "ip link set dev \(ShellWord.quoted(lower.name)) up"
    case .noCarrier(let interface, _):
      return "Plug the cable in, join the network or start the tunnel, and look at the other end: "
        + "ip link show dev \(ShellWord.quoted(interface.name))"
    case .interfaceDormant(let interface):
      return "Look at what lets it in, such as wpa_supplicant: "
        + "ip link show dev \(ShellWord.quoted(interface.name))"
    case .addressElsewhere(let bound, let holder):
      return
        "\(endpoint.removal), and add it with dev \(ShellWord.quoted(holder.name)), or give it "
        + "an address of \(ShellWord.quoted(bound.name))"
    case .noRoute(_, let device, _), .noDefaultRoute(let device):
      return Self.routes(from: endpoint, by: device)
    case .leavesElsewhere(_, _, let holder): return Self.routes(from: endpoint, by: holder)
    case .reversePathFilter(_, let interface, 1, _):
      return "sysctl -w \(Self.setting(of: interface))=2\nOr give the address a way of its own: "
        + Self.routes(from: endpoint, by: interface)
    case .reversePathFilter(_, let interface, _, _):
      return Self.routes(from: endpoint, by: interface)
    case .addressExpires:
      return "Renew it, by DHCP or router advertisements, or give the path manager another address."
    }
  }

  /// A table of routes for what comes from the address.
  private static func routes(
    from endpoint: MPTCPEndpoint, by interface: NetworkInterface?
  ) -> String {
    let address = RoutedAddress(endpoint.address)?.description ?? "ADDRESS"
    let ip = RoutedAddress(endpoint.address)?.isIPv6 == true ? "ip -6" : "ip"
    let device = interface.map { ShellWord.quoted($0.name) } ?? "INTERFACE"
    return
      "\(ip) route add default via GATEWAY dev \(device) table N\n\(ip) rule add from \(address) "
      + "table N (N: a number of a table that is free)"
  }

  /// A name with a dot in it takes slashes in the rest.
  private static func setting(of interface: NetworkInterface) -> String {
    ShellWord.quoted(
      interface.name.contains(".")
        ? "net/ipv4/conf/\(interface.name)/rp_filter"
        : "net.ipv4.conf.\(interface.name).rp_filter")
  }
}
