import TestSupport

extension Repository {
  /// Pairs of a record and what it must decode to.
  static func expectedPairs() throws -> [(record: String, expected: String)] {
    let lines = try text("Tests/Captures/expected-sample.ndjson").split(separator: "\n")
    return stride(from: 0, to: lines.count - 1, by: 2).map {
      (String(lines[$0]), String(lines[$0 + 1]))
    }
  }
}
