internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// What is known of structs and constants: histories with what headers add.
extension BindingPlanner {
  mutating func knownStructs() throws(GeneratorError) -> [KnownStruct] {
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
            "struct \(wanted.cName) cannot be bound: \(entry.reason)", remedy: "remove it")
        }
        let requested = (model?.records ?? []).filter { model?.isRequested($0.header) ?? false }
        let candidates = knowledge.structNames + requested.map(\.name)
        let nearest = NearestWord.remedy(wanted.cName, in: candidates)
        throw document.error(
          .unknownName, at: wanted.path, onKey: true,
          "neither the history nor \(headersInWords) know a struct '\(wanted.cName)'",
          remedy: nearest.isEmpty ? "correct the name, or add its header to 'headers'" : nearest)
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
      report += found.complete(&structs, knowing: histories)
    }
    return structs
  }

  /// A struct that the spec names has to have all of its fields, but for those that it does without.
  func checkComplete(
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
        remedy: "name it in 'ignore' to do without it")
    }
  }

  /// Whatever the spec ignores has to be there; where no header is read, that cannot be known.
  func checkIgnored(
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
        "there is nothing called '\(name)' to be ignored",
        remedy: NearestWord.remedy(name, in: known))
    }
  }

  private var headersInWords: String {
    model == nil ? "any header" : spec.headers.joined(separator: ", ")
  }

  mutating func knownConstants() throws(GeneratorError) -> [KnownConstants] {
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
  func checkHeaders(_ constants: [KnownConstants]) throws(GeneratorError) {
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
        remedy: NearestWord.find(header, in: described).map { "did you mean '\($0)'?" }
          ?? "install the headers (linux-libc-dev), or set UAPI_HEADERS to the folder that holds \(header)"
      )
    }
  }
}
