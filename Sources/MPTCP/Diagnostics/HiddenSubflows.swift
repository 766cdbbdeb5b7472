/// What shows whether the kernel keeps to itself which TCP sockets are subflows.
///
/// Before Linux 6.15 it names them to callers with CAP_NET_ADMIN alone. To others it lists the TCP
/// sockets of a connection as it lists all others. That no subflow is named proves nothing: the
/// connections may have ended between the two lists.
struct HiddenSubflows {
  /// Whether the TCP socket of a connection was listed as one that has nothing to do with MPTCP.
  private(set) var areProven = false
  /// Whether any TCP socket was listed without a word of MPTCP.
  private(set) var hasPlainSockets = false
  /// The connections that have subflows, of which the kernel may not tell the caller.
  private let connections: Set<SocketIdentity>
  private let ends: Set<Ends>

  /// Whether there are connections with subflows, of which the kernel may not tell the caller.
  var hasConnections: Bool { !connections.isEmpty }

  private struct Ends: Hashable {
    let local: SocketAddress
    let remote: SocketAddress

    init(_ socket: InetSocketEntry) { (local, remote) = (socket.local, socket.remote) }
  }

  /// What to look for, by the list of MPTCP sockets.
  init(of entries: [MPTCPSocketEntry]) {
    let affected = entries.lazy.filter(\.hasSecretSubflows)
    connections = Set(affected.map(\.identity))
    ends = Set(affected.map { Ends($0.socket) })
  }

  /// Takes note of a message of the list of TCP sockets that does not name a subflow.
  mutating func note(_ message: RawSpan) throws(NetlinkError) {
    hasPlainSockets = true
    if areProven || ends.isEmpty { return }
    let socket = try InetSocketEntry(message)
    areProven = socket.state == .established && ends.contains(Ends(socket))
  }

  /// Whether some of the connections are there afterwards too, with subflows.
  func remain(in entries: [MPTCPSocketEntry]) -> Bool {
    entries.contains { $0.hasSecretSubflows && connections.contains($0.identity) }
  }
}

extension MPTCPSocketEntry {
  /// Whether there are subflows of which the kernel may not tell the caller.
  ///
  /// The end of a connection says nothing: its subflows end first, or live on without a socket.
  var hasSecretSubflows: Bool {
    // The kernel tells the mark to whom it tells everything.
    guard mark == nil, hasToken, !isFallback else { return false }
    guard socket.state == .established || socket.state == .closeWait else { return false }
    // Before Linux 6.8 the kernel does not count them; one there is.
    return (info?.subflowsTotal).map { $0 > 0 } ?? true
  }
}
