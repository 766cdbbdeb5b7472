/// A struct or a union of a header, with its layout on the target that it was parsed for.
package struct Record: Hashable, Sendable {
  /// Whether the fields are one after the other or all in the same place.
  package enum Kind: String, Sendable {
    /// A struct.
    case `struct`
    /// A union.
    case union
  }

  /// The tag, such as `mptcp_info`; for a record without one, the name that a typedef gives.
  ///
  /// A record that has neither is named after the field that has its type: `outer.field`.
  package let name: String
  /// Whether it is a struct or a union.
  package let kind: Kind
  /// How C code names the type: `struct mptcp_info`, `siginfo_t`; for a record without a name of its
  /// own an expression, `__typeof__(((struct outer *)0)->field)`.
  package let cType: String
  /// What `sizeof` says, in bytes.
  package let size: Int
  /// What `_Alignof` says, in bytes, with the attributes of the declaration.
  package let alignment: Int
  /// The fields in the order of their declaration, those of anonymous members in the place of the
  /// member.
  package let fields: [Field]
  /// The header, relative to its include folder: `linux/mptcp.h`.
  package let header: String
  /// Where it is declared.
  package let location: SourceLocation

  /// The record with the given parts.
  ///
  /// Without a `cType`, the name is the tag.
  package init(
    name: String,
    kind: Kind,
    cType: String? = nil,
    size: Int,
    alignment: Int,
    fields: [Field],
    header: String,
    location: SourceLocation
  ) {
    self.name = name
    self.kind = kind
    self.cType = cType ?? "\(kind.rawValue) \(name)"
    self.size = size
    self.alignment = alignment
    self.fields = fields
    self.header = header
    self.location = location
  }

  /// The field of the given name; `nil` where there is none.
  package func field(named name: String) -> Field? {
    fields.first { $0.name == name }
  }
}
