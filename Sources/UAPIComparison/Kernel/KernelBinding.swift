package import UAPIGenerator
package import UAPIHeaders
package import UAPIKnowledge

/// What a spec binds from a kernel, where no header is read.
struct KernelBinding {
  let image: KernelImage
  let knowledge: Knowledge
  /// The spec as it is written, for errors.
  let document: SourceDocument

  /// Reads what a spec wants from the kernel, and gives the spec the headers that go with it.
  func model(for spec: inout BindingSpec) throws(GeneratorError) -> HeaderModel {
    // To decode, one needs to know which release had this layout.
    _ = try image.knownRelease()
    let kernel = try KernelModel(image)
    let structs = try self.structs(of: spec, kernel)
    // A spec that names headers has said which constants it wants.
    let namesHeaders = !spec.headers.isEmpty
    for header in structs.map(\.header) where header != HeaderName.ofKernels {
      if !namesHeaders, !spec.headers.contains(header) { spec.headers.append(header) }
    }
    let described = try self.described(by: spec)
    let names = Set(described.map(\.name))
    try checkIgnored(by: spec, kernel, constants: names)
    let tags = Set(described.compactMap(\.enumeration))
    let groups = spec.constants ?? []
    // What the headers of the spec have is meant by those: only for the rest the kernel is asked.
    var enumerators: [KernelModel.Wanted] = []
    let patterns = groups.flatMap(\.patterns)
    let index = NamePatterns(patterns.map(\.text))
    let known = names.union(names.flatMap(index.patterns(matching:)))
    for pattern in patterns where !known.contains(pattern.text) {
      enumerators +=
        pattern.isPattern
        ? try kernel.enumerators(withPrefix: pattern.prefix) : [.init(name: pattern.text)]
    }
    let model = try kernel.model(
      of: structs, enumerators: enumerators,
      tags: groups.compactMap(\.enumeration).filter { !tags.contains($0) },
      wantsFieldEnums: spec.constants == nil)
    if model.headers.contains(HeaderName.ofKernels) { spec.headers.append(HeaderName.ofKernels) }
    return try model.without(names).spelled(like: knowledge)
  }

  /// The structs that the spec means; a pattern stands for all of the kernel's that match.
  private func structs(
    of spec: BindingSpec, _ kernel: KernelModel
  ) throws(GeneratorError) -> [KernelModel.Wanted] {
    var wanted: [KernelModel.Wanted] = []
    for entry in spec.structs {
      let pattern = NamePattern(entry.cName)
      var names = [entry.cName]
      if entry.isDefault {
        // A kernel has thousands of structs: those of the headers are meant.
        names = knowledge.structNames
      } else if pattern.isPattern {
        names = try kernel.structNames(matching: pattern.matches)
      }
      for name in names where !spec.ignore.contains(name) {
        let header = try knowledge.history(of: name)?.header
        if header == nil, !kernel.hasStruct(name) {
          throw document.error(
            .unknownName, at: entry.path, onKey: true, "\(image.title) has no struct '\(name)'",
            remedy: NearestWord.remedy(name, in: try kernel.structNames { _ in true }))
        }
        if entry.isDefault, !spec.headers.contains(header ?? "") { continue }
        wanted.append(.init(name: name, header: header ?? HeaderName.ofKernels))
      }
    }
    return wanted
  }

  /// Whatever the spec ignores has to be there: in the kernel, or in what is known.
  private func checkIgnored(
    by spec: BindingSpec, _ kernel: KernelModel, constants: Set<String>
  ) throws(GeneratorError) {
    // A field is named after its struct.
    func outer(_ name: String) -> String {
      name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
    var matching: Set<String> = []
    if spec.ignore.texts.contains(where: NamePattern.isPattern) {
      let patterns = NamePatterns(spec.ignore.texts.map(outer))
      let all = try kernel.structNames { _ in true } + knowledge.structNames + constants
      matching = Set(all.flatMap(patterns.patterns(matching:)))
    }
    for (index, name) in spec.ignore.texts.enumerated() {
      let outer = outer(name)
      if matching.contains(outer) || constants.contains(name) || kernel.hasStruct(outer)
        || kernel.hasConstant(name)
      {
        continue
      }
      if try knowledge.history(of: outer) != nil { continue }
      throw document.error(
        .unknownName, at: [.key("ignore"), .index(index)],
        "there is nothing called '\(name)' to be ignored")
    }
  }

  /// The constants that are known from the headers of the spec.
  private func described(by spec: BindingSpec) throws(GeneratorError) -> [KnownConstant] {
    let known = try knowledge.allConstants().filter { known in
      known.headers.contains { spec.headers.contains($0) }
    }
    return known.flatMap(\.constants)
  }
}

extension KernelImage: ModelSource {
  package func model(
    for spec: inout BindingSpec, knowledge: Knowledge, document: SourceDocument
  ) throws(GeneratorError) -> HeaderModel {
    try KernelBinding(image: self, knowledge: knowledge, document: document).model(for: &spec)
  }
}

extension BindingSpec.Group {
  /// What the group selects by name.
  fileprivate var patterns: [NamePattern] {
    names.map { NamePattern($0) } + prefixes.map { NamePattern($0 + "*") }
  }
}

extension NamePattern {
  /// What all names begin with that match.
  fileprivate var prefix: String { String(text.prefix { $0 != "*" && $0 != "?" }) }
}

extension HeaderModel {
  /// The model without enums whose constants are known from elsewhere.
  fileprivate func without(_ constants: Set<String>) -> HeaderModel {
    HeaderModel(
      root: root, release: release, headers: headers, records: records,
      enums: enums.filter { $0.constants.allSatisfy { !constants.contains($0.name) } },
      macros: macros, fieldAliases: fieldAliases, unsupported: unsupported)
  }
}
