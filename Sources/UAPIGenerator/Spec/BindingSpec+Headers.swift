internal import UAPIKnowledge

extension BindingSpec {
  /// Takes the headers from the histories of the structs, where the spec names none.
  mutating func findHeaders(
    in knowledge: Knowledge, document: SourceDocument
  ) throws(GeneratorError) {
    guard headers.isEmpty else { return }
    var found: [String] = []
    var seen: Set<String> = []
    let patterns = NamePatterns(structs.map(\.cName).filter(NamePattern.isPattern))
    var matching: [String: [String]] = [:]
    let structNames = patterns.texts.isEmpty ? [] : knowledge.structNames
    for name in structNames {
      for text in patterns.patterns(matching: name) { matching[text, default: []].append(name) }
    }
    var done: Set<String> = []
    for entry in structs {
      let isPattern = NamePattern.isPattern(entry.cName)
      if isPattern, !done.insert(entry.cName).inserted { continue }
      let names = isPattern ? matching[entry.cName] ?? [] : [entry.cName]
      var isKnown = false
      for name in names {
        guard let known = try knowledge.history(of: name) else { continue }
        isKnown = true
        if seen.insert(known.header).inserted { found.append(known.header) }
      }
      guard !isKnown else { continue }
      throw document.error(
        .unknownName, at: entry.path, onKey: true,
        "no history knows '\(entry.cName)', and no header is named",
        remedy: NearestWord.find(entry.cName, in: knowledge.structNames)
          .map { "did you mean '\($0)'?" } ?? "name its header in 'headers'")
    }
    headers = found
  }
}
