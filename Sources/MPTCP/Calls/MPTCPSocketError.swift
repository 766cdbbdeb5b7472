/// A system call that failed.
public struct MPTCPSocketError: Error, Hashable, Sendable {
  /// The call, with the option where there is one: `getsockopt(SOL_MPTCP, MPTCP_INFO)`.
  public let call: String
  /// The error number of the call.
  public let errno: Int32

  /// An error of a call.
  public init(call: String, errno: Int32) {
    self.call = call
    self.errno = errno
  }
}

extension MPTCPSocketError: CustomStringConvertible {
  public var description: String { "\(call): \(text)" }
}

#if os(Linux) || os(Android)
  internal import LibC

  extension MPTCPSocketError {
    /// What the C library says about the number.
    private var text: String {
      // The text stays valid until the next call of the same thread.
      let text = unsafe strerror(errno).map { unsafe String(cString: $0) }
      return "\(text ?? "error \(errno)") (errno \(errno))"
    }
  }
#else
  extension MPTCPSocketError {
    /// The C library here has a text for this system's own number, not for that of Linux.
    private var text: String { "errno \(errno) of Linux" }
  }
#endif
