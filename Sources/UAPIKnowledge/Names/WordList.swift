/// Lists in words.
package enum WordList {
  /// `a`, `a and b`, or `a, b and c`; `no header` where there is none.
  package static func joined(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "no header" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
