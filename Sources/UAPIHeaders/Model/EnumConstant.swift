/// A constant of an enum.
package struct EnumConstant: Hashable, Sendable {
  /// The name in the header.
  package let name: String
  /// The value as the compiler sees it on the target.
  package let value: IntegerValue
  /// The number before it was put into network byte order; `nil` for a constant that was not.
  ///
  /// The flags of the TCP header are written as `__constant_cpu_to_be32(0x00800000)`: ``value``
  /// depends on the byte order of the target, this number does not.
  package let hostValue: IntegerValue?
  /// Where it is declared.
  package let location: SourceLocation

  /// The constant with the given parts.
  package init(
    name: String,
    value: IntegerValue,
    hostValue: IntegerValue? = nil,
    location: SourceLocation
  ) {
    self.name = name
    self.value = value
    self.hostValue = hostValue
    self.location = location
  }
}
