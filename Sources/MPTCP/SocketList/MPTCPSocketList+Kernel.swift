public import Netlink
public import UAPIStructs

extension MPTCPSocketList {
  /// Asks for both lists: of MPTCP sockets and of TCP ones, each in IPv4 and IPv6.
  ///
  /// Answers are read datagram by datagram; what is not a subflow is dropped at once, so that the
  /// memory it takes grows with the MPTCP sockets alone.
  package init(
    asking exchange: NetlinkExchange, includesListeners: Bool = true,
    includesSubflows: Bool = true, kernel: KernelKnowledge = .unknown
  ) throws(NetlinkError) {
    let states = Self.states + (includesListeners ? [.listening] : [])
    var sockets: [MPTCPSocketList.Entry] = []
    // Memory that is not used costs nothing, entries that have to move do.
    sockets.reserveCapacity(1024)
    try Self.listSockets(in: states, asking: exchange, kernel, into: &sockets)
    guard includesSubflows else {
      self.init(sockets: sockets, subflows: nil)
      return
    }
    var subflows: [MPTCPSocketList.Subflow] = []
    var hidden = HiddenSubflows(of: sockets)
    if sockets.contains(where: { $0.state != .listening }) {
      try Self.listSubflows(asking: exchange, kernel, into: &subflows, &hidden)
    }
    self.init(
      sockets: sockets, subflows: subflows, hidesSubflows: hidden.areProven && subflows.isEmpty)
    if strays.isEmpty, !hidden.isOpen { return }
    // Of strays the connections came in between, or the kernel passed over them: it walks through its
    // own list by counting, and one that leaves makes it skip another. Where there is no subflow at
    // all, the connections may have ended in between. A second look tells.
    var second: [MPTCPSocketList.Entry] = []
    try Self.listSockets(in: states, asking: exchange, kernel, into: &second)
    var all = ListedSockets(sockets)
    if !strays.isEmpty { all.add(second) }
    self.init(
      sockets: all.entries, subflows: subflows,
      hidesSubflows: hidden.isOpen && hidden.remain(in: second))
  }

  private static func listSockets(
    in states: [TCPInfo.State], asking exchange: NetlinkExchange, _ kernel: KernelKnowledge,
    into sockets: inout [MPTCPSocketList.Entry]
  ) throws(NetlinkError) {
    try list(
      MPTCPSupport.protocolNumber, in: states, name: "list of MPTCP sockets", asking: exchange,
      into: &sockets
    ) { message throws(NetlinkError) in try MPTCPSocketList.Entry(message, kernel: kernel) }
  }

  private static func listSubflows(
    asking exchange: NetlinkExchange, _ kernel: KernelKnowledge,
    into subflows: inout [MPTCPSocketList.Subflow], _ hidden: inout HiddenSubflows
  ) throws(NetlinkError) {
    try list(
      LinuxSocketLevel.tcp.rawValue, in: subflowStates, name: "list of TCP sockets",
      asking: exchange,
      into: &subflows
    ) { message throws(NetlinkError) in
      let subflow = try MPTCPSocketList.Subflow(message, kernel: kernel)
      try hidden.note(message, namesSubflow: subflow != nil)
      return subflow
    }
  }

  /// Appends the sockets of a protocol, of both families, as far as they are of interest.
  private static func list<Entry>(
    _ protocolNumber: Int32, in states: [TCPInfo.State], name: String,
    asking exchange: NetlinkExchange,
    into entries: inout [Entry], _ entry: (RawSpan) throws(NetlinkError) -> Entry?
  ) throws(NetlinkError) {
    for family in families {
      let request = InetDiagnostics.request(
        family: family, protocolNumber: protocolNumber, states: states, name: name)
      let count = entries.count
      try exchange.perform(
        request, restart: { entries.removeLast(entries.count - count) }
      ) { message throws(NetlinkError) in
        if let entry = try entry(message) { entries.append(entry) }
      }
    }
  }

  private static let families = [MPTCPAddress.ipv4Family, MPTCPAddress.ipv6Family]

  private static let states: [TCPInfo.State] = subflowStates + [.timeWait, .newSynReceived]

  /// Listeners carry nothing, and what only waits for its end is not a socket any more.
  private static let subflowStates: [TCPInfo.State] = [
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
    public static func current(
      includesListeners: Bool = true, includesSubflows: Bool = true,
      kernel: KernelKnowledge = .unknown
    ) throws(NetlinkError) -> MPTCPSocketList {
      try NetlinkSocket.withExchange(.socketDiagnostics) { exchange throws(NetlinkError) in
        try MPTCPSocketList(
          asking: exchange, includesListeners: includesListeners,
          includesSubflows: includesSubflows, kernel: kernel)
      }
    }
  }
#endif
