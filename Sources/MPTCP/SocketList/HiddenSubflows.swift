internal import Netlink

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
  /// Whether a subflow was named: then none is hidden.
  private var isRefuted = false
  private let sockets: [MPTCPSocketList.Entry]
  /// The ends of connections with subflows, of which the kernel may not tell the caller.
  private lazy var ends = Set(sockets.lazy.filter(\.hasSecretSubflows).map { Ends($0.socket) })

  private struct Ends: Hashable {
    let local: MPTCPAddress
    let remote: MPTCPAddress

    init(_ socket: MPTCPSocketList.InetSocket) { (local, remote) = (socket.local, socket.remote) }
  }

  /// What to look for, by the list of MPTCP sockets.
  init(of sockets: [MPTCPSocketList.Entry]) { self.sockets = sockets }

  /// Whether a second look at the list of MPTCP sockets has to tell.
  var isOpen: Bool {
    hasPlainSockets && !isRefuted && !areProven && sockets.contains(where: \.hasSecretSubflows)
  }

  /// Takes note of a message of the list of TCP sockets.
  mutating func note(_ message: RawSpan, namesSubflow: Bool) throws(NetlinkError) {
    if namesSubflow { isRefuted = true }
    if isRefuted || areProven { return }
    hasPlainSockets = true
    if ends.isEmpty { return }
    let socket = try MPTCPSocketList.InetSocket(message)
    areProven = socket.state == .established && ends.contains(Ends(socket))
  }

  /// Whether some of the connections are there afterwards too, with subflows.
  func remain(in entries: [MPTCPSocketList.Entry]) -> Bool {
    let before = Set(sockets.lazy.filter(\.hasSecretSubflows).map(\.identity))
    return entries.contains { $0.hasSecretSubflows && before.contains($0.identity) }
  }
}

extension MPTCPSocketList.Entry {
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
