/// A field of a struct or a union.
package struct Field: Hashable, Sendable {
  /// The name in the header.
  package let name: String
  /// The type as the header writes it: `__u32`, `struct sockaddr_in`, `__u8[3]`.
  ///
  /// A type that has no name is written `struct` or `union`.
  package let typeName: String
  /// What the type comes down to.
  package let kind: CTypeKind
  /// The distance from the start of the record in bits, in the order in which the compiler
  /// allocates bits.
  ///
  /// That order starts at the least significant bit on a little-endian machine, and at the most
  /// significant bit on a big-endian one.
  package let bitOffset: Int
  /// The size in bits; 0 for an array without a length.
  package let bitWidth: Int
  /// Whether it is a bit-field.
  package let isBitField: Bool
  /// The distance of its storage from the start of the record, in bytes.
  ///
  /// For a bit-field this is the aligned unit of its declared type, or, where it crosses such a
  /// unit, the bytes that hold a bit of it.
  package let storageOffset: Int
  /// The size of its storage, in bytes.
  package let storageSize: Int
  /// Where it is declared.
  package let location: SourceLocation

  /// The field with the given parts.
  package init(
    name: String,
    typeName: String,
    kind: CTypeKind,
    bitOffset: Int,
    bitWidth: Int,
    isBitField: Bool,
    storageOffset: Int,
    storageSize: Int,
    location: SourceLocation
  ) {
    self.name = name
    self.typeName = typeName
    self.kind = kind
    self.bitOffset = bitOffset
    self.bitWidth = bitWidth
    self.isBitField = isBitField
    self.storageOffset = storageOffset
    self.storageSize = storageSize
    self.location = location
  }
}
