package import Netlink
package import UAPIStructs

extension MPTCPSocketList {
  /// An MPTCP socket as the kernel's list shows it: a connection, a listener, or a socket that fell
  /// back to TCP.
  public struct Entry: Sendable {
    /// Addresses, state, queues.
    package let socket: MPTCPSocketList.InetSocket
    /// What MPTCP knows of the socket: the attribute INET_DIAG_INFO, which is always whole.
    public let info: MPTCPInfo?
    /// SO_MARK of the socket, or `nil` where the kernel does not say: it tells those with CAP_NET_ADMIN
    /// in the network namespace alone.
    public let mark: UInt32?
    /// The subflows that the list of TCP sockets shows, in the order of their local and remote ids.
    ///
    /// After fallback there is one, the TCP connection. A listener has none.
    public internal(set) var subflows: [MPTCPSocketList.Subflow] = []

    /// What names the connection at this end, or `nil` where the kernel does not say; 0 is none.
    public var token: UInt32? { info?.token }

    /// Whether the socket asked for MPTCP and speaks TCP.
    ///
    /// The kernel says so here alone: `getsockopt` fails after a fallback.
    public var isFallback: Bool { info?.flags?.contains(.fallback) ?? false }

    /// How many subflows the connection has, by the kernel's own count or, before Linux 6.8, by the
    /// states of the subflows in the list; a listener has 0.
    public var subflowCount: Int {
      if isFallback { return subflows.count }
      if let total = info?.subflowsTotal { return Int(total) }
      return subflows.count { $0.state != .closed && $0.state != .timeWait }
    }
  }
}

extension MPTCPSocketList.Entry {
  /// Reads a message of the list of MPTCP sockets.
  ///
  /// - Throws: ``NetlinkError/answer(_:)`` where lengths contradict the bytes.
  package init(_ message: RawSpan, kernel: KernelKnowledge) throws(NetlinkError) {
    socket = try MPTCPSocketList.InetSocket(message)
    var info: MPTCPInfo?
    var mark: UInt32?
    try NetlinkAttributes.forEach(
      in: message.extracting(MPTCPSocketList.InetSocket.size..<message.byteCount),
      of: "inet_diag_msg of MPTCP"
    ) { type, payload in
      switch type {
      case InetDiagnostics.infoAttribute:
        info = MPTCPInfo(payload, extent: .whole, kernel: kernel)
      case InetDiagnostics.markAttribute: mark = payload.native(at: 0)
      default: break
      }
    }
    self.info = info
    self.mark = mark
  }
}

// What the kernel says of every socket.
extension MPTCPSocketList.Entry {
  /// The state of the connection.
  public var state: TCPInfo.State { socket.state }
  /// The address of this end.
  public var local: MPTCPAddress { socket.local }
  /// The address of the other end: of a listener all zeros.
  public var remote: MPTCPAddress { socket.remote }
  /// The inode of the socket, by which processes refer to it; 0 where no process holds it, as with
  /// a connection that is not accepted yet, and one that its process closed.
  public var inode: UInt32 { socket.inode }
  /// The user who opened the socket.
  public var userID: UInt32 { socket.userID }
  /// The kernel's number of the socket, which is not its identity: see ``MPTCPSocketList/Identity``.
  public var cookie: UInt64 { socket.cookie }
  /// Bytes that wait for the program to read them; of a listener, connections that wait.
  public var receiveQueue: UInt32 { socket.receiveQueue }
  /// Bytes that the peer has not confirmed; of a listener, how many connections may wait.
  public var sendQueue: UInt32 { socket.sendQueue }
  /// The interface to which the socket is bound, or 0.
  public var interfaceIndex: UInt32 { socket.interfaceIndex }
}
