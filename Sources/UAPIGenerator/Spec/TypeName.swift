internal import UAPIKnowledge

/// Names of Swift types in specs.
enum TypeName {
  /// Whether the words of a dotted name are identifiers.
  static func isValid(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy { CIdentifier.isValid(String($0)) }
  }
}
