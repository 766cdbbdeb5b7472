/// Finds the headers that have to be included before one that does not compile alone.
struct PrerequisiteSearch {
  let index: HeaderIndex
  let header: String
  /// The errors of a file that includes the given headers.
  let errors: (_ headers: [String]) throws(HeaderError) -> [Diagnostic]

  /// The headers in the order in which they are needed; `nil` where none help.
  func run(_ errors: [Diagnostic]) throws(HeaderError) -> [String]? {
    var needs: [String] = []
    var errors = errors
    // Each turn defines a name that was missing; a header that misses more than this is broken.
    for _ in 0..<12 {
      if errors.isEmpty { return needs }
      guard let step = try step(before: needs, errors: errors) else { return nil }
      // What it needs in turn is found later, and has to come before it.
      needs.insert(step.header, at: 0)
      errors = step.errors
    }
    return nil
  }

  /// The header that defines a missing name and leaves the fewest errors.
  private func step(
    before needs: [String], errors: [Diagnostic]
  ) throws(HeaderError) -> (header: String, errors: [Diagnostic])? {
    for name in Self.missingNames(errors) {
      var best: (header: String, errors: [Diagnostic])?
      for candidate in index.headers(defining: name).prefix(Self.candidateLimit)
      where candidate != header && !needs.contains(candidate) {
        let left = try self.errors([candidate] + needs + [header])
        guard !Self.missingNames(left).contains(name), left.count < best?.errors.count ?? .max
        else { continue }
        best = (candidate, left)
        if left.isEmpty { break }
      }
      if let best { return best }
    }
    return nil
  }

  /// A name that more headers define is too common to tell anything.
  private static let candidateLimit = 12

  /// The names that the compiler does not know, each once, in the order of its errors.
  static func missingNames(_ errors: [Diagnostic]) -> [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for error in errors {
      guard let name = missingName(error.message), seen.insert(name).inserted else { continue }
      names.append(name)
    }
    return names
  }

  /// The name that an error says is unknown or incomplete.
  private static func missingName(_ message: String) -> String? {
    guard ["unknown type name", "undeclared", "incomplete"].contains(where: message.contains) else {
      return nil
    }
    // The last quoted text is the type; what comes before may be the field that has it.
    let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
    let texts = quoted.indices.filter { $0 % 2 == 1 && $0 < quoted.count - 1 }.map { quoted[$0] }
    let words = texts.last?.split { $0 == " " || $0 == "[" } ?? []
    let keywords: Set<Substring> = ["struct", "union", "enum", "const", "volatile"]
    guard let name = words.first(where: { !keywords.contains($0) }).map(String.init) else {
      return nil
    }
    return name.isCIdentifier ? name : nil
  }
}
