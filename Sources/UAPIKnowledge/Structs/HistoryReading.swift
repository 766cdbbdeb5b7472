internal import UAPIStructs

extension KnownStruct {
  /// Reads a text.
  package init(path: String, text: String) throws(GeneratorError) {
    try self.init(SourceDocument(path: path, text: text))
  }

  /// Reads a history file, and checks that it can be true.
  package init(_ document: SourceDocument) throws(GeneratorError) {
    let file = try document.decode(HistoryFile.self)
    try self.init(file, document: document)
  }

  private init(_ file: HistoryFile, document: SourceDocument) throws(GeneratorError) {
    guard CIdentifier.isPath(file.name) else {
      throw document.error(
        .history, at: [.key("struct")], "'\(file.name)' is not a C identifier",
        remedy: "write the struct's tag as the header does")
    }
    guard HeaderName.isValid(file.header) else {
      throw document.error(
        .history, at: [.key("header")], "'\(file.header)' is not the name of a header",
        remedy: HeaderName.remedy)
    }
    self.init(
      name: file.name, isUnion: file.isUnion, header: file.header, zeroFilled: file.zeroFilled,
      alignedToPointers: file.alignedToPointers,
      knownThrough: file.knownThrough, generations: [])
    guard !file.generations.isEmpty else {
      throw document.error(
        .history, at: [.key("generations")], "the history of \(file.name) has no generation",
        remedy: "add the first layout")
    }
    guard file.generations.count <= Self.mostGenerations else {
      throw document.error(
        .history, at: [.key("generations"), .index(Self.mostGenerations)],
        "the history of \(file.name) has \(file.generations.count) generations",
        remedy: "keep the youngest \(Self.mostGenerations)")
    }
    for (index, entry) in file.generations.enumerated() {
      let path: [JSONStep] = [.key("generations"), .index(index)]
      try checkOrder(of: entry, path: path, in: document)
      let fields = try self.fields(of: entry, path: path, in: document)
      generations.append(
        KnownGeneration(
          since: entry.since, orEarlier: entry.orEarlier, vendor: entry.vendor, size: entry.size,
          alignment: entry.alignment, sizeOnI386: entry.sizeOnI386, fields: fields))
    }
    if let last = mainline.last, last.since > knownThrough {
      throw document.error(
        .history, at: [.key("known_through")],
        "'known_through' is \(knownThrough), but a generation starts in \(last.since)",
        remedy: "raise it to \(last.since) or later")
    }
    try takeAliases(file.aliases, document: document)
  }

  /// As many generations as one set of them can tell apart.
  package static let mostGenerations = 62

  private func checkOrder(
    of entry: HistoryFile.Generation, path: [JSONStep], in document: SourceDocument
  ) throws(GeneratorError) {
    if entry.orEarlier, !generations.isEmpty {
      throw document.error(
        .history, at: path + [.key("or_earlier")], onKey: true,
        "only the first generation can be older than its release", remedy: "remove 'or_earlier'")
    }
    guard entry.vendor == nil, let before = generations.last else { return }
    guard before.vendor == nil else {
      throw document.error(
        .history, at: path, "a mainline generation follows a vendor's",
        remedy: "put the generations of vendors last")
    }
    guard entry.since > before.since else {
      throw document.error(
        .history, at: path + [.key("since")],
        "this generation is of \(entry.since), the one before of \(before.since)",
        remedy: "put the generations in the order of their releases")
    }
    guard entry.size >= before.size else {
      throw document.error(
        .history, at: path + [.key("size")],
        "the struct shrinks from \(before.size) to \(entry.size) bytes in \(entry.since)",
        remedy: "kernel structs only grow: check both sizes")
    }
  }

  private mutating func takeAliases(
    _ aliases: [HistoryFile.Alias], document: SourceDocument
  ) throws(GeneratorError) {
    let names = Set(generations.flatMap { $0.fields.map(\.name) })
    var seen: Set<String> = []
    for (index, alias) in aliases.enumerated() {
      let path: [JSONStep] = [.key("aliases"), .index(index)]
      guard names.contains(alias.of) else {
        throw document.error(
          .history, at: path + [.key("of")], "no generation has a field '\(alias.of)'",
          remedy: NearestWord.remedy(alias.of, in: names))
      }
      guard CIdentifier.isValid(alias.name), !names.contains(alias.name),
        seen.insert(alias.name).inserted
      else {
        throw document.error(
          .history, at: path + [.key("name")], "'\(alias.name)' cannot be a second name",
          remedy: "a second name is a C identifier that no field and no other alias has")
      }
      self.aliases.append(FieldAlias(alias.name, of: alias.of, since: alias.since))
    }
  }
}
