extension TCPInfo {
  /// The state of a TCP connection, and of an MPTCP one, which uses the same states.
  ///
  /// It is what `tcpi_state` and the kernel's lists of sockets hold.
  public struct State: RawRepresentable, Hashable, Sendable {
    /// The kernel's number of the state.
    public let rawValue: UInt8

    /// A state by its number, which may be one that a later kernel brings.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Connected: data can travel both ways.
    public static let established = State(rawValue: 1)
    /// This end asked for a connection and waits for the answer.
    public static let synSent = State(rawValue: 2)
    /// The peer asked for a connection, and was answered.
    public static let synReceived = State(rawValue: 3)
    /// This end closed first, and the peer has not confirmed that.
    public static let finWait1 = State(rawValue: 4)
    /// This end closed first, the peer confirmed it and has not closed.
    public static let finWait2 = State(rawValue: 5)
    /// Both ends closed; the address stays taken for a while.
    public static let timeWait = State(rawValue: 6)
    /// No connection.
    public static let closed = State(rawValue: 7)
    /// The peer closed, this end has not.
    public static let closeWait = State(rawValue: 8)
    /// This end closed after the peer, which has not confirmed that.
    public static let lastAcknowledgement = State(rawValue: 9)
    /// Waiting for connections.
    public static let listening = State(rawValue: 10)
    /// Both ends closed at the same time.
    public static let closing = State(rawValue: 11)
    /// The peer asked for a connection, and there is no socket for it yet.
    public static let newSynReceived = State(rawValue: 12)
    /// Bound to an address, and without a connection.
    ///
    /// The kernel's lists alone call that a state of its own, if they are asked for it. Since Linux 6.8.
    public static let boundInactive = State(rawValue: 13)
  }
}

extension TCPInfo.State: CustomStringConvertible {
  /// The kernel's word for the state: `ESTABLISHED`; for one without a word here, its number.
  public var description: String { name ?? "state \(rawValue)" }

  /// The kernel's word for the state, or `nil` for one without a word here.
  public var name: String? {
    let index = Int(rawValue) - 1
    return Self.names.indices.contains(index) ? Self.names[index] : nil
  }

  /// The states from 1 on.
  private static let names = [
    "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE",
    "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV", "BOUND_INACTIVE",
  ]
}
