internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// What a layout adds to a history.
extension StructFold {
  mutating func foldNewer(
    _ layout: KnownGeneration, record: Record, newest: KnownGeneration?,
    into known: inout KnownStruct
  ) throws(GeneratorError) {
    guard let newest else { return }
    if Self.isSame(layout, newest) {
      if let release { known.knownThrough = max(release, known.knownThrough) }
      return
    }
    guard layout.size >= newest.size else {
      throw contradiction(
        "struct \(known.name) has \(layout.size) bytes in \(record.header)\(ofRelease), "
          + "but \(newest.size) bytes since Linux \(newest.since), and kernel structs never shrink",
        at: record.location)
    }
    // One without a release comes after everything that is known.
    let since =
      release ?? KernelRelease(known.knownThrough.major, known.knownThrough.minor &+ 1)
    var added = layout
    added.since = since
    let position = known.mainline.count
    guard known.generations.count < KnownStruct.mostGenerations else {
      throw contradiction(
        "struct \(known.name) would have more than \(KnownStruct.mostGenerations) generations",
        at: record.location)
    }
    known.generations.insert(added, at: position)
    known.knownThrough = since
    let older = newest.fields.positions
    let names = layout.fields.filter { older[$0.name] == nil && !$0.isReserved }.map(\.name)
    let moved = layout.fields.filter { field in
      !field.isReserved
        && older[field.name].map { newest.fields[$0].bitRange != field.bitRange } ?? false
    }
    var changes: [String] = []
    if !names.isEmpty { changes.append("adds \(names.joined(separator: ", "))") }
    if !moved.isEmpty {
      changes.append("moves or re-types \(moved.map(\.name).joined(separator: ", "))")
    }
    if changes.isEmpty { changes.append("has \(layout.size) bytes") }
    let source = release == nil ? "; it has no linux/version.h, so it counts as \(since)" : ""
    remarks.append(
      ReportEntry(
        .remark, known.name,
        "the installed header\(ofRelease) \(changes.joined(separator: " and "))\(source)",
        file: record.header, line: record.location.line))
  }

  mutating func foldOlder(
    _ layout: KnownGeneration, record: Record, into known: inout KnownStruct
  ) throws(GeneratorError) {
    if known.generations.contains(where: { Self.isSame($0, layout) }) { return }
    // Every field that is known must be at one of its known places.
    var unknown: [String] = []
    let positions = known.generations.map(\.fields.positions)
    for field in layout.fields where !field.isReserved {
      let places = zip(known.generations, positions).compactMap { generation, positions in
        positions[field.name].map { (generation.since, generation.fields[$0]) }
      }
      if places.isEmpty {
        unknown.append(field.name)
        continue
      }
      if places.contains(where: { Self.agrees(field, $0.1) }) { continue }
      let location = record.fields.first { $0.name == field.name }?.location ?? record.location
      var histories: [String] = []
      for (since, place) in places {
        let text = place.placeInWords
        if histories.last?.hasPrefix(text) != true {
          histories.append("\(text) since Linux \(since)")
        }
      }
      throw contradiction(
        "field \(field.name) of struct \(known.name) is \(field.placeInWords) in "
          + "\(record.header)\(ofRelease), but the history has it as \(histories.joined(separator: "; "))",
        at: location)
    }
    let sizes = known.generations.map(\.size)
    if unknown.isEmpty, sizes.contains(layout.size) {
      // A subset, or a mixture, of what is known: nothing can be learnt from it.
      return
    }
    guard known.generations.count < KnownStruct.mostGenerations else {
      throw contradiction(
        "struct \(known.name) would have more than \(KnownStruct.mostGenerations) generations",
        at: record.location)
    }
    var added = layout
    added.vendor = release.map { "a header of Linux \($0)" } ?? "a header without a release"
    known.generations.append(added)
    let what = unknown.isEmpty ? "a size of \(layout.size) bytes" : unknown.joined(separator: ", ")
    remarks.append(
      ReportEntry(
        .remark, known.name,
        "the installed header\(ofRelease) has \(what), which no mainline release has: "
          + "its layout counts as a vendor's",
        file: record.header, line: record.location.line))
  }
}
