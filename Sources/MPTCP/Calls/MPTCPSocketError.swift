internal import LibC

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
  /// The call and the meaning of its error number, in one line.
  public var description: String { "\(call): \(LinuxErrno.text(of: errno))" }
}
