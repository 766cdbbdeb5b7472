internal import UAPIKnowledge
internal import UAPIStructs

/// Deals the constants out to the groups of a spec.
struct ConstantGrouping {
  let spec: BindingSpec
  let document: SourceDocument
  let library: DocumentationLibrary
  let names: SwiftNames
  /// Why the headers have names that are none of constants.
  let unsupported: [String: String]
  /// Whether the groups are those that a spec without groups gets.
  let isDefault: Bool

  /// The groups with their members, in the order of the spec; what is in none of them is reported.
  func groups(
    _ groups: [BindingSpec.Group], of known: [KnownConstants], report: inout [ReportEntry]
  ) throws(GeneratorError) -> [BoundGroup] {
    let constants = known.flatMap { known in known.constants.map { ($0, known.sampled) } }
    let cNames = Set(constants.map(\.0.name))
    let tags = Set(constants.compactMap(\.0.enumeration))
    if !isDefault {
      // Of all groups at once: each look at the names is one at all of them.
      let patterns = NamePatterns(
        groups.flatMap { $0.names + $0.except }.filter(NamePattern.isPattern))
      let matching =
        patterns.texts.isEmpty ? [] : Set(cNames.flatMap(patterns.patterns(matching:)))
      let prefixes = GivenPrefixes(groups.flatMap(\.prefixes), of: cNames).found
      let given = matching.union(prefixes)
      for group in groups { try check(group, cNames: cNames, given: given, tags: tags) }
    }
    let selection = GroupSelection(groups)
    let owner = try owners(in: groups)
    var members: [[(KnownConstant, [KernelRelease])]] = Array(repeating: [], count: groups.count)
    for (constant, sampled) in constants {
      if spec.ignore.contains(constant.name) { continue }
      // One that the spec names is wanted, whatever it counts.
      let named = owner[constant.name]
      if constant.isSentinel, isDefault || named == nil {
        report.append(
          ReportEntry(
            .omitted, constant.name, "it counts what the header knows, and changes with releases",
            file: constant.header))
        continue
      }
      guard let index = named ?? selection.group(of: constant) else {
        report.append(
          ReportEntry(
            .omitted, constant.name, "no group of the spec selects it", file: constant.header))
        continue
      }
      members[index].append((constant, sampled))
    }
    var bound: [BoundGroup] = []
    for (index, group) in groups.enumerated() {
      if !isDefault { try checkGiven(group, members: members[index].map(\.0)) }
      bound.append(try bind(group, members: members[index], report: &report))
    }
    return bound
  }

  /// The groups of constants that are named: they belong there, whatever prefixes say.
  private func owners(in groups: [BindingSpec.Group]) throws(GeneratorError) -> [String: Int] {
    var owner: [String: Int] = [:]
    for (index, group) in groups.enumerated() {
      for (number, name) in group.names.enumerated() where !NamePattern.isPattern(name) {
        guard owner.updateValue(index, forKey: name) == nil else {
          throw document.error(
            .content, at: group.path + [.key("names"), .index(number)],
            "'\(name)' is in two groups",
            remedy: "remove it from one of them")
        }
      }
    }
    return owner
  }

  private func bind(
    _ group: BindingSpec.Group, members: [(KnownConstant, [KernelRelease])],
    report: inout [ReportEntry]
  ) throws(GeneratorError) -> BoundGroup {
    let strips = strips(of: group, members: members.map(\.0.name))
    var reserved: Set<String> = ["rawValue", "init", "self", "Type", "Self", "hash", "hashValue"]
    if group.kind == .flags {
      reserved.formUnion(["isEmpty", "ArrayLiteralElement", "Element"])
    }
    var scope = NameScope(reserved: reserved)
    for name in document.keys(at: group.path + [.key("rename")]) {
      guard let given = group.rename[name], !scope.give(given, to: name) else { continue }
      throw document.error(
        .naming, at: group.path + [.key("rename"), .key(name)],
        "'\(given)' is taken in \(group.name)", remedy: "choose another name")
    }
    let bound = members.map { constant, sampled in
      var bare = Substring(constant.name)
      if let strip = strips.first(where: { bare.hasPrefix($0) && bare.count > $0.count }) {
        bare = bare.dropFirst(strip.count)
      }
      let wanted = names.member(bare)
      return BoundConstant(
        constant: constant, name: scope.take(wanted, for: constant.name),
        documentation: library.constants[constant.name], sampled: sampled)
    }
    for (cName, wanted, given) in scope.renamed {
      report.append(
        ReportEntry(
          .renamed, cName, "'\(wanted)' is taken: it is called '\(given)' in \(group.name)"))
    }
    return BoundGroup(
      kind: group.kind, name: group.name, type: group.type, documentation: documentation(of: group),
      origin: origin(of: group), members: bound)
  }

  /// What is taken off the front of names: what the spec says, else the prefixes, else what all have in common.
  private func strips(of group: BindingSpec.Group, members: [String]) -> [String] {
    if let strip = group.strip { return strip.sorted { $0.count > $1.count } }
    if !group.prefixes.isEmpty { return group.prefixes.sorted { $0.count > $1.count } }
    if group.kind == .namespace { return [] }
    guard members.count > 1 else { return [] }
    let common = CommonPrefix.find(members)
    guard let end = common.lastIndex(of: "_") else { return [] }
    return [String(common[...end])]
  }

  private func documentation(of group: BindingSpec.Group) -> Documentation? {
    let keys = [group.enumeration].compactMap { $0 } + group.prefixes + [group.name]
    let found = keys.lazy.compactMap { library.groups[$0] }.first
    if let summary = group.summary {
      return Documentation(summary: summary, discussion: nil)
    }
    return found
  }

  private func origin(of group: BindingSpec.Group) -> String {
    if let tag = group.enumeration { return "`enum \(tag)`" }
    if !group.prefixes.isEmpty {
      return "The constants " + group.prefixes.map { "`\($0)…`" }.joined(separator: ", ")
    }
    return "Constants"
  }
}
