/// A macro of a requested header.
struct MacroDefinition {
  let name: String
  let cursor: Cursor
  let place: Place
  let header: String

  var location: SourceLocation { place.location }

  /// The reason why a macro that is not an expression cannot be bound.
  static let syntaxReason = "it stands for a piece of syntax, not for a value"

  func unsupported(_ cause: Unsupported.Cause, _ reason: String) -> Unsupported {
    Unsupported(kind: .macro, name: name, cause: cause, reason: reason, location: location)
  }

  /// What it stands for, without parentheses around the whole.
  var textWithoutParentheses: String {
    var tokens = cursor.unit.tokens(of: cursor).dropFirst()
    while tokens.first?.text == "(", tokens.last?.text == ")" {
      tokens = tokens.dropFirst().dropLast()
    }
    return tokens.map(\.text).joined(separator: " ")
  }

  /// Why it is not part of a model, where the compiler found that it has no value.
  func unsupported(_ finding: MacroEvaluator.Finding?) -> Unsupported? {
    switch finding {
    case .value:
      nil
    case .characters:
      unsupported(.notAConstant, "the compiler does not tell the characters that it points to")
    case .type(let type):
      unsupported(.type, "its type \(type) is neither a number nor a string")
    case .unknown:
      unsupported(.notAConstant, "the compiler cannot tell its value")
    case .error(let message) where message.contains("undeclared identifier '\(name)'"):
      unsupported(.undefined, "it is undefined again, or stands for itself")
    case .error(let message):
      unsupported(.notAConstant, "it is not a constant: \(message)")
    case nil:
      unsupported(.notAConstant, Self.syntaxReason)
    }
  }
}
