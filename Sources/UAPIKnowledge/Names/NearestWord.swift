/// Finds the word that somebody meant.
package enum NearestWord {
  /// The candidate with the fewest edits from `word`, if it is near enough to be meant.
  package static func find(_ word: String, in candidates: some Sequence<String>) -> String? {
    // A name of this length is not meant by another one.
    guard word.utf8.count <= 200 else { return nil }
    let wanted = Array(word.lowercased())
    let limit = max(2, wanted.count / 3)
    var best: (word: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased())
      guard abs(other.count - wanted.count) <= limit else { continue }
      let distance = self.distance(wanted, other)
      guard distance <= limit else { continue }
      if let found = best, (found.distance, found.word) <= (distance, candidate) { continue }
      best = (candidate, distance)
    }
    return best?.word
  }

  /// A remedy that names the nearest candidate, or lists the candidates if they are few.
  package static func remedy(_ word: String, in candidates: some Collection<String>) -> String {
    if let nearest = find(word, in: candidates) { return "did you mean '\(nearest)'?" }
    guard !candidates.isEmpty, candidates.count <= 12 else { return "" }
    return "known: " + candidates.sorted().joined(separator: ", ")
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
