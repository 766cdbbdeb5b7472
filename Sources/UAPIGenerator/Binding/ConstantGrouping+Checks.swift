internal import UAPIKnowledge

/// What groups name and do not get.
extension ConstantGrouping {
  /// Whatever selects constants must give the group some: others, or `ignore`, may have all of them.
  func checkGiven(
    _ group: BindingSpec.Group, members: [KnownConstant]
  ) throws(GeneratorError) {
    let names = Set(members.map(\.name))
    let patterns = NamePatterns(group.names)
    let given = Set(names.flatMap(patterns.patterns(matching:))).union(names)
    func nothing(_ what: String, at path: [JSONStep], onKey: Bool = false) -> GeneratorError {
      document.error(
        .content, at: group.path + path, onKey: onKey,
        "\(group.name) gets nothing by '\(what)': other groups, 'except' or 'ignore' have it all",
        remedy: "remove it, or what takes its constants")
    }
    for (index, name) in group.names.enumerated() where !given.contains(name) {
      throw nothing(name, at: [.key("names"), .index(index)])
    }
    for name in document.keys(at: group.path + [.key("rename")]) where !names.contains(name) {
      throw nothing(name, at: [.key("rename"), .key(name)], onKey: true)
    }
    if let tag = group.enumeration, !members.contains(where: { $0.enumeration == tag }) {
      throw nothing(tag, at: [.key("of")])
    }
    let prefixes = GivenPrefixes(group.prefixes, of: names)
    for (index, prefix) in group.prefixes.enumerated() where !prefixes.found.contains(prefix) {
      throw nothing(
        prefix, at: [.key("prefix")] + (group.prefixes.count == 1 ? [] : [.index(index)]))
    }
    let strips = GivenPrefixes(group.strip ?? [], of: names)
    for (index, strip) in (group.strip ?? []).enumerated()
    where !strip.isEmpty && !strips.found.contains(strip) {
      throw nothing(strip, at: [.key("strip")] + (group.strip?.count == 1 ? [] : [.index(index)]))
    }
  }

  /// Whatever a group names must exist.
  func check(
    _ group: BindingSpec.Group, cNames: Set<String>, given: Set<String>, tags: Set<String>
  ) throws(GeneratorError) {
    for (key, list) in [("names", group.names), ("except", group.except)] {
      for (index, name) in list.enumerated()
      where !cNames.contains(name) && !(NamePattern.isPattern(name) && given.contains(name)) {
        throw unknown(name, in: cNames, at: group.path + [.key(key), .index(index)])
      }
    }
    for name in document.keys(at: group.path + [.key("rename")]) where !cNames.contains(name) {
      throw unknown(name, in: cNames, at: group.path + [.key("rename"), .key(name)], onKey: true)
    }
    if let tag = group.enumeration, !tags.contains(tag) {
      throw document.error(
        .unknownName, at: group.path + [.key("of")], "no header has an enum '\(tag)'",
        remedy: NearestWord.remedy(tag, in: tags))
    }
    for (index, prefix) in group.prefixes.enumerated() where !given.contains(prefix) {
      let path: [JSONStep] = group.prefixes.count == 1 ? [] : [.index(index)]
      throw document.error(
        .unknownName, at: group.path + [.key("prefix")] + path,
        "no constant starts with '\(prefix)'",
        remedy: NearestWord.remedy(prefix, in: Self.prefixes(of: cNames)))
    }
  }

  private func unknown(
    _ name: String, in names: Set<String>, at path: [JSONStep], onKey: Bool = false
  ) -> GeneratorError {
    if let reason = unsupported[name] {
      return document.error(
        .unknownName, at: path, onKey: onKey, "'\(name)' cannot be bound: \(reason)",
        remedy: "remove it")
    }
    return document.error(
      .unknownName, at: path, onKey: onKey, "no header has a constant '\(name)'",
      remedy: NearestWord.remedy(name, in: names))
  }

  /// What is before the underscores of some names.
  private static func prefixes(of names: Set<String>) -> Set<String> {
    var prefixes: Set<String> = []
    // A longer one is not what was mistyped.
    for name in names where name.utf8.count < 200 {
      for index in name.indices where name[index] == "_" { prefixes.insert(String(name[...index])) }
    }
    return prefixes
  }
}
