#if os(Linux) || os(Android)
  internal import LibC
#endif
public import UAPIStructs

/// Why the kernel's netlink interface gave no answer.
public enum NetlinkError: Error, Hashable, Sendable {
  /// An error number, and what it answered.
  public struct Failure: Error, Hashable, Sendable {
    /// The system call that failed, or the request that was refused: `MPTCP_PM_CMD_GET_ADDR`.
    public let call: String
    /// The error number, as Linux numbers errors.
    public let errno: Int32

    /// A failure of a call.
    public init(call: String, errno: Int32) {
      self.call = call
      self.errno = errno
    }
  }

  /// A system call failed.
  case call(Failure)
  /// The kernel refused the request, and perhaps says why.
  case refused(Failure, reason: String?)
  /// The kernel has no generic netlink family of this name.
  case noFamily(String)
  /// The bytes of the answer contradict each other.
  case answer(AnswerError)
  /// What the kernel listed changed during every one of so many attempts to list it.
  case interrupted(attempts: Int)

  /// The error number of the call or of the refusal, or `nil` where there is none.
  public var errno: Int32? {
    switch self {
    case .call(let failure), .refused(let failure, _): failure.errno
    case .noFamily, .answer, .interrupted: nil
    }
  }
}

extension NetlinkError {
  /// An answer without an attribute that it must have.
  package static func missing(_ name: String, in subject: String) -> NetlinkError {
    .answer(
      AnswerError(.attributeMissing, subject: subject, byte: 0, reason: "\(name) is missing"))
  }

  /// An acknowledgement where the request asks for something.
  package static func nothing(in subject: String) -> NetlinkError {
    .answer(
      AnswerError(
        .headerTruncated, subject: subject, byte: 0,
        reason: "the kernel acknowledged the request and answered nothing"))
  }
}

extension AnswerError.Code {
  /// An attribute is not there without which the answer says nothing.
  public static let attributeMissing = AnswerError.Code(rawValue: "attributeMissing")
}

extension NetlinkError.Failure: CustomStringConvertible {
  /// The call, and what the error number means.
  public var description: String {
    #if os(Linux) || os(Android)
      return "\(call): \(SystemCall.text(ofError: errno))"
    #else
      // The C library here has a text for this system's own number, not for that of Linux.
      return "\(call): errno \(errno) of Linux"
    #endif
  }
}

extension NetlinkError: CustomStringConvertible {
  /// The reason in a sentence.
  public var description: String {
    switch self {
    case .call(let failure): failure.description
    case .refused(let failure, let reason):
      failure.description + (reason.map { ": \($0)" } ?? "")
    case .noFamily(let name): "this kernel has no generic netlink family \(name)"
    case .answer(let error): error.description
    case .interrupted(let attempts):
      "what the kernel lists changed during each of \(attempts) attempts to read it"
    }
  }
}
