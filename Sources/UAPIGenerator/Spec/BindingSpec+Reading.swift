package import UAPIKnowledge
internal import UAPIStructs

extension BindingSpec {
  /// Reads a spec.
  package init(_ document: SourceDocument) throws(GeneratorError) {
    let file = try document.decode(BindingSpecFile.self)
    for (index, header) in (file.headers ?? []).enumerated() where !HeaderName.isValid(header) {
      throw document.error(
        .content, at: [.key("headers"), .index(index)], "'\(header)' is not the name of a header",
        remedy: HeaderName.remedy)
    }
    headers = file.headers ?? []
    include = file.include
    root = file.root
    usesInstalledHeaders = file.usesInstalledHeaders
    knowledge = file.knowledge
    access = file.access
    words = file.words
    types = file.types
    ignore = NamePatterns(file.ignore)
    constants = file.constants?.enumerated().map { index, group in
      var group = group
      group.path = [.key("constants"), .index(index)]
      return group
    }
    switch file.structs {
    case nil:
      structs = [Structure(cName: "*", path: [.key("headers")], isDefault: true)]
    case .list(let list):
      structs = list.enumerated().map { index, name in
        Structure(cName: name, path: [.key("structs"), .index(index)])
      }
    case .table(let table):
      // Foundation forgets the order of keys; it is the order in which a reader wants the structs.
      structs = document.keys(at: [.key("structs")]).compactMap { name in
        table[name].map { entry in
          Structure(
            cName: name, name: entry.name, prefix: entry.prefix, summary: entry.summary,
            fields: entry.fields.mapValues { Field(name: $0.name, type: $0.type) },
            path: [.key("structs"), .key(name)])
        }
      }
    }
    for entry in structs where NamePattern.isPattern(entry.cName) {
      guard entry.name == nil, entry.summary == nil, entry.fields.isEmpty else {
        throw document.error(
          .content, at: entry.path, onKey: true,
          "'\(entry.cName)' can stand for several structs, and only 'prefix' fits all of them",
          remedy: "name the struct next to the pattern")
      }
    }
    let isWithoutHeaders = file.headers.map(\.isEmpty) ?? (structs.isEmpty || file.structs == nil)
    if isWithoutHeaders {
      throw document.error(
        .content, at: [.key("headers")], "no header is named",
        remedy: "write headers: [\"linux/mptcp.h\"]")
    }
  }
}
