internal import UAPIKnowledge
internal import UAPIStructs

/// Structs with their fields.
extension BindingPlanner {
  /// Members of every generated struct that a field of the same name would be mistaken for. Names that
  /// begin with an underscore come from a spec only.
  static let reservedMembers: Set<String> = [
    "bytes", "byteCount", "trailingBytes", "trailingByteCount", "allCases", "Field", "init", "self",
    "Type", "Self", "_Storage", "_decoded", "_history",
  ]

  /// A struct with the names and types of its properties.
  mutating func bind(
    _ known: KnownStruct, spec wanted: BindingSpec.Structure, names swiftNames: [String: String],
    groups: inout [BoundGroup], positions: [String: Int]
  ) throws(GeneratorError) -> BoundStruct {
    let named = wanted.isFound ? [] : document.keys(at: wanted.path + [.key("fields")])
    let all = known.fields
    let cNames = Set(all.map(\.name) + known.aliases.map(\.name))
    try check(named, of: known, spec: wanted, cNames: cNames)
    var scope = try MemberNames(
      names, prefix: wanted.prefix ?? known.customaryPrefix,
      scope: scope(with: named, spec: wanted))
    try checkPrefix(of: known, spec: wanted, cNames: cNames)
    let fields = try boundFields(
      all, of: known, spec: wanted, scope: &scope, names: swiftNames, groups: &groups,
      positions: positions)
    let aliases = boundAliases(of: known, targets: fields, scope: &scope)
    try checkGiven(named, of: known, spec: wanted, fields: fields, aliases: aliases)
    for (cName, wanted, given) in scope.renamed {
      report.append(
        ReportEntry(
          .renamed, "\(known.name).\(cName)", "'\(wanted)' is taken: it is called '\(given)'",
          file: known.header))
    }
    var documentation = library.structs[known.name]
    if let summary = wanted.summary {
      documentation = Documentation(summary: summary, discussion: documentation?.discussion)
    }
    return BoundStruct(
      known: known, name: swiftNames[known.name] ?? names.type(known.name),
      documentation: documentation, fields: fields, aliases: aliases)
  }

  /// The names of members, with those that the spec gives.
  private func scope(
    with named: [String], spec wanted: BindingSpec.Structure
  ) throws(GeneratorError) -> NameScope {
    var scope = NameScope(reserved: Self.reservedMembers)
    for name in named {
      guard let given = wanted.fields[name]?.name, !scope.give(given, to: name) else { continue }
      throw document.error(
        .naming, at: wanted.path + [.key("fields"), .key(name)], "the name '\(given)' is taken",
        remedy: "choose another name")
    }
    return scope
  }

  private mutating func boundFields(
    _ fields: [KnownField], of known: KnownStruct, spec wanted: BindingSpec.Structure,
    scope: inout MemberNames,
    names swiftNames: [String: String], groups: inout [BoundGroup], positions: [String: Int]
  ) throws(GeneratorError) -> [BoundField] {
    let elsewhere = known.elsewhere.map { layout in
      Dictionary(layout.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let docs = library.fields[known.name] ?? [:]
    var bound: [BoundField] = []
    for field in fields {
      if field.isReserved {
        bound.append(BoundField(field: field, name: "", value: .bytes(0)))
        continue
      }
      let places = field.places.map(\.field) + elsewhere.compactMap { $0[field.name] }
      guard places.contains(where: { $0.size > 0 }) else {
        report.append(
          ReportEntry(
            .omitted, "\(known.name).\(field.name)",
            field.content.isRecord
              ? "a struct without fields, of no size"
              : "an array without a length: its elements follow the struct", file: known.header))
        continue
      }
      let value = try self.value(
        of: field, at: places, in: known,
        path: wanted.path + [.key("fields"), .key(field.name), .key("type")],
        type: wanted.fields[field.name]?.type, names: swiftNames, groups: &groups,
        positions: positions)
      var entry = BoundField(
        field: field, name: scope.take(field.name), value: value, documentation: docs[field.name])
      if case .bytes(let count) = value {
        entry.otherCounts = zip(known.elsewhere, elsewhere).compactMap { layout, fields in
          fields[field.name].flatMap {
            $0.size == count || $0.size == 0 ? nil : (layout.machines, $0.size)
          }
        }
      }
      bound.append(entry)
    }
    guard bound.count <= Int(UInt16.max) else {
      throw document.error(
        .naming, at: wanted.path, onKey: true, "struct \(known.name) has \(bound.count) fields",
        remedy: "structs of more than 65535 fields cannot be bound")
    }
    return bound
  }

  private mutating func boundAliases(
    of known: KnownStruct, targets: [BoundField], scope: inout MemberNames
  ) -> [BoundAlias] {
    let docs = library.fields[known.name] ?? [:]
    let visible = Dictionary(
      targets.lazy.filter { !$0.field.isReserved }.map { ($0.field.name, $0) },
      uniquingKeysWith: { first, _ in first })
    var aliases: [BoundAlias] = []
    for alias in known.aliases {
      guard let target = visible[alias.field] else {
        report.append(
          ReportEntry(
            .omitted, "\(known.name).\(alias.name)",
            "'\(alias.field)', which it stands for, is not bound", file: known.header))
        continue
      }
      aliases.append(
        BoundAlias(
          alias: alias, name: scope.take(alias.name), target: target,
          documentation: docs[alias.name]))
    }
    return aliases
  }

  // MARK: Checks

  /// What the spec names has to be there.
  private func check(
    _ named: [String], of known: KnownStruct, spec wanted: BindingSpec.Structure,
    cNames: Set<String>
  ) throws(GeneratorError) {
    for name in named where !cNames.contains(name) {
      throw document.error(
        .unknownName, at: wanted.path + [.key("fields"), .key(name)], onKey: true,
        "struct \(known.name) has no field '\(name)'", remedy: NearestWord.remedy(name, in: cNames))
    }
  }

  /// Some field has to have the prefix that the spec says.
  private func checkPrefix(
    of known: KnownStruct, spec wanted: BindingSpec.Structure, cNames: Set<String>
  ) throws(GeneratorError) {
    guard let prefix = wanted.prefix, !wanted.isFound, !prefix.isEmpty,
      !cNames.contains(where: { $0.hasPrefix(prefix) })
    else { return }
    throw document.error(
      .unknownName, at: wanted.path + [.key("prefix")],
      "no field of struct \(known.name) begins with '\(prefix)'", remedy: "remove 'prefix'")
  }

  /// What the spec names has to have a property.
  private func checkGiven(
    _ named: [String], of known: KnownStruct, spec wanted: BindingSpec.Structure,
    fields: [BoundField], aliases: [BoundAlias]
  ) throws(GeneratorError) {
    let given = Set(fields.lazy.filter { !$0.field.isReserved }.map(\.field.name))
      .union(aliases.lazy.map(\.alias.name))
    for name in named where !given.contains(name) {
      let reason = report.last { $0.name == "\(known.name).\(name)" }?.reason
      throw document.error(
        .content, at: wanted.path + [.key("fields"), .key(name)], onKey: true,
        "the field \(known.name).\(name) has no property: "
          + (reason ?? "it is reserved, and kernels leave it zero"), remedy: "remove it")
    }
  }
}
