internal import UAPIKnowledge
internal import UAPIStructs

/// What differs between two headers, or between two releases of the history.
package struct HeaderComparison: Hashable, Sendable {
  /// What was compared, in words.
  package var titles: Pair
  /// The same, as short as the difference allows.
  package var names: Pair
  /// The structs that were compared.
  package var structs: [StructComparison] = []
  /// The constants that differ.
  package var constants: [ConstantChange] = []
  /// The constants that the history cannot place.
  package var undecided: [String] = []
  /// What else should be known.
  package var remarks: [String] = []

  /// A text for each side.
  package struct Pair: Hashable, Sendable {
    package var before: String
    package var after: String
  }

  /// Whether anything differs.
  package var differs: Bool { !constants.isEmpty || structs.contains(where: \.differs) }
}
