public import UAPIStructs

extension MPTCPSocketList {
  /// Asks for both lists: of MPTCP sockets and of TCP ones, each in IPv4 and IPv6.
  ///
  /// Answers are read datagram by datagram; what is no subflow is dropped at once, so that the
  /// memory it takes grows with the MPTCP sockets alone.
  package init(
    asking exchange: NetlinkExchange, includesListeners: Bool = true,
    includesSubflows: Bool = true, kernel: KernelKnowledge = .unknown
  ) throws(NetlinkError) {
    let states = Self.states + (includesListeners ? [.listening] : [])
    var sockets: [MPTCPSocketEntry] = []
    try Self.listSockets(in: states, asking: exchange, kernel, into: &sockets)
    guard includesSubflows else {
      self.init(sockets: sockets, subflows: nil)
      return
    }
    var subflows: [MPTCPSubflowEntry] = []
    if sockets.contains(where: { $0.socket.state != .listening }) {
      try Self.listSubflows(asking: exchange, kernel, into: &subflows)
    }
    self.init(sockets: sockets, subflows: subflows)
    if strays.isEmpty { return }
    // Their connections came in between, or the kernel passed over them: it walks through its own
    // list by counting, and one that leaves makes it skip another. A second look finds them.
    try Self.listSockets(in: states, asking: exchange, kernel, into: &sockets)
    self.init(sockets: sockets, subflows: subflows)
  }

  private static func listSockets(
    in states: [TCPState], asking exchange: NetlinkExchange, _ kernel: KernelKnowledge,
    into sockets: inout [MPTCPSocketEntry]
  ) throws(NetlinkError) {
    for family in families {
      let request = InetDiagnostics.request(
        family: family, protocolNumber: MPTCPSupport.protocolNumber, states: states,
        name: "list of MPTCP sockets")
      let count = sockets.count
      try exchange.perform(
        request, restart: { sockets.removeLast(sockets.count - count) }
      ) { message throws(NetlinkError) in
        sockets.append(try MPTCPSocketEntry(message, kernel: kernel))
      }
    }
  }

  private static func listSubflows(
    asking exchange: NetlinkExchange, _ kernel: KernelKnowledge,
    into subflows: inout [MPTCPSubflowEntry]
  ) throws(NetlinkError) {
    for family in families {
      let request = InetDiagnostics.request(
        family: family, protocolNumber: SocketAnswers.tcp, states: subflowStates,
        name: "list of TCP sockets")
      let count = subflows.count
      try exchange.perform(
        request, restart: { subflows.removeLast(subflows.count - count) }
      ) { message throws(NetlinkError) in
        if let subflow = try MPTCPSubflowEntry(message, kernel: kernel) {
          subflows.append(subflow)
        }
      }
    }
  }

  private static let families = [SocketAddress.ipv4Family, SocketAddress.ipv6Family]

  private static let states: [TCPState] = subflowStates + [.timeWait, .newSynReceived]

  /// Listeners carry nothing, and what only waits for its end is no socket any more.
  private static let subflowStates: [TCPState] = [
    .established, .synSent, .synReceived, .finWait1, .finWait2, .closed, .closeWait,
    .lastAcknowledgement, .closing,
  ]
}

#if os(Linux) || os(Android)
  extension MPTCPSocketList {
    /// Asks the kernel for all MPTCP sockets in the network namespace of the calling thread.
    ///
    /// - Parameters:
    ///   - includesListeners: whether to list listeners too, for which the kernel goes through those of
    ///     all protocols.
    ///   - includesSubflows: whether to read the list of TCP sockets too, which costs time where
    ///     there are many.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``NetlinkError``. ENOENT means that the kernel cannot list MPTCP sockets: it is
    ///   older than Linux 5.9, or was built without CONFIG_INET_MPTCP_DIAG.
    public init(
      includesListeners: Bool = true, includesSubflows: Bool = true,
      kernel: KernelKnowledge = .unknown
    ) throws(NetlinkError) {
      let netlink: NetlinkSocket
      do throws(SocketError) {
        netlink = try NetlinkSocket(.socketDiagnostics)
      } catch {
        throw .call(error)
      }
      self = try netlink.withExchange { exchange throws(NetlinkError) in
        try MPTCPSocketList(
          asking: exchange, includesListeners: includesListeners,
          includesSubflows: includesSubflows, kernel: kernel)
      }
    }
  }
#endif
