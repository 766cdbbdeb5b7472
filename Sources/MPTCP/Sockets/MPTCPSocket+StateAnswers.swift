internal import UAPIStructs

extension MPTCPSocket {
  /// What the kernel said to the questions that tell MPTCP from TCP: a value or an error number each.
  ///
  /// They are kept apart from the verdict, ``MPTCPSocket/State``, so that the answers of any kernel can be
  /// judged on any machine.
  public struct StateAnswers: Hashable, Sendable {
    /// The kernel's answer to one question.
    public enum Answer<Value: Hashable & Sendable>: Hashable, Sendable {
      /// The call succeeded.
      case value(Value)
      /// The call failed with this error number.
      case errno(Int32)

      /// The value, or `nil` for a call that failed.
      public var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
      }
    }

    /// `SO_TYPE`: SOCK_STREAM is 1.
    public var type: Answer<Int32>
    /// `SO_DOMAIN`: the address family.
    public var domain: Answer<Int32>
    /// `SO_PROTOCOL`: 262 for a socket that was opened for MPTCP, 6 for TCP.
    public var protocolNumber: Answer<Int32>
    /// `SO_ACCEPTCONN`: 1 for a listener.
    public var isListening: Answer<Int32>
    /// `getpeername`: the address family of the peer.
    ///
    /// ENOTCONN before the handshake is through and after the connection ended.
    public var peer: Answer<Int32>
    /// `TCP_INFO`: `tcpi_state`, of an MPTCP socket that of its first subflow. 1 is ESTABLISHED.
    public var tcpState: Answer<UInt8>
    /// `MPTCP_INFO`: the flags of the connection.
    public var info: Answer<MPTCPInfo.Flags>
    /// `TCP_IS_MPTCP`, which Linux 6.10 brought.
    public var isMPTCP: Answer<Int32>

    /// Answers from wherever they come.
    public init(
      type: Answer<Int32>, domain: Answer<Int32>, protocolNumber: Answer<Int32>,
      isListening: Answer<Int32>, peer: Answer<Int32>, tcpState: Answer<UInt8>,
      info: Answer<MPTCPInfo.Flags>, isMPTCP: Answer<Int32>
    ) {
      self.type = type
      self.domain = domain
      self.protocolNumber = protocolNumber
      self.isListening = isListening
      self.peer = peer
      self.tcpState = tcpState
      self.info = info
      self.isMPTCP = isMPTCP
    }
  }
}

// What follows from the answers.
extension MPTCPSocket.StateAnswers {
  /// SOCK_STREAM of Linux.
  static let stream: Int32 = 1
  /// The address families that MPTCP and TCP have: AF_INET and AF_INET6 of Linux.
  static let families = [MPTCPAddress.ipv4Family, MPTCPAddress.ipv6Family].map(Int32.init)

  /// These prove a connection, for the first subflow is part of it. That it ended proves nothing about
  /// the others.
  private static let connectedStates: [TCPInfo.State] = [
    .established, .finWait1, .finWait2, .closeWait, .lastAcknowledgement, .closing,
  ]

  /// What is known about the protocol of a socket that was opened for MPTCP.
  enum Evidence {
    /// No sign of a fallback.
    case yes
    /// The handshake agreed on MPTCP, and there was no fallback: true also after the end.
    case finished
    /// The kernel says that it is a fallback.
    case no
    /// An error number says so, which the TCP socket below gave.
    case notByErrno
    case unknown
    case contradiction
  }

  /// Only an MPTCP socket that did not fall back gives such an answer.
  var isProvenMPTCP: Bool { (isMPTCP.value ?? 0) != 0 || info.value != nil }

  /// Whether the socket speaks MPTCP as far as is known.
  var speaksMPTCP: Evidence {
    let fromOption: Evidence =
      switch isMPTCP {
      case .value(0): .no
      case .value: .yes
      // The option is unknown: to MPTCP itself, or to the TCP socket that took its place.
      case .errno(LinuxErrno.notSupported): .yes
      case .errno(LinuxErrno.noSuchOption): .notByErrno
      case .errno: .unknown
      }
    let fromInfo: Evidence =
      switch info {
      case .value(let flags) where flags.contains(.fallback): .no
      case .value(let flags): flags.contains(.remoteKeyReceived) ? .finished : .yes
      // IPv6 names a foreign level this way. EOPNOTSUPP says nothing: IPv4 does that, and a kernel
      // without the option.
      case .errno(LinuxErrno.noSuchOption): .notByErrno
      case .errno: .unknown
      }
    switch (fromOption, fromInfo) {
    case (.unknown, let other), (let other, .unknown): return other
    case (.yes, .yes), (.yes, .finished): return fromInfo
    case (.no, .no), (.no, .notByErrno), (.notByErrno, .no): return .no
    case (.notByErrno, .notByErrno): return .notByErrno
    default: return .contradiction
    }
  }

  /// Whether the socket is a listener, or `nil` if that is not known.
  var acceptsConnections: Bool? {
    isListening.value.map { $0 != 0 }
      ?? tcpState.value.map { TCPInfo.State(rawValue: $0) == .listening }
  }

  /// Whether the socket is past its handshake and not yet at its end, or `nil` if that is not known.
  var isConnected: Bool? {
    switch peer {
    case .value: return true
    case .errno(LinuxErrno.notConnected): return false
    case .errno:
      guard let state = tcpState.value.map(TCPInfo.State.init) else { return nil }
      return Self.connectedStates.contains(state) ? true : nil
    }
  }
}
