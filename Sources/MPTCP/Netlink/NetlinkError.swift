public import UAPIStructs

/// Why the kernel's netlink interface gave no answer.
public enum NetlinkError: Error, Hashable, Sendable {
  /// A system call failed.
  case call(MPTCPSocketError)
  /// The kernel refused the request, and perhaps says why.
  case refused(MPTCPSocketError, reason: String?)
  /// The kernel has no generic netlink family of this name.
  case noFamily(String)
  /// The bytes of the answer contradict each other.
  case answer(AnswerError)
  /// What the kernel listed changed during every one of so many attempts to list it.
  case interrupted(attempts: Int)

  /// The error number of the call or of the refusal, or `nil` where there is none.
  public var errno: Int32? {
    switch self {
    case .call(let error), .refused(let error, _): error.errno
    case .noFamily, .answer, .interrupted: nil
    }
  }
}

extension NetlinkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .call(let error): error.description
    case .refused(let error, let reason):
      error.description + (reason.map { ": \($0)" } ?? "")
    case .noFamily(let name): "this kernel has no generic netlink family \(name)"
    case .answer(let error): error.description
    case .interrupted(let attempts):
      "what the kernel lists changed during each of \(attempts) attempts to read it"
    }
  }
}
