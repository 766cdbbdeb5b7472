internal import UAPIKnowledge

/// The Swift names of a struct's members.
struct MemberNames {
  private let names: SwiftNames
  /// What all C names begin with, and no Swift name does.
  private let prefix: String
  private var scope: NameScope

  init(_ names: SwiftNames, prefix: String, scope: NameScope) {
    self.names = names
    self.prefix = prefix
    self.scope = scope
  }

  /// The names that had to change: C name, wanted name, given name.
  var renamed: [(cName: String, wanted: String, given: String)] { scope.renamed }

  /// The name of the member with a C name.
  mutating func take(_ cName: String) -> String {
    scope.take(names.member(FieldPrefix.drop(prefix, from: cName)), for: cName)
  }
}
