internal import Dispatch
internal import Synchronization

extension HeaderParser {
  /// What the requested headers declare, from a unit that compiled.
  ///
  /// - Parameters:
  ///   - includes: The text that the unit was made of.
  ///   - takesCompanions: Whether a companion of a requested header counts as requested.
  ///   - values: What the compiler said of macros already, in the unit.
  ///   - jobs: What is done at the same time, given the model without macros.
  func model(
    of unit: TranslationUnit, includes: String, requested: [String], takesCompanions: Bool,
    values: [String: MacroEvaluator.Finding] = [:],
    meanwhile jobs: (HeaderModel) -> [@Sendable () -> Void] = { _ in [] }
  ) throws(HeaderError) -> HeaderModel {
    let reader = DeclarationReader(
      unit: unit, folders: folders, requested: requested, takesCompanions: takesCompanions,
      isLittleEndian: Self.isLittleEndian(unit), probes: probes(after: includes))
    let sorter = MacroSorter(reader.macros, records: reader.records, bodies: reader.bodies)
    let release = Self.release(of: folders.root)
    func model(_ macros: [Macro], _ unsupported: [Unsupported]) -> HeaderModel {
      HeaderModel(
        root: folders.root,
        release: release,
        headers: reader.headers,
        records: reader.records,
        enums: reader.enums,
        macros: macros,
        fieldAliases: sorter.aliases,
        unsupported: unsupported.sorted {
          ($0.file, $0.line, $0.location.column) < ($1.file, $1.line, $1.location.column)
        })
    }
    var unsupported = reader.unsupported + sorter.unsupported
    let evaluator = MacroEvaluator(
      parse: { text throws(HeaderError) in try parse(includes + text) },
      preceding: includes)
    let others = jobs(model([], unsupported))
    nonisolated(unsafe) let candidates = sorter.candidates
    let evaluated = Mutex(Result<[MacroEvaluator.Finding?], HeaderError>.success([]))
    DispatchQueue.concurrentPerform(iterations: others.count + 1) { index in
      guard index == 0 else { return others[index - 1]() }
      // Only here anybody looks into the unit that they belong to, until all is done.
      let result = Result { () throws(HeaderError) in
        try evaluator.evaluate(unsafe candidates, known: values)
      }
      evaluated.withLock { $0 = result }
    }
    let findings = try evaluated.withLock { $0 }.get()
    var macros: [Macro] = []
    for (macro, finding) in zip(sorter.candidates, findings) {
      if case .value(let value, let type) = finding {
        macros.append(
          Macro(
            name: macro.name, value: value, typeName: type, header: macro.header,
            location: macro.location))
      } else if let reason = macro.unsupported(finding) {
        unsupported.append(reason)
      }
    }
    return model(macros, unsupported)
  }
}
