public import UAPIStructs

/// Why a socket could not be read.
public enum MPTCPReadingError: Error, Hashable, Sendable {
  /// A system call failed.
  case call(MPTCPSocketError)
  /// The kernel answered, and the parts of its answer contradict each other.
  case answer(AnswerError)

  /// The error number of the system call, or `nil` where none failed.
  public var errno: Int32? {
    switch self {
    case .call(let error): error.errno
    case .answer: nil
    }
  }
}

extension MPTCPReadingError: CustomStringConvertible {
  /// What failed and why, in one line.
  public var description: String {
    switch self {
    case .call(let error): error.description
    case .answer(let error): error.description
    }
  }
}

extension AnswerError.Code {
  /// A capture is the answer of another option than the one that is being decoded.
  public static let otherOption = AnswerError.Code(rawValue: "otherOption")
}
