/// An enum of a header.
package struct Enumeration: Hashable, Sendable {
  /// The tag, or the name that a typedef gives; `nil` where it has neither.
  package let name: String?
  /// Its constants, in the order of their declaration.
  package let constants: [EnumConstant]
  /// The C type that holds its constants, without typedefs: `unsigned int`.
  package let typeName: String
  /// What `sizeof` says, in bytes.
  package let size: Int
  /// The header, relative to its include folder: `linux/mptcp.h`.
  package let header: String
  /// Where it is declared.
  package let location: SourceLocation

  /// The enum with the given parts.
  package init(
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
