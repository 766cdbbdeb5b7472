internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// Second names of fields.
extension StructFold {
  mutating func foldAliases(
    _ aliases: [AliasMacro], record: Record, into known: inout KnownStruct
  ) throws(GeneratorError) {
    let names = Set(known.generations.flatMap { $0.fields.map(\.name) })
    let fields = Set(record.fields.map(\.name))
    var others = Dictionary(
      known.aliases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    func add(_ alias: FieldAlias) {
      known.aliases.append(alias)
      others[alias.name] = alias
    }
    for alias in aliases where alias.record == record.name {
      if let other = others[alias.name] {
        guard other.field != alias.target, other.name != alias.target else { continue }
        throw contradiction(
          "\(alias.name) stands for \(alias.target) of struct \(known.name) in "
            + "\(record.header)\(ofRelease), but for \(other.field) in the history",
          at: alias.location)
      }
      if names.contains(alias.name) {
        // The header renamed a field and kept its old name as the second one: the old name stays the first.
        if !fields.contains(alias.name), fields.contains(alias.target),
          !names.contains(alias.target), others[alias.target] == nil
        {
          add(FieldAlias(alias.target, of: alias.name, since: release ?? known.knownThrough))
        }
        continue
      }
      guard names.contains(alias.target) else {
        remarks.append(
          ReportEntry(
            .unsupported, alias.name,
            "it stands for '\(alias.target)', which is not a field of \(known.name)",
            file: record.header, line: alias.location.line))
        continue
      }
      add(FieldAlias(alias.name, of: alias.target, since: release ?? known.knownThrough))
    }
  }
}
