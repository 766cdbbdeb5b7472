public import UAPIStructs

/// All MPTCP sockets of a network namespace, with their subflows.
///
/// ```swift
/// for entry in try MPTCPSocketList().entries where entry.socket.state == .established {
///   print(entry.socket.remote, entry.subflowCount, entry.isFallback)
/// }
/// ```
///
/// The kernel lists MPTCP sockets and TCP sockets apart from each other: a subflow is a TCP socket
/// that names the token of its connection. Connections come and go between the two lists; each
/// entry has the subflows that were there when the second one was read.
public struct MPTCPSocketList: Sendable {
  /// The sockets in the kernel's order, IPv4 first.
  public let entries: [MPTCPSocketEntry]
  /// Subflows whose connection is not among ``entries``: it came or went between the two lists, or
  /// the kernel keeps the tokens to itself.
  public let strays: [MPTCPSubflowEntry]
  /// Whether the kernel keeps subflows to itself: there are connections, and nothing tells which TCP
  /// sockets are theirs. It takes CAP_NET_ADMIN in the namespace.
  public var hidesSubflows: Bool {
    entries.contains { $0.subflowCount > 0 && $0.subflows.isEmpty }
      && !entries.contains { !$0.subflows.isEmpty }
  }
}

extension MPTCPSocketList {
  /// Puts each subflow to its connection.
  package init(sockets: [MPTCPSocketEntry], subflows: [MPTCPSubflowEntry]) {
    var entries = sockets
    var places: [UInt32: Int] = [:]
    places.reserveCapacity(entries.count)
    for index in entries.indices {
      // A listener has no token, and no subflow names the token 0.
      if let token = entries[index].token, token != 0 { places[token] = index }
    }
    var strays: [MPTCPSubflowEntry] = []
    /// Where the kernel keeps tokens to itself, the first subflow still has its connection's ports.
    var ends: [InetSocketEntry.Ends: Int]?
    for subflow in subflows {
      if let token = subflow.token {
        if let place = places[token] {
          entries[place].subflows.append(subflow)
        } else {
          strays.append(subflow)
        }
        continue
      }
      if ends == nil {
        ends = Dictionary(
          entries.indices.map { (entries[$0].socket.ends, $0) },
          uniquingKeysWith: { first, _ in first })
      }
      if let place = ends?[subflow.socket.ends] {
        entries[place].subflows.append(subflow)
      } else {
        strays.append(subflow)
      }
    }
    for index in entries.indices where entries[index].subflows.count > 1 {
      entries[index].subflows.sort { $0.order < $1.order }
    }
    self.entries = entries
    self.strays = strays
  }
}

extension InetSocketEntry {
  /// Both addresses with their ports.
  fileprivate struct Ends: Hashable {
    var local: SocketAddress
    var remote: SocketAddress
  }

  fileprivate var ends: Ends { Ends(local: local, remote: remote) }
}

extension MPTCPSubflowEntry {
  /// The first subflow has the ids 0 and 0; the cookie orders what shares both.
  fileprivate var order: (UInt8, UInt8, UInt64) { (localID ?? 0, remoteID ?? 0, socket.cookie) }
}

#if os(Linux) || os(Android)
  extension MPTCPSocketList {
    /// Asks the kernel for all MPTCP sockets in the network namespace of the calling thread.
    ///
    /// Answers are read datagram by datagram; what is no subflow is dropped at once, so that the
    /// memory it takes grows with the MPTCP sockets alone.
    ///
    /// - Parameters:
    ///   - includesSubflows: whether to read the list of TCP sockets too, which costs time where
    ///     there are many.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``NetlinkError``. ENOENT means that the kernel cannot list MPTCP sockets: it is
    ///   older than Linux 5.9, or was built without CONFIG_INET_MPTCP_DIAG.
    public init(
      includesSubflows: Bool = true, kernel: KernelKnowledge = .unknown
    ) throws(NetlinkError) {
      let netlink: NetlinkSocket
      do throws(SocketError) {
        netlink = try NetlinkSocket(.socketDiagnostics)
      } catch {
        throw .call(error)
      }
      var sockets: [MPTCPSocketEntry] = []
      for family in Self.families {
        let count = sockets.count
        try netlink.perform(
          InetDiagnostics.request(
            family: family, protocolNumber: MPTCPSupport.protocolNumber, states: Self.states,
            name: "list of MPTCP sockets"),
          restart: { sockets.removeLast(sockets.count - count) }
        ) { message throws(NetlinkError) in
          sockets.append(try MPTCPSocketEntry(message, kernel: kernel))
        }
      }
      var subflows: [MPTCPSubflowEntry] = []
      if includesSubflows, sockets.contains(where: { $0.socket.state != .listening }) {
        for family in Self.families {
          let count = subflows.count
          try netlink.perform(
            InetDiagnostics.request(
              family: family, protocolNumber: SocketAnswers.tcp, states: Self.subflowStates,
              name: "list of TCP sockets"),
            restart: { subflows.removeLast(subflows.count - count) }
          ) { message throws(NetlinkError) in
            if let subflow = try MPTCPSubflowEntry(message, kernel: kernel) {
              subflows.append(subflow)
            }
          }
        }
      }
      self.init(sockets: sockets, subflows: subflows)
    }

    private static let families = [SocketAddress.ipv4Family, SocketAddress.ipv6Family]

    private static let states: [TCPState] =
      subflowStates + [.listening, .timeWait, .newSynReceived]

    /// Listeners carry nothing, and what only waits for its end is no socket any more.
    private static let subflowStates: [TCPState] = [
      .established, .synSent, .synReceived, .finWait1, .finWait2, .closed, .closeWait,
      .lastAcknowledgement, .closing,
    ]
  }
#endif
