/// A request that no kernel could read as it was meant.
public struct RequestError: Error, Hashable, Sendable {
  /// What is wrong. More codes may come.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the code, which stays the same between releases of this package.
    public let rawValue: String
    /// A code with a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The release does not have the struct.
    public static let noSuchStruct = Code(rawValue: "noSuchStruct")
    /// The layout does not have the field.
    public static let noSuchField = Code(rawValue: "noSuchField")
    /// The value needs more bits or bytes than the field has, or is negative and the field unsigned.
    public static let valueOutOfRange = Code(rawValue: "valueOutOfRange")
    /// The value is a number where the field is an array or a struct, or the other way round.
    public static let otherKind = Code(rawValue: "otherKind")
  }

  /// What is wrong.
  public let code: Code
  /// The struct, or the struct and the field, in C: `open_how.flags`.
  public let subject: String
  /// What is wrong, in words.
  public let reason: String
}

extension RequestError: CustomStringConvertible {
  /// Subject and reason in one line.
  public var description: String { "\(subject): \(reason)" }
}
