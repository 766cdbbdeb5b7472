/// Something that a header declares and that a ``HeaderModel`` cannot express.
package struct Unsupported: Hashable, Sendable {
  /// What it is in the header.
  package enum Kind: String, Sendable {
    /// A struct or a union.
    case record
    /// A field of a struct or a union, named `record.field`.
    case field
    /// An enum, or a constant of one.
    case `enum`
    /// A macro.
    case macro
  }

  /// Why it is not in the model.
  package enum Cause: String, Sendable {
    /// A macro that stands for nothing, such as an include guard: there is no value to miss.
    case empty
    /// A macro that takes arguments.
    case functionLike
    /// A macro that is undefined again before the headers end.
    case undefined
    /// A macro that stands for something else than a constant: a type, an attribute, a piece of
    /// syntax.
    case notAConstant
    /// A constant of a type that is neither a number nor a string.
    case type
    /// A type whose layout the compiler does not tell.
    case layout
    /// A name with other characters than letters, digits and underscores.
    case name
  }

  /// What it is in the header.
  package let kind: Kind
  /// The name in the header.
  package let name: String
  /// Why it is not in the model.
  package let cause: Cause
  /// The reason in words, for a report.
  package let reason: String
  /// Where it is declared.
  package let location: SourceLocation

  /// The entry with the given parts.
  package init(kind: Kind, name: String, cause: Cause, reason: String, location: SourceLocation) {
    self.kind = kind
    self.name = name
    self.cause = cause
    self.reason = reason
    self.location = location
  }

  /// Why something cannot be bound whose name is not a C identifier.
  package static let nameReason =
    "its name is not a C identifier: it has other characters than letters, digits and underscores"

  /// The path of the header.
  package var file: String { location.path }
  /// The line of the header.
  package var line: Int { location.line }
}
