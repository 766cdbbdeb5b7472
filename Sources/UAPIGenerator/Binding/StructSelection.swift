internal import UAPIHeaders
internal import UAPIKnowledge

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
    // A struct that is named comes where it is named, whatever patterns say.
    var taken = Set(spec.structs.lazy.map(\.cName).filter { !NamePattern.isPattern($0) })
    for (index, name) in spec.ignore.texts.enumerated() where taken.contains(name) {
      throw document.error(
        .content, at: [.key("ignore"), .index(index)],
        "'\(name)' is in 'structs' and in 'ignore'", remedy: "remove it from one of them")
    }
    let patterns = NamePatterns(spec.structs.map(\.cName).filter(NamePattern.isPattern))
    if patterns.texts.isEmpty { return spec.structs }
    let candidates = try self.candidates()
    var matching: [String: [String]] = [:]
    for name in candidates {
      for text in patterns.patterns(matching: name) { matching[text, default: []].append(name) }
    }
    var all: [BindingSpec.Structure] = []
    var done: Set<String> = []
    for entry in spec.structs {
      guard NamePattern.isPattern(entry.cName) else {
        all.append(entry)
        continue
      }
      let names = matching[entry.cName] ?? []
      if names.isEmpty, !entry.isDefault {
        throw document.error(
          .unknownName, at: entry.path, onKey: true,
          "no struct of \(WordList.joined(spec.headers)) matches '\(entry.cName)'",
          remedy: NearestWord.remedy(entry.cName.filter { $0 != "*" && $0 != "?" }, in: candidates))
      }
      guard done.insert(entry.cName).inserted else { continue }
      let wanted = names.filter { !spec.ignore.contains($0) }
      if wanted.isEmpty, !entry.isDefault {
        throw document.error(
          .content, at: entry.path, onKey: true,
          "'ignore' has every struct that '\(entry.cName)' matches",
          remedy: "remove the pattern from one of them")
      }
      for name in wanted where taken.insert(name).inserted {
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

extension CTypeKind {
  /// The record that a field is, or is an array of.
  fileprivate var recordName: String? {
    switch self {
    case .record(let name): name
    case .array(let element, _), .flexibleArray(let element): element.recordName
    default: nil
    }
  }
}
