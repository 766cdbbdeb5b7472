internal import UAPIHeaders

/// Finds the structs that a spec means, where it does not name each of them.
struct StructSelection {
  let spec: BindingSpec
  let document: SourceDocument
  let knowledge: Knowledge
  let model: HeaderModel?

  /// The structs of the spec with those that its patterns stand for and those inside them that have
  /// no name of their own, each once.
  func structs() throws(GeneratorError) -> [BindingSpec.Structure] {
    var all = try named()
    var taken = Set(all.map(\.cName))
    var index = 0
    while index < all.count {
      for field in model?.record(named: all[index].cName)?.fields ?? [] {
        guard let name = field.kind.recordName, name.contains("."), !spec.ignore.contains(name),
          taken.insert(name).inserted
        else { continue }
        all.append(
          BindingSpec.Structure(
            cName: name, prefix: all[index].prefix, path: all[index].path, isFound: true))
      }
      index += 1
    }
    return all
  }

  /// Those that only headers know; none where the spec or a history is wrong, which ``structs()`` says.
  func withoutHistory() -> [String] {
    let all = (try? structs())?.map(\.cName) ?? []
    return all.filter { name in
      model?.record(named: name) != nil && (try? knowledge.history(of: name)) == nil
    }
  }

  /// The structs that the spec names, by patterns too.
  private func named() throws(GeneratorError) -> [BindingSpec.Structure] {
    for (index, name) in spec.ignore.enumerated()
    where spec.structs.contains(where: { $0.cName == name && !NamePattern.isPattern(name) }) {
      throw document.error(
        .content, at: [.key("ignore"), .index(index)],
        "'\(name)' stands in 'structs' and in 'ignore'", cure: "remove it from one of them")
    }
    guard spec.structs.contains(where: { NamePattern.isPattern($0.cName) }) else {
      return spec.structs
    }
    let candidates = try self.candidates()
    // A struct that is named stands where it is named, whatever patterns say.
    var taken = Set(spec.structs.map(\.cName))
    var all: [BindingSpec.Structure] = []
    for entry in spec.structs {
      let pattern = NamePattern(entry.cName)
      guard pattern.isPattern else {
        all.append(entry)
        continue
      }
      let matching = candidates.filter(pattern.matches)
      if matching.isEmpty, !entry.isDefault {
        throw document.error(
          .unknownName, at: entry.path, onKey: true,
          "no struct of \(HeaderList.words(spec.headers)) matches '\(entry.cName)'",
          cure: NearestWord.cure(entry.cName.filter { $0 != "*" && $0 != "?" }, in: candidates))
      }
      for name in matching where !spec.ignore.contains(name) && taken.insert(name).inserted {
        var found = entry
        found.cName = name
        found.isFound = true
        all.append(found)
      }
    }
    return all
  }

  /// The structs that the headers of the spec declare: those with a history first, by name.
  private func candidates() throws(GeneratorError) -> [String] {
    let headers = Set(spec.headers).union(model?.headers ?? [])
    var names: [String] = []
    for name in knowledge.structNames {
      if let known = try knowledge.history(of: name), headers.contains(known.header) {
        names.append(name)
      }
    }
    let known = Set(names)
    for record in model?.records ?? [] where headers.contains(record.header) {
      if !known.contains(record.name) { names.append(record.name) }
    }
    return names
  }
}

extension UAPIHeaders.FieldKind {
  /// The record that a field is, or is an array of.
  fileprivate var recordName: String? {
    switch self {
    case .record(let name): name
    case .array(let element, _), .flexibleArray(let element): element.recordName
    default: nil
    }
  }
}

extension BindingSpec {
  /// Takes the headers from the histories of the structs, where the spec names none.
  mutating func findHeaders(
    in knowledge: Knowledge, document: SourceDocument
  ) throws(GeneratorError) {
    guard headers.isEmpty else { return }
    var found: [String] = []
    for entry in structs {
      let pattern = NamePattern(entry.cName)
      let names =
        pattern.isPattern ? knowledge.structNames.filter(pattern.matches) : [entry.cName]
      var isKnown = false
      for name in names {
        guard let known = try knowledge.history(of: name) else { continue }
        isKnown = true
        if !found.contains(known.header) { found.append(known.header) }
      }
      guard !isKnown else { continue }
      throw document.error(
        .unknownName, at: entry.path, onKey: true,
        "no history knows '\(entry.cName)', and no header is named",
        cure: NearestWord.find(entry.cName, in: knowledge.structNames)
          .map { "did you mean '\($0)'?" } ?? "name its header in 'headers'")
    }
    headers = found
  }
}
