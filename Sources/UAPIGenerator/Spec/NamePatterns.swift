internal import UAPIKnowledge

/// Many names and patterns: finds those that mean a name without asking each of them.
package struct NamePatterns: ExpressibleByArrayLiteral {
  /// The names and patterns as they are written.
  package let texts: [String]

  /// The names that are none of patterns.
  private let names: Set<String>
  /// The patterns, each once.
  private let patterns: [NamePattern]
  /// The patterns by a piece of each that every name has which it means; without one, by nothing.
  private let pieces: [ArraySlice<UInt8>: [Int]]
  /// The lengths of the pieces.
  private let lengths: [Int]

  /// A longer piece is cut, so that few lengths have to be tried.
  private static let longestPiece = 32

  package init(_ texts: [String]) {
    self.texts = texts
    names = Set(texts.filter { !NamePattern.isPattern($0) })
    var known: Set<String> = []
    patterns = texts.filter { NamePattern.isPattern($0) && known.insert($0).inserted }
      .map(NamePattern.init)
    let choices = patterns.map { Self.pieces(of: $0.text) }
    var uses: [ArraySlice<UInt8>: Int] = [:]
    for piece in choices.joined() { uses[piece, default: 0] += 1 }
    var pieces: [ArraySlice<UInt8>: [Int]] = [:]
    for (index, choice) in choices.enumerated() {
      // The rarest one leaves the fewest patterns to be asked.
      let best = choice.min { left, right in
        (uses[left] ?? 0, -left.count) < (uses[right] ?? 0, -right.count)
      }
      pieces[best ?? [], default: []].append(index)
    }
    self.pieces = pieces
    lengths = Set(pieces.keys.map(\.count)).sorted()
  }

  package init(arrayLiteral texts: String...) { self.init(texts) }

  /// What is between the wildcards of a pattern.
  private static func pieces(of text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
      .map { $0.prefix(longestPiece) }
  }

  /// Whether a name is meant by any of them.
  package func contains(_ name: String) -> Bool {
    if names.contains(name) { return true }
    return !candidates(for: name) { patterns[$0].matches(name) }
  }

  /// The patterns that mean a name, in their order.
  package func patterns(matching name: String) -> [String] {
    var found: Set<Int> = []
    _ = candidates(for: name) { index in
      if patterns[index].matches(name) { found.insert(index) }
      return false
    }
    return found.sorted().map { patterns[$0].text }
  }

  /// Hands over patterns that may mean a name, until it is enough; whether it never was.
  private func candidates(for name: String, isEnough: (Int) -> Bool) -> Bool {
    if patterns.isEmpty { return true }
    let name = Array(name.utf8)
    for length in lengths where length <= name.count {
      for start in 0...(length == 0 ? 0 : name.count - length) {
        for index in pieces[name[start..<start + length]] ?? [] where isEnough(index) {
          return false
        }
      }
    }
    return true
  }
}
