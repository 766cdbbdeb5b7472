/// A macro that stands for a constant.
package struct Macro: Hashable, Sendable {
  /// What a macro stands for.
  package enum Value: Hashable, Sendable {
    /// An integer.
    case integer(IntegerValue)
    /// A floating-point number, as far as a `Double` can tell it.
    case floating(Double)
    /// A string, without its quotes.
    case string(String)
  }

  /// The name in the header.
  package let name: String
  /// What it stands for once all headers are read.
  package let value: Value
  /// The C type of the value, without typedefs: `unsigned int`.
  package let typeName: String
  /// The header, relative to its include folder: `linux/mptcp.h`.
  package let header: String
  /// Where it is defined.
  package let location: SourceLocation

  /// The macro with the given parts.
  package init(
    name: String, value: Value, typeName: String, header: String, location: SourceLocation
  ) {
    self.name = name
    self.value = value
    self.typeName = typeName
    self.header = header
    self.location = location
  }
}
