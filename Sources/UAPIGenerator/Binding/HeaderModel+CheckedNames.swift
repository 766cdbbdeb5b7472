internal import UAPIText
internal import UAPIHeaders
internal import UAPIKnowledge

extension HeaderModel {
  /// The model without what has a name that is not a C identifier, which is reported.
  ///
  /// Compilers and kernels let names have other characters too: such a name could become anything in
  /// source. Fields stay: whether a struct can do without one is decided where it is bound.
  func withoutOtherNames() -> HeaderModel {
    var dropped: [Unsupported] = []
    func isValid(_ name: String, _ kind: Unsupported.Kind, _ location: SourceLocation) -> Bool {
      if CIdentifier.isPath(name) { return true }
      dropped.append(
        Unsupported(
          kind: kind, name: name, cause: .name, reason: Unsupported.nameReason, location: location))
      return false
    }
    let records = records.filter { isValid($0.name, .record, $0.location) }
    let macros = macros.filter { isValid($0.name, .macro, $0.location) }
    let enums = enums.map { found in
      let hasTag = found.name.map { isValid($0, .enum, found.location) } ?? false
      return Enumeration(
        name: hasTag ? found.name : nil,
        constants: found.constants.filter { isValid($0.name, .enum, $0.location) },
        typeName: found.typeName, size: found.size, header: found.header, location: found.location)
    }
    if dropped.isEmpty { return self }
    return HeaderModel(
      root: root, release: release, headers: headers, records: records, enums: enums,
      macros: macros,
      fieldAliases: fieldAliases, unsupported: unsupported + dropped)
  }
}
