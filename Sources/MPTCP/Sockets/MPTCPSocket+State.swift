internal import UAPIStructs

extension MPTCPSocket {
  /// What a descriptor is, as far as MPTCP is concerned, at the moment when the kernel was asked.
  ///
  /// A state can change: a socket that is ``unconnected`` becomes ``mptcp`` or ``fellBack`` with its
  /// handshake, and a connection that speaks MPTCP can still fall back while its first data travel.
  /// It never goes from TCP back to MPTCP without a new connection.
  public enum State: Hashable, Sendable, CaseIterable {
    /// A connection that speaks MPTCP, or did until it ended.
    case mptcp
    /// A socket that asked for MPTCP and speaks TCP: the peer, or something on the way, does not know
    /// MPTCP.
    ///
    /// To the kernel a connection that was reset before its first data is a fallback too.
    case fellBack
    /// A TCP socket in any of its states, a listener included.
    ///
    /// What an MPTCP listener accepts from a client that speaks plain TCP is such a socket too:
    /// nothing in it tells any more which listener it came from.
    case tcp
    /// A listener that accepts MPTCP, and plain TCP too.
    case listening
    /// An MPTCP socket without a connection, not yet, still in its handshake or no more, so that
    /// it is not known which protocol it speaks.
    ///
    /// `TCP_IS_MPTCP` answers 1 for it all the same. Where a connection ended and the kernel remembers
    /// what it spoke, that is told instead; kernels before 5.16 do not.
    case unconnected
    /// A stream socket of neither protocol: a UNIX socket, SCTP, SMC, vsock …
    case otherStream
    /// A socket that is not a stream: UDP, raw, netlink …
    case notStream
    /// A descriptor that is not a socket: a file, a pipe …
    case notSocket
    /// The kernel's answers do not decide it, or contradict each other.
    ///
    /// A filter between program and kernel (seccomp, eBPF) that refuses the questions does that. The
    /// answers themselves are in ``MPTCPSocket/StateAnswers``.
    case undecided
  }
}

extension MPTCPSocket.State {
  /// Judges the answers of a kernel.
  ///
  /// The kernel's release plays no part: distributions backport. No single answer decides either,
  /// since one error number means different things on different kernels:
  ///
  /// | question | MPTCP | fallen back |
  /// |---|---|---|
  /// | `TCP_IS_MPTCP`, since Linux 6.10 | 1 | 0 |
  /// | `TCP_IS_MPTCP` on an older kernel | EOPNOTSUPP | ENOPROTOOPT |
  /// | `MPTCP_INFO`, since Linux 5.16 | answers | IPv4: EOPNOTSUPP, IPv6: ENOPROTOOPT |
  /// | `MPTCP_INFO` on an older kernel | EOPNOTSUPP | IPv4: EOPNOTSUPP, IPv6: ENOPROTOOPT |
  public init(_ answers: MPTCPSocket.StateAnswers) {
    if answers.type == .errno(LinuxErrno.notSocket) {
      self = .notSocket
    } else if let type = answers.type.value, type != MPTCPSocket.StateAnswers.stream {
      self = .notStream
    } else if let domain = answers.domain.value, !MPTCPSocket.StateAnswers.families.contains(domain)
    {
      self = .otherStream
    } else {
      switch answers.protocolNumber {
      case .value(MPTCPSupport.protocolNumber): self = Self.judgeMPTCPSocket(answers)
      case .value(LinuxSocketLevel.tcp.rawValue): self = answers.isProvenMPTCP ? .undecided : .tcp
      case .value: self = .otherStream
      // It is not known which protocol was asked for. A proof of MPTCP replaces that; its absence does
      // not, since TCP and a fallback look alike from here on.
      case .errno: self = answers.isProvenMPTCP ? Self.judgeMPTCPSocket(answers) : .undecided
      }
    }
  }

  /// Judges a socket that was opened as an MPTCP socket.
  private static func judgeMPTCPSocket(_ answers: MPTCPSocket.StateAnswers) -> MPTCPSocket.State {
    // First of all, since a kernel may hand a listener's questions to the TCP socket below.
    if answers.acceptsConnections == true { return .listening }
    // A listener is not connected either.
    let withoutConnection =
      answers.acceptsConnections == nil ? MPTCPSocket.State.undecided : .unconnected
    switch (answers.speaksMPTCP, answers.isConnected) {
    case (.contradiction, _): return .undecided
    case (.yes, true), (.finished, _): return .mptcp
    case (.no, _), (.notByErrno, true): return .fellBack
    // With an error number: a fallback that ended, or a fresh socket whose kernel hands questions to
    // the TCP socket below. Either has no connection.
    case (.yes, false), (.notByErrno, false), (.unknown, false): return withoutConnection
    case (.yes, nil), (.notByErrno, nil), (.unknown, _): return .undecided
    }
  }
}

extension MPTCPSocket.State {
  /// What the case means, in a sentence.
  public var explanation: String {
    switch self {
    case .mptcp: "The connection speaks MPTCP."
    case .fellBack: "The socket asked for MPTCP and speaks TCP."
    case .tcp: "A TCP socket."
    case .listening: "A listener that accepts MPTCP and TCP."
    case .unconnected: "An MPTCP socket without a connection."
    case .otherStream: "A stream socket that is neither MPTCP nor TCP."
    case .notStream: "A socket that is not a stream."
    case .notSocket: "The descriptor is not a socket."
    case .undecided: "The kernel's answers do not tell which protocol the socket speaks."
    }
  }
}
