internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

extension MachineRecords {
  /// Takes in what the machines make of structs that no history tells all of.
  ///
  /// - Returns: what is to be said about it.
  func complete(
    _ structs: inout [KnownStruct], knowing histories: [KnownStruct?]
  ) -> [ReportEntry] {
    var report = remarks
    for (index, history) in histories.enumerated() where !history.tells(structs[index]) {
      if history == nil {
        report += structs[index].fold(records)
      } else if let record = records["i386"]?[structs[index].name],
        let since = structs[index].mainline.last?.since
      {
        // Histories tell i386 and the other machines apart.
        structs[index].takeFigures(ofI386: record, newIn: since, vendor: nil)
      }
    }
    return report
  }
}

extension KnownStruct? {
  /// Whether a history has all layouts of a struct.
  func tells(_ known: KnownStruct) -> Bool {
    guard let self else { return false }
    return self.mainline.count == known.mainline.count
  }
}

extension KnownStruct {
  /// Takes in what machines make of a struct that one header is all that is known of: the layout of
  /// most machines counts, the others are listed next to it.
  ///
  /// - Returns: what could not be taken in.
  mutating func fold(_ records: [String: [String: Record]]) -> [ReportEntry] {
    guard let own = generations.first, generations.count == 1 else { return [] }
    var groups: [KnownElsewhere] = []
    for machine in TargetMachine.all.map(\.name) {
      let layout: KnownGeneration
      if machine == TargetMachine.host {
        layout = own
      } else if let record = records[machine]?[name],
        let found = StructFold.layout(of: record, since: own.since)
      {
        layout = found
      } else {
        continue
      }
      let index = groups.firstIndex { $0.isSame(as: layout) }
      if let index {
        groups[index].machines.append(machine)
      } else {
        groups.append(
          KnownElsewhere(
            machines: [machine], size: layout.size, alignment: layout.alignment,
            fields: layout.fields))
      }
    }
    // Of equally many machines those with this one count.
    func rank(_ group: KnownElsewhere) -> Int {
      group.machines.count * 2 + (group.machines.contains(TargetMachine.host) ? 1 : 0)
    }
    guard let most = groups.max(by: { rank($0) < rank($1) }) else { return [] }
    machines = most.machines
    if groups.count == 1 { return [] }
    var base = own
    if !most.machines.contains(TargetMachine.host) {
      (base.size, base.alignment, base.fields) = (most.size, most.alignment, most.fields)
      generations = [base]
    }
    var remarks: [ReportEntry] = []
    let positions = base.fields.positions
    for var group in groups where group.machines != most.machines {
      let machines = WordList.joined(group.machines)
      group.fields.removeAll { field in
        guard let other = positions[field.name].map({ base.fields[$0] }),
          other.content.isInteger != field.content.isInteger
        else { return false }
        if field.isReserved { return true }
        remarks.append(
          ReportEntry(
            .remark, "\(name).\(field.name)",
            "it is of another kind on \(machines), and not bound there",
            file: header))
        return true
      }
      group.reason = group.difference(from: base)
      elsewhere.append(group)
    }
    return remarks
  }
}

extension KnownElsewhere {
  /// Whether a layout has the same fields at the same places.
  fileprivate func isSame(as layout: KnownGeneration) -> Bool {
    size == layout.size && alignment == layout.alignment && hasSameFields(as: layout)
  }

  private func hasSameFields(as layout: KnownGeneration) -> Bool {
    fields.count == layout.fields.count
      && zip(fields, layout.fields).allSatisfy { $0.name == $1.name && $0.isSamePlace(as: $1) }
  }

  /// Why the layout is another one, in words.
  fileprivate func difference(from base: KnownGeneration) -> String? {
    if size == base.size, hasSameFields(as: base) { return nil }
    let positions = base.fields.positions
    let pairs = fields.compactMap { field in
      positions[field.name].map { (field, base.fields[$0]) }
    }
    if pairs.count < max(fields.count, base.fields.count) {
      return "The header declares other fields there."
    }
    if pairs.contains(where: { $0.bits?.count != $1.bits?.count }) {
      return "The header declares other bit-fields there."
    }
    if pairs.contains(where: { $0.bits != $1.bits }) {
      return "The header declares its bit-fields in another order there."
    }
    let hasShortPointers = Set(machines).isSubset(of: ["i386", "armv7l"])
    if pairs.contains(where: { $0.size != $1.size }) {
      return hasShortPointers
        ? "Pointers and long integers have four bytes there."
        : "Types of its fields have other sizes there."
    }
    if alignment < base.alignment, alignment == 1 { return "The struct is packed there." }
    if machines == ["i386"] { return "64-bit integers are aligned to four bytes there." }
    return "Its fields are aligned otherwise there."
  }
}
