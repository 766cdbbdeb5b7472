internal import UAPIHeaders
internal import UAPIKnowledge
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
  /// Reads structs of the model for other machines too; `nil` where that is not possible.
  let machines: MachineReader?
  /// Whether the model has what was asked for of a kernel, and not all that there is.
  let isOfKernel: Bool

  var report: [ReportEntry] = []
  let names: SwiftNames
  var library = DocumentationLibrary()
  /// The headers that programs of each machine include to come to others.
  var routes: [String: [String: String]] = [:]
  /// The fields that could not be read, by their structs.
  let unsupportedFields: [String: [Unsupported]]

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
    let groupSpecs = spec.constants ?? defaultGroups(for: constants, avoiding: structNames)
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

}
