internal import UAPIHeaders
internal import UAPIStructs

/// Reads structs of these names as other machines lay them out.
typealias MachineReader = (_ structs: [String], _ model: HeaderModel) -> MachineRecords

/// Decides what is bound, and under which names.
struct BindingPlanner {
  private(set) var spec: BindingSpec
  let document: SourceDocument
  let knowledge: Knowledge
  let model: HeaderModel?
  /// Where headers were looked for, for errors.
  let root: String?
  /// Reads structs of the model for other machines too; `nil` where nobody can.
  let machines: MachineReader?
  /// Whether the model has what was asked for of a kernel, and not all that there is.
  let isOfKernel: Bool

  private(set) var report: [ReportEntry] = []
  private var names: SwiftNames
  private var library = DocumentationLibrary()
  /// The headers that programs of each machine include to come to others.
  private var routes: [String: [String: String]] = [:]
  /// The fields that could not be read, by their structs.
  private let unsupportedFields: [String: [Unsupported]]

  init(
    spec: BindingSpec, document: SourceDocument, knowledge: Knowledge, model: HeaderModel?,
    root: String?, machines: MachineReader? = nil, isOfKernel: Bool = false
  ) {
    self.spec = spec
    self.document = document
    self.knowledge = knowledge
    self.model = model?.withoutOtherNames()
    self.root = root
    self.machines = machines
    self.isOfKernel = isOfKernel
    self.names = SwiftNames(words: spec.words)
    let fields = (model?.unsupported ?? []).filter { $0.kind == .field && $0.cause != .type }
    unsupportedFields = Dictionary(grouping: fields) { entry in
      String(entry.name.prefix(upTo: entry.name.lastIndex(of: ".") ?? entry.name.endIndex))
    }
  }

  /// Everything that the spec binds.
  mutating func plan() throws(GeneratorError) -> BoundModule {
    library = try knowledge.library()
    let constants = try knownConstants()
    try checkHeaders(constants)
    spec.structs = try StructSelection(
      spec: spec, document: document, knowledge: knowledge, model: model
    ).structs()
    let structs = try knownStructs()
    try checkIgnored(structs, constants)
    let structNames = try swiftNames(of: structs)
    let groupSpecs = spec.constants ?? defaultGroups(for: constants, besides: structNames)
    var groups = try ConstantGrouping(
      spec: spec, document: document, library: library, names: names,
      unsupported: Dictionary(
        (model?.unsupported ?? []).map { ($0.name, $0.reason) },
        uniquingKeysWith: { first, _ in first }),
      isDefault: spec.constants == nil
    ).groups(groupSpecs, of: constants, report: &report)
    let positions = Dictionary(
      groups.indices.lazy.filter { groups[$0].kind != .namespace }.map { (groups[$0].name, $0) },
      uniquingKeysWith: { first, _ in first })
    var bound: [BoundStruct] = []
    for (index, known) in structs.enumerated() {
      bound.append(
        try bind(
          known, spec: spec.structs[index], names: structNames, groups: &groups,
          positions: positions))
    }
    try checkTypeNames(bound, groups)
    for index in groups.indices { try finish(&groups[index], path: groupSpecs[index].path) }
    reportUnsupported()
    return BoundModule(
      access: spec.access, headers: spec.headers, structs: bound,
      groups: groups.filter { !$0.members.isEmpty },
      macros: Set(
        (model?.macros ?? []).map(\.name)
          + (model?.unsupported ?? []).filter { $0.kind == .macro }.map(\.name)),
      routes: routes)
  }

  // MARK: What is known

  private mutating func knownStructs() throws(GeneratorError) -> [KnownStruct] {
    var structs: [KnownStruct] = []
    var histories: [KnownStruct?] = []
    for wanted in spec.structs {
      let record = model?.record(named: wanted.cName)
      let history = try knowledge.history(of: wanted.cName)
      var fold = StructFold(release: model?.release)
      switch (history, record) {
      case (let history?, let record?):
        structs.append(try fold.fold(record, aliases: model?.fieldAliases ?? [], into: history))
      case (let history?, nil): structs.append(history)
      case (nil, let record?):
        structs.append(try fold.begin(record, aliases: model?.fieldAliases ?? []))
      case (nil, nil):
        if let entry = model?.unsupported.first(where: {
          $0.kind == .record && $0.name == wanted.cName
        }) {
          throw document.error(
            .unknownName, at: wanted.path, onKey: true,
            "struct \(wanted.cName) cannot be bound: \(entry.reason)", cure: "remove it")
        }
        let requested = (model?.records ?? []).filter { model?.isRequested($0.header) ?? false }
        let candidates = knowledge.structNames + requested.map(\.name)
        let nearest = NearestWord.cure(wanted.cName, in: candidates)
        throw document.error(
          .unknownName, at: wanted.path, onKey: true,
          "neither the history nor \(headersInWords) know a struct '\(wanted.cName)'",
          cure: nearest.isEmpty ? "correct the name, or add its header to 'headers'" : nearest)
      }
      if record != nil { try checkComplete(wanted, fold.remarks) }
      report += fold.remarks
      histories.append(history)
    }
    // What a history says holds for all machines; of what a header added each has to be asked.
    let untold = zip(structs, histories).filter { !$1.tells($0) }.map(\.0.name)
    if let model, let machines, !untold.isEmpty {
      let found = machines(untold, model)
      routes = found.routes
      report += found.complete(&structs, besides: histories)
    }
    return structs
  }

  /// A struct that the spec names has to have all of its fields, but for those that it does without.
  private func checkComplete(
    _ wanted: BindingSpec.Structure, _ remarks: [ReportEntry]
  ) throws(GeneratorError) {
    guard !wanted.isFound else { return }
    let prefix = wanted.cName + "."
    let unread = (unsupportedFields[wanted.cName] ?? []).map { ($0.name, $0.reason) }
    let unfit = remarks.filter { $0.kind == .unsupported && $0.name.hasPrefix(prefix) }
      .map { ($0.name, $0.reason) }
    for (name, reason) in unread + unfit where !spec.ignore.contains(name) {
      throw document.error(
        .unknownName, at: wanted.path, onKey: true, "the field \(name) cannot be bound: \(reason)",
        cure: "name it in 'ignore' to do without it")
    }
  }

  /// Whatever the spec ignores has to be there; where no header is read, that cannot be known.
  private func checkIgnored(
    _ structs: [KnownStruct], _ constants: [KnownConstants]
  ) throws(GeneratorError) {
    guard let model, !spec.ignore.texts.isEmpty, !isOfKernel else { return }
    var known = Set(knowledge.structNames)
    known.formUnion(model.records.lazy.map(\.name))
    known.formUnion(model.enums.lazy.compactMap(\.name))
    known.formUnion(model.macros.lazy.map(\.name))
    known.formUnion(model.unsupported.lazy.map(\.name))
    known.formUnion(constants.lazy.flatMap(\.constants).map(\.name))
    known.formUnion(report.lazy.map(\.name))
    let patterns = NamePatterns(spec.ignore.texts.filter(NamePattern.isPattern))
    if !patterns.texts.isEmpty { known.formUnion(known.flatMap(patterns.patterns(matching:))) }
    for (index, name) in spec.ignore.texts.enumerated() where !known.contains(name) {
      throw document.error(
        .unknownName, at: [.key("ignore"), .index(index)],
        "there is nothing called '\(name)' to be ignored", cure: NearestWord.cure(name, in: known))
    }
  }

  private var headersInWords: String {
    model == nil ? "any header" : spec.headers.joined(separator: ", ")
  }

  private mutating func knownConstants() throws(GeneratorError) -> [KnownConstants] {
    let all = try knowledge.allConstants()
    let described = Set(all.flatMap(\.headers))
    var found: [KnownConstants] = []
    for header in spec.headers where !found.contains(where: { $0.headers.contains(header) }) {
      if let known = all.first(where: { $0.headers.contains(header) }) {
        found.append(known)
        continue
      }
      let companions = (model?.headers ?? []).filter {
        $0.hasPrefix(header.dropLast(2)) && $0 != header && !spec.headers.contains($0)
          && !described.contains($0)
      }
      found.append(KnownConstants(headers: [header] + companions))
    }
    guard let model else { return found }
    var folded: [KnownConstants] = []
    for known in found {
      var fold = ConstantsFold(release: model.release)
      folded.append(try fold.fold(model, into: known))
      report += fold.remarks
    }
    return folded
  }

  /// Every header must be known from somewhere.
  private func checkHeaders(_ constants: [KnownConstants]) throws(GeneratorError) {
    if spec.headers.allSatisfy({ model?.headers.contains($0) == true }) { return }
    var described = Set(constants.filter { $0.knownThrough != nil }.flatMap(\.headers))
    for name in knowledge.structNames {
      if let known = try knowledge.history(of: name) { described.insert(known.header) }
    }
    for (index, header) in spec.headers.enumerated() {
      if described.contains(header) || model?.headers.contains(header) == true { continue }
      let place = root.map { "not in \($0)" } ?? "not looked for"
      throw document.error(
        .header, at: [.key("headers"), .index(index)],
        "\(header) has no history, and it is \(place)",
        cure: NearestWord.find(header, in: described).map { "did you mean '\($0)'?" }
          ?? "install the headers (linux-libc-dev), or set UAPI_HEADERS to the folder that holds \(header)"
      )
    }
  }

  private mutating func reportUnsupported() {
    for entry in model?.unsupported ?? [] where !spec.ignore.contains(entry.name) {
      let kind: ReportEntry.Kind = entry.cause == .empty ? .omitted : .unsupported
      report.append(
        ReportEntry(kind, entry.name, entry.reason, file: headerName(entry.file), line: entry.line))
    }
    for macro in model?.macros ?? [] where !spec.ignore.contains(macro.name) {
      guard case .floating = macro.value else { continue }
      report.append(
        ReportEntry(
          .unsupported, macro.name, "it is a floating-point number", file: macro.header,
          line: macro.location.line))
    }
    for name in spec.ignore.texts {
      report.append(ReportEntry(.omitted, name, "the spec ignores it"))
    }
  }

  /// The path of a header without the folder of this machine.
  private func headerName(_ path: String) -> String {
    guard let model, path.hasPrefix(model.root) else {
      return path.split(separator: "/").suffix(2).joined(separator: "/")
    }
    return String(path.dropFirst(model.root.count).drop { $0 == "/" })
  }

  // MARK: Structs

  private mutating func swiftNames(
    of structs: [KnownStruct]
  ) throws(GeneratorError) -> [String: String] {
    var swiftNames: [String: String] = [:]
    var owners: [String: String] = [:]
    for (index, known) in structs.enumerated() where !spec.structs[index].isFound {
      let wanted = spec.structs[index]
      let name = wanted.name ?? names.type(known.name)
      guard !SwiftNames.reservedTypes.contains(name) else {
        throw document.error(
          .naming, at: wanted.path, onKey: true,
          "'\(known.name)' cannot be called \(name), which generated code uses itself",
          cure: "give it another name")
      }
      guard swiftNames[known.name] == nil else {
        throw document.error(
          .naming, at: wanted.path, onKey: true, "'\(known.name)' is bound twice",
          cure: "remove one of them")
      }
      if let other = owners[name] {
        throw document.error(
          .naming, at: wanted.path, onKey: true,
          "'\(known.name)' and '\(other)' would both be called \(name)",
          cure: "give one of them another name")
      }
      owners[name] = known.name
      swiftNames[known.name] = name
    }
    // Those that nobody named take what is left: users cannot be asked to name them.
    var scope = NameScope(
      reserved: SwiftNames.reservedTypes.union(owners.keys).union(spec.types.keys)
        .union((spec.constants ?? []).map(\.name)))
    for (index, known) in structs.enumerated() where spec.structs[index].isFound {
      swiftNames[known.name] = scope.take(names.type(known.name), for: known.name)
    }
    reportRenamed(scope)
    return swiftNames
  }

  private mutating func reportRenamed(_ scope: NameScope) {
    for (cName, wanted, given) in scope.renamed {
      report.append(
        ReportEntry(.renamed, cName, "'\(wanted)' is taken: it is called '\(given)'"))
    }
  }

  /// Members that every generated struct has already.
  private static let reservedMembers: Set<String> = [
    "decoded", "fields", "length", "bytes", "generations", "remarks", "description",
    "trailingBytes", "trailingByteCount", "history", "presence", "value", "rawBytes", "allCases",
    "index", "hash", "hashValue", "Field", "Storage", "init", "self", "Type", "Self",
  ]

  private mutating func bind(
    _ known: KnownStruct, spec wanted: BindingSpec.Structure, names swiftNames: [String: String],
    groups: inout [BoundGroup], positions: [String: Int]
  ) throws(GeneratorError) -> BoundStruct {
    let fields = known.fields
    let cNames = Set(fields.map(\.name) + known.aliases.map(\.name))
    let named = wanted.isFound ? [] : document.keys(at: wanted.path + [.key("fields")])
    for name in named where !cNames.contains(name) {
      throw document.error(
        .unknownName, at: wanted.path + [.key("fields"), .key(name)], onKey: true,
        "struct \(known.name) has no field '\(name)'", cure: NearestWord.cure(name, in: cNames))
    }
    var scope = NameScope(reserved: Self.reservedMembers)
    for name in named {
      guard let given = wanted.fields[name]?.name, !scope.give(given, to: name) else { continue }
      throw document.error(
        .naming, at: wanted.path + [.key("fields"), .key(name)], "the name '\(given)' is taken",
        cure: "choose another name")
    }
    if let prefix = wanted.prefix, !wanted.isFound, !prefix.isEmpty,
      !cNames.contains(where: { $0.hasPrefix(prefix) })
    {
      throw document.error(
        .unknownName, at: wanted.path + [.key("prefix")],
        "no field of struct \(known.name) begins with '\(prefix)'", cure: "remove 'prefix'")
    }
    let prefix = wanted.prefix ?? known.customaryPrefix
    let elsewhere = known.elsewhere.map { layout in
      Dictionary(layout.fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    func swiftName(_ cName: String) -> String {
      scope.take(names.member(FieldPrefix.drop(prefix, from: cName)), for: cName)
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
        field: field, name: swiftName(field.name), value: value, documentation: docs[field.name])
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
        cure: "structs of more than 65535 fields cannot be bound")
    }
    var aliases: [BoundAlias] = []
    let visible = Dictionary(
      bound.lazy.filter { !$0.field.isReserved }.map { ($0.field.name, $0) },
      uniquingKeysWith: { first, _ in first })
    for alias in known.aliases {
      guard let target = visible[alias.of] else {
        report.append(
          ReportEntry(
            .omitted, "\(known.name).\(alias.name)",
            "'\(alias.of)', which it stands for, is not bound",
            file: known.header))
        continue
      }
      aliases.append(
        BoundAlias(
          alias: alias, name: swiftName(alias.name), target: target, documentation: docs[alias.name]
        ))
    }
    let given = Set(visible.keys).union(aliases.lazy.map(\.alias.name))
    for name in named where !given.contains(name) {
      let reason = report.last { $0.name == "\(known.name).\(name)" }?.reason
      throw document.error(
        .content, at: wanted.path + [.key("fields"), .key(name)], onKey: true,
        "the field \(known.name).\(name) has no property: "
          + (reason ?? "it is reserved, and kernels leave it zero"), cure: "remove it")
    }
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
      documentation: documentation, fields: bound, aliases: aliases)
  }

  /// What a property gives, and the raw type of the group that it is typed with.
  private mutating func value(
    of field: KnownField, at places: [PlacedField], in known: KnownStruct, path: [JSONStep],
    type: String?, names: [String: String], groups: inout [BoundGroup], positions: [String: Int]
  ) throws(GeneratorError) -> BoundField.Value {
    guard field.content.isInteger else {
      if let type {
        throw document.error(
          .content, at: path, "'\(field.name)' is no integer and cannot be a \(type)",
          cure: "remove 'type'")
      }
      if case .record(let name) = field.content, let nested = names[name] { return .nested(nested) }
      let sizes = Set(field.places.map(\.field.size))
      let count = (field.newest ?? field.onlyElsewhere)?.size ?? 0
      if sizes.count > 1 {
        report.append(
          ReportEntry(
            .remark, "\(known.name).\(field.name)",
            "its size differs by release: the property has a value where it is the newest one",
            file: known.header))
      }
      return .bytes(count)
    }
    let widest = places.reduce(8) { max($0, $1.bits?.count ?? $1.size * 8) }
    let bits = [8, 16, 32, 64].first { $0 >= widest } ?? 64
    let integer = IntegerType(isSigned: field.content == .signed, bits: bits)
    guard let type else { return .integer(integer) }
    if let raw = spec.types[type] {
      guard raw == integer else {
        throw document.error(
          .content, at: path, "\(type) is made from \(raw), and '\(field.name)' is \(integer)",
          cure: "declare \(type) with \(integer), or use another type")
      }
      return .wrapped(type, integer)
    }
    guard let index = positions[type] else {
      let known = groups.filter { $0.kind != .namespace }.map(\.name) + spec.types.keys
      throw document.error(
        .unknownName, at: path, "no group of constants is called '\(type)'",
        cure: NearestWord.cure(type, in: known))
    }
    if let raw = groups[index].type, raw != integer {
      throw document.error(
        .content, at: path, "\(type) is made from \(raw), and '\(field.name)' is \(integer)",
        cure: "set the group's type to \(integer), or use another one")
    }
    groups[index].type = integer
    return .wrapped(type, integer)
  }

  // MARK: Constants

  /// What is bound where the spec does not say: tagged enums as types, everything else in a namespace for each header.
  private mutating func defaultGroups(
    for constants: [KnownConstants], besides structNames: [String: String]
  ) -> [BindingSpec.Group] {
    var scope = NameScope(reserved: SwiftNames.reservedTypes.union(structNames.values))
    var groups: [BindingSpec.Group] = []
    for known in constants {
      for tag in known.enumerations {
        groups.append(
          BindingSpec.Group(
            kind: .enum, name: scope.take(names.type(tag), for: tag), enumeration: tag,
            path: [.key("headers")]))
      }
      let header = known.headers.first ?? ""
      let file = header.split(separator: "/").last ?? "header"
      let base = file.hasSuffix(".h") ? file.dropLast(2) : file
      groups.append(
        BindingSpec.Group(
          kind: .namespace, name: scope.take(names.type(base) + "Constants", for: header),
          names: known.constants.filter { $0.enumeration == nil }.map(\.name),
          path: [.key("headers")]))
    }
    reportRenamed(scope)
    return groups
  }

  /// Gives a group its raw type, and checks that its members fit.
  private func finish(_ group: inout BoundGroup, path: [JSONStep]) throws(GeneratorError) {
    let integers = group.members.filter {
      if case .integer = $0.constant.value { true } else { false }
    }
    switch group.kind {
    case .namespace:
      for index in group.members.indices {
        guard case .integer = group.members[index].constant.value else { continue }
        group.members[index].type =
          group.type
          ?? (group.members[index].constant.isBigEndian
            ? IntegerType(isSigned: false, bits: 32) : nil)
          ?? IntegerType.all.first { group.members[index].constant.value.fits($0) }
      }
    case .flags, .enum:
      let prefers: [IntegerType] =
        group.kind == .flags
        ? [IntegerType(isSigned: false, bits: 32), IntegerType(isSigned: false, bits: 64)]
        : [
          IntegerType(isSigned: false, bits: 32), IntegerType(isSigned: true, bits: 32),
          IntegerType(isSigned: false, bits: 64), IntegerType(isSigned: true, bits: 64),
        ]
      group.type =
        group.type
        ?? prefers.first { type in integers.allSatisfy { $0.constant.value.fits(type) } }
        ?? IntegerType(isSigned: false, bits: 64)
      for index in group.members.indices { group.members[index].type = group.type }
    }
    for member in group.members {
      guard let type = member.type else {
        if group.kind == .namespace { continue }
        throw document.error(
          .content, at: path, "\(member.constant.name) is a string and cannot be in \(group.name)",
          cure: "put it into a namespace, or name it in 'except'")
      }
      if case .string = member.constant.value { continue }
      guard member.constant.value.fits(type) else {
        throw document.error(
          .content, at: path,
          "\(member.constant.name) is \(member.constant.value), which is no \(type) of \(group.name)",
          cure: "give the group another 'type', or name the constant in 'except'")
      }
    }
  }

  /// No two types may have the same name, and a nested one needs the struct that it is nested in.
  private func checkTypeNames(
    _ structs: [BoundStruct], _ groups: [BoundGroup]
  ) throws(GeneratorError) {
    var taken = Set(structs.map(\.name)).union(spec.types.keys)
    let hosts = Set(structs.map(\.name) + groups.map(\.name))
    let positions = Dictionary(
      structs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, group) in groups.enumerated() {
      let path: [JSONStep] =
        spec.constants == nil ? [.key("headers")] : [.key("constants"), .index(index)]
      guard taken.insert(group.name).inserted else {
        throw document.error(
          .naming, at: path, "two types would be called \(group.name)",
          cure: "give one of them another name")
      }
      let parts = group.name.split(separator: ".")
      guard parts.count == 2 else { continue }
      guard hosts.contains(String(parts[0])) else {
        throw document.error(
          .unknownName, at: path, "\(group.name) is nested in '\(parts[0])', which is not bound",
          cure: NearestWord.cure(String(parts[0]), in: hosts))
      }
      let members = positions[String(parts[0])].map { structs[$0].visible.map(\.name) } ?? []
      guard parts[1] != "Field", parts[1] != "Storage", !members.contains(String(parts[1])) else {
        throw document.error(
          .naming, at: path, "\(group.name) is taken by the generated struct",
          cure: "choose another name")
      }
    }
  }
}
