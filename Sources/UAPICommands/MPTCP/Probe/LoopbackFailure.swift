internal import MPTCP
internal import Routing

/// A connection of this machine to itself that did not answer for MPTCP, and what was seen around it.
struct LoopbackFailure: Error {
  /// The call that failed.
  var error: MPTCPSocketError
  /// What the client spoke at that time, if that can be told.
  var state: MPTCPSocket.State?
  /// The interface lo; `nil` where it was not asked for.
  var interface: NetworkInterface?
  /// Whether the routing tables lead to the loopback address; `nil` where that was not asked.
  var hasRoute: Bool?
  /// What became of the same with plain TCP: it tells what concerns MPTCP from what concerns all.
  var plainTCP = Control.notTried
  /// How far the counters of MPTCP moved meanwhile: those of the whole namespace.
  var counters: [String: UInt64] = [:]
  /// The setting `net.mptcp.blackhole_timeout`.
  var blackholeTimeout: Int?

  /// A connection over plain TCP.
  enum Control: Hashable {
    case notTried, works
    case failed(MPTCPSocketError)
  }

  /// Whether plain TCP went through where MPTCP did not.
  var concernsMPTCPAlone: Bool { plainTCP == .works }
}
