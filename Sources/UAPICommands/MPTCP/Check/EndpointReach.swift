internal import MPTCP
internal import Netlink
internal import Routing

/// What the kernel says of an endpoint's address, of the interfaces that have it, and of the ways
/// from it to peers.
struct EndpointReach {
  /// Whether a socket can be bound to the address.
  var isBindable = true
  /// The interface that the endpoint names; `nil` for none, and for one that is gone.
  var bound: NetworkInterface?
  /// The interfaces that have the address.
  var holders: [Holder] = []
  /// The ways to peers.
  var paths: [Path] = []
  /// All interfaces of the namespace, by their indexes.
  var interfaces: [UInt32: NetworkInterface] = [:]

  /// An interface that has the address of the endpoint.
  struct Holder {
    var interface: NetworkInterface
    var address: InterfaceAddress
  }

  /// The way from the endpoint to a peer.
  struct Path {
    var peer: RoutedAddress
    /// Whether the address means all peers beyond the machine's own networks: no connection
    /// has a peer to ask for.
    var isStandIn = false
    /// Whether a subflow from the endpoint's address to the peer is established: it proves the way.
    var isProven = false
    /// Whether the machine itself has a way there, from whatever address.
    var machineHasRoute = true
    var way: Way
    /// What drops the answers of the peer.
    var filter: ReversePathFilter?
  }

  /// How packets leave.
  enum Way {
    /// By an interface.
    case interface(UInt32?)
    /// By the interface that the endpoint names, as if the peer were on its network: no route says
    /// that.
    case assumedOnLink
    /// Not at all.
    case none(NetlinkError.Failure)
  }

  /// The kernel drops what comes in by an interface: `rp_filter`.
  struct ReversePathFilter {
    /// The interface by which the answers come in.
    var interface: UInt32
    /// 1: the way back has to leave by it. 2: there has to be one.
    var mode: Int
    /// The interface by which the way back leaves; `nil` where there is none.
    var wayBack: UInt32?
  }
}

extension EndpointReach {
  /// The name of an interface, for sentences.
  func name(_ index: UInt32?) -> String {
    guard let index else { return "an interface" }
    return interfaces[index]?.name ?? "interface \(index)"
  }
}
