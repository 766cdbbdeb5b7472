internal import MPTCP
internal import Routing

extension EndpointObstacle {
  /// One word for it, which stays.
  var kind: String {
    switch self {
    case .interfaceGone: "interfaceGone"
    case .linkLocalWithoutInterface: "linkLocalWithoutInterface"
    case .addressMissing: "addressMissing"
    case .addressUnusable: "addressUnusable"
    case .addressDuplicate: "addressDuplicate"
    case .addressTentative: "addressTentative"
    case .interfaceDown: "interfaceDown"
    case .noCarrier: "noCarrier"
    case .interfaceDormant: "interfaceDormant"
    case .addressElsewhere: "addressElsewhere"
    case .noRoute: "noRoute"
    case .noDefaultRoute: "noDefaultRoute"
    case .reversePathFilter: "reversePathFilter"
    case .leavesElsewhere: "leavesElsewhere"
    case .addressExpires: "addressExpires"
    }
  }

  /// What keeps subflows from coming into being is a problem; what passes by itself, or hinders in
  /// some networks only, is worth knowing.
  var severity: CheckFinding.Severity {
    switch self {
    case .addressTentative, .interfaceDormant, .noDefaultRoute, .leavesElsewhere, .addressExpires:
      .note
    default: .problem
    }
  }

  /// The interface that it is about.
  var interface: NetworkInterface? {
    switch self {
    case .interfaceGone, .linkLocalWithoutInterface, .addressMissing: nil
    case .addressUnusable(let interface), .addressDuplicate(let interface),
      .addressTentative(let interface),
      .interfaceDown(let interface, _), .noCarrier(let interface, _),
      .interfaceDormant(let interface), .addressElsewhere(let interface, _),
      .reversePathFilter(_, let interface, _, _), .leavesElsewhere(_, _, let interface),
      .addressExpires(let interface, _):
      interface
    case .noRoute(_, let interface, _), .noDefaultRoute(let interface): interface
    }
  }

  /// A peer that it is about.
  var peers: PeerSet? {
    switch self {
    case .noRoute(let peers, _, _), .reversePathFilter(let peers, _, _, _),
      .leavesElsewhere(let peers, _, _):
      peers
    default: nil
    }
  }

  /// The finding on an endpoint.
  func finding(on endpoint: MPTCPEndpoint) -> CheckFinding {
    let peer = peers.flatMap { $0.isStandIn ? nil : $0.first.description }
    return CheckFinding(
      severity, .endpoints, text(on: endpoint), kind: kind,
      subject: CheckFinding.Subject(
        endpoint: endpoint.id, interface: interface?.name, peer: peer),
      remedy: remedy(for: endpoint))
  }
}

extension EndpointObstacle.PeerSet: CustomStringConvertible {
  /// The peers in a sentence.
  var description: String {
    if isStandIn { return "peers beyond the networks of this machine" }
    switch count {
    case 1: return "\(first)"
    case 2: return "\(first) and another peer"
    default: return "\(first) and \(count - 1) other peers"
    }
  }
}
