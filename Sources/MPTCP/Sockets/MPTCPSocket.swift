internal import UAPIStructs

/// A stream socket that was opened for MPTCP, or for TCP where MPTCP was not to be had.
///
/// The value owns its descriptor and closes it when it goes out of scope, once, whatever `close`
/// answers. ``release()`` hands the descriptor over to the caller, who closes it from then on.
///
/// ```swift
/// let socket = try MPTCPSocket.open(.ipv4, policy: .prefer)
/// if case .tcp(let reason) = socket.outcome {
///   print("TCP only:", reason.explanation, reason.remedy ?? "")
/// }
/// let descriptor = socket.release()
/// ```
public struct MPTCPSocket: ~Copyable, Sendable {
  /// The descriptor, open as long as this value lives.
  ///
  /// Use it while the value is in scope and do not close it: ``release()`` is for that.
  public let descriptor: Int32

  /// Which protocol the socket was opened for.
  public let outcome: Outcome

  init(descriptor: Int32, outcome: Outcome) {
    self.descriptor = descriptor
    self.outcome = outcome
  }

  /// Gives the descriptor away without closing it: the caller closes it.
  public consuming func release() -> Int32 {
    let descriptor = self.descriptor
    discard self
    return descriptor
  }

  deinit {
    // Whatever close says, the descriptor is gone: a second call could hit another thread's.
    Self.close(descriptor)
  }
}

extension MPTCPSocket {
  /// The address family of a socket.
  public enum Family: Hashable, Sendable, CaseIterable {
    /// AF_INET.
    case ipv4
    /// AF_INET6, which carries IPv4 too unless IPV6_V6ONLY is set.
    case ipv6

    var number: Int32 {
      Int32(self == .ipv4 ? MPTCPAddress.ipv4Family : MPTCPAddress.ipv6Family)
    }
    var name: String { self == .ipv4 ? "AF_INET" : "AF_INET6" }
  }

  /// What to do where no MPTCP socket can be opened.
  public enum Policy: Hashable, Sendable, CaseIterable {
    /// Throw.
    case require
    /// Open a TCP socket instead, and say why.
    case prefer
  }

  /// Which protocol a socket was opened for.
  ///
  /// It is what this machine granted. Whether the peer speaks MPTCP shows once the socket is
  /// connected: ``MPTCPSocket/state(of:)``.
  public enum Outcome: Hashable, Sendable {
    /// An MPTCP socket.
    case mptcp
    /// A TCP socket, since MPTCP could not be had for this reason, which explains itself and names
    /// a remedy.
    case tcp(because: MPTCPSupport)

    /// The reason for TCP, or `nil` for MPTCP.
    public var fallbackReason: MPTCPSupport? {
      guard case .tcp(let reason) = self else { return nil }
      return reason
    }
  }

  /// Opens a stream socket for MPTCP.
  ///
  /// The descriptor is closed on `exec` (SOCK_CLOEXEC). A lack of descriptors or memory is not a
  /// reason to fall back: it throws under either policy, so that a busy moment never costs MPTCP unnoticed.
  ///
  /// - Parameters:
  ///   - family: IPv4 or IPv6.
  ///   - policy: what to do where MPTCP is not to be had.
  ///   - nonBlocking: whether to set SOCK_NONBLOCK.
  /// - Returns: the socket, which closes itself, with the protocol it was opened for.
  /// - Throws: ``MPTCPSocketError`` of the socket that could not be opened: under ``Policy/require`` the
  ///   MPTCP one (`MPTCPSupport(socketErrno: error.errno)` tells the cause and the remedy), under
  ///   ``Policy/prefer`` the TCP one. Not on Linux: EPROTONOSUPPORT.
  public static func open(
    _ family: Family = .ipv4, policy: Policy = .prefer, nonBlocking: Bool = false
  ) throws(MPTCPSocketError) -> MPTCPSocket {
    try open(family, policy: policy) { protocolNumber in
      openDescriptor(family, protocolNumber, nonBlocking: nonBlocking)
    }
  }

  /// The decisions of opening, with the system call as a parameter.
  package static func open(
    _ family: Family, policy: Policy,
    by call: (_ protocolNumber: Int32) -> MPTCPSocket.StateAnswers.Answer<Int32>
  ) throws(MPTCPSocketError) -> MPTCPSocket {
    let refusal: Int32
    switch call(MPTCPSupport.protocolNumber) {
    case .value(let descriptor):
      return MPTCPSocket(descriptor: descriptor, outcome: .mptcp)
    case .errno(let errno): refusal = errno
    }
    let isShortage = [
      LinuxErrno.tooManyFiles, LinuxErrno.tooManyFilesOfAll, LinuxErrno.noBuffers,
      LinuxErrno.noMemory,
    ].contains(refusal)
    guard policy == .prefer, !isShortage else {
      throw MPTCPSocketError(call: Self.call(family, "IPPROTO_MPTCP"), errno: refusal)
    }
    switch call(LinuxSocketLevel.tcp.rawValue) {
    case .value(let descriptor):
      let reason = MPTCPSupport(socketErrno: refusal)
      return MPTCPSocket(descriptor: descriptor, outcome: .tcp(because: reason))
    case .errno(let errno):
      throw MPTCPSocketError(call: Self.call(family, "IPPROTO_TCP"), errno: errno)
    }
  }

  private static func call(_ family: Family, _ protocolName: String) -> String {
    "socket(\(family.name), SOCK_STREAM, \(protocolName))"
  }
}
