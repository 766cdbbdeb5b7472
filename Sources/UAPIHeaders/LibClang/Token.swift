internal import CLibClang

/// A token of the source.
struct Token {
  let kind: CXTokenKind
  let text: String

  var isIdentifier: Bool { kind == CXToken_Identifier }
}
