/// An enum of a header.
public struct Enumeration: Hashable, Sendable {
  /// The tag, or the name that a typedef gives; `nil` where it has neither.
  public let name: String?
  /// Its constants, in the order of their declaration.
  public let constants: [EnumConstant]
  /// The C type that holds its constants, without typedefs: `unsigned int`.
  public let typeName: String
  /// What `sizeof` says, in bytes.
  public let size: Int
  /// The header, relative to its include folder: `linux/mptcp.h`.
  public let header: String
  /// Where it is declared.
  public let location: SourceLocation

  /// The enum with the given parts.
  public init(
    name: String?,
    constants: [EnumConstant],
    typeName: String,
    size: Int,
    header: String,
    location: SourceLocation
  ) {
    self.name = name
    self.constants = constants
    self.typeName = typeName
    self.size = size
    self.header = header
    self.location = location
  }
}
