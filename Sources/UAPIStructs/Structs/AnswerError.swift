/// An answer that no kernel gives: its parts contradict each other or do not fit their bytes.
public struct AnswerError: Error, Hashable, Sendable {
  /// What is wrong. More codes may come.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the code, which stays the same between releases of this package.
    public let rawValue: String
    /// A code with a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A length is negative, or larger than the bytes that there are.
    public static let lengthOutOfRange = Code(rawValue: "lengthOutOfRange")
    /// A header ends before its last field.
    public static let headerTruncated = Code(rawValue: "headerTruncated")
    /// The size of an array's elements contradicts another figure.
    public static let strideOutOfRange = Code(rawValue: "strideOutOfRange")
    /// The number of elements contradicts the bytes that there are.
    public static let countOutOfRange = Code(rawValue: "countOutOfRange")
  }

  /// What is wrong.
  public let code: Code
  /// The socket option or struct whose answer it is.
  public let subject: String
  /// The offset in the answer of the byte at which it goes wrong.
  public let byte: Int
  /// What is wrong, in words.
  public let reason: String

  /// An error in an answer.
  public init(_ code: Code, subject: String, byte: Int, reason: String) {
    self.code = code
    self.subject = subject
    self.byte = byte
    self.reason = reason
  }
}

extension AnswerError: CustomStringConvertible {
  /// Subject, byte and reason in one line.
  public var description: String { "\(subject), byte \(byte): \(reason)" }
}
