/// The state of a TCP connection, and of an MPTCP one, which uses the same states.
///
/// It is what `tcpi_state` and the kernel's lists of sockets hold.
public struct TCPState: RawRepresentable, Hashable, Sendable {
  /// The kernel's number of the state.
  public let rawValue: UInt8

  /// A state by its number, which may be one that a later kernel brings.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Connected: data can travel both ways.
  public static let established = TCPState(rawValue: 1)
  /// This end asked for a connection and waits for the answer.
  public static let synSent = TCPState(rawValue: 2)
  /// The peer asked for a connection, and was answered.
  public static let synReceived = TCPState(rawValue: 3)
  /// This end closed first, and the peer has not confirmed that.
  public static let finWait1 = TCPState(rawValue: 4)
  /// This end closed first, the peer confirmed it and has not closed.
  public static let finWait2 = TCPState(rawValue: 5)
  /// Both ends closed; the address stays taken for a while.
  public static let timeWait = TCPState(rawValue: 6)
  /// No connection.
  public static let closed = TCPState(rawValue: 7)
  /// The peer closed, this end has not.
  public static let closeWait = TCPState(rawValue: 8)
  /// This end closed after the peer, which has not confirmed that.
  public static let lastAcknowledgement = TCPState(rawValue: 9)
  /// Waiting for connections.
  public static let listening = TCPState(rawValue: 10)
  /// Both ends closed at the same time.
  public static let closing = TCPState(rawValue: 11)
  /// The peer asked for a connection, and there is no socket for it yet.
  public static let newSynReceived = TCPState(rawValue: 12)
}

extension TCPState: CustomStringConvertible {
  /// The kernel's word for the state: `ESTABLISHED`.
  public var description: String {
    let index = Int(rawValue)
    return Self.names.indices.contains(index) ? Self.names[index] : "state \(rawValue)"
  }

  private static let names = [
    "state 0", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
    "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV",
  ]
}
