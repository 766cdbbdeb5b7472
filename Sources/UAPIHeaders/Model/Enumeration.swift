/// An enum of a header.
public struct Enumeration: Hashable, Sendable {
  /// The tag, or the name that a typedef gives; `nil` where it has neither.
  public let name: String?
  /// Its constants, in the order of their declaration.
  public let constants: [EnumConstant]
  /// The header, relative to its include folder: `linux/mptcp.h`.
  public let header: String
  /// Where it is declared.
  public let location: SourceLocation

  /// The enum with the given parts.
  public init(
    name: String?,
    constants: [EnumConstant],
    header: String,
    location: SourceLocation
  ) {
    self.name = name
    self.constants = constants
    self.header = header
    self.location = location
  }
}
