/// Finds the names that somebody meant.
enum Nearest {
  /// The candidates that need the fewest edits, at most three, if they are near enough to be meant.
  static func names(to word: String, in candidates: some Sequence<String>) -> [String] {
    let wanted = Array(word.lowercased())
    let limit = max(2, wanted.count / 3)
    let near = candidates.map { ($0, distance(wanted, Array($0.lowercased()))) }
      .filter { $0.1 <= limit }
    let least = near.map(\.1).min() ?? 0
    return Array(
      near.filter { $0.1 <= least + 1 }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        .map(\.0).prefix(3))
  }

  /// The end of an error: what could be meant, or what there is.
  static func suffix(_ word: String, in candidates: [String]) -> String {
    let near = names(to: word, in: candidates)
    if near.isEmpty { return "; known are \(candidates.joined(separator: ", "))" }
    return "; did you mean \(near.joined(separator: " or "))?"
  }

  /// Levenshtein's distance: insertions, deletions and replacements.
  private static func distance(_ from: [Character], _ to: [Character]) -> Int {
    var row = Array(0...to.count)
    for (i, left) in from.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in to.enumerated() {
        let above = row[j + 1]
        row[j + 1] = left == right ? diagonal : min(diagonal, above, row[j]) + 1
        diagonal = above
      }
    }
    return row[to.count]
  }
}
