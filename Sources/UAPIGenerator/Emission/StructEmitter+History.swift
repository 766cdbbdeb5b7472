internal import UAPIKnowledge
internal import UAPIStructs

/// The history inside a generated struct.
extension StructEmitter {
  func emitHistory(of bound: BoundStruct, into source: inout SourceText) {
    let known = bound.known
    let kind = known.isUnion ? "union" : "struct"
    source.doc("Every layout that `\(kind) \(known.name)` had, oldest first.")
    let facts =
      [
        SourceText.literal(known.name), "header: \(SourceText.literal(known.header))",
        "zeroFilled: \(known.zeroFilled)",
      ] + (known.alignedToPointers ? ["alignedToPointers: true"] : [])
      + ["knownThrough: \(release(known.knownThrough))"]
    source.block("\(access)static let history = StructHistory(", close: "") { source in
      source.fill(facts, tail: ",")
      source.array("generations: [", of: known.generations, close: "],") {
        generation, comma, source in
        source.call("Generation", arguments(of: generation), tail: comma)
      }
      let hasAliases = !known.aliases.isEmpty
      let elsewhere = known.elsewhere.filter { $0.reason != nil }
      let isLast = elsewhere.isEmpty && !hasAliases
      source.array("fields: [", of: bound.fields, close: isLast ? "])" : "],") {
        field, comma, source in
        emitHistory(of: field, in: known, comma: comma, into: &source)
      }
      if !elsewhere.isEmpty {
        source.array("elsewhere: [", of: elsewhere, close: hasAliases ? "]," : "])") {
          layout, comma, source in
          emit(layout, of: bound, comma: comma, into: &source)
        }
      }
      guard hasAliases else { return }
      source.array("aliases: [", of: known.aliases, close: "])") { alias, comma, source in
        source.call(
          "FieldAlias",
          [
            SourceText.literal(alias.name), "of: \(SourceText.literal(alias.field))",
            "since: \(release(alias.since))",
          ], tail: comma)
      }
    }
    source.removeLastLine()
  }

  /// What differs on some machines.
  private func emit(
    _ layout: KnownElsewhere, of bound: BoundStruct, comma: String, into source: inout SourceText
  ) {
    let moved = bound.fields.compactMap { field in
      layout.field(named: field.field.name).flatMap { other in
        field.field.newest.map(other.isSamePlace) == true ? nil : (field, other)
      }
    }
    let missing = bound.fields.filter { field in
      field.field.newest != nil && layout.field(named: field.field.name) == nil
    }.map { SourceText.literal($0.field.name) }
    let close = (missing.isEmpty ? "]" : "], without: [\(missing.joined(separator: ", "))]") + ")"
    let head =
      ["on: \(SourceText.literal(layout.machines.first ?? ""))"]
      + layout.machines.dropFirst().map(SourceText.literal)
      + ["size: \(layout.size)", "alignment: \(layout.alignment)"]
    source.line("// \(layout.reason ?? "")")
    if moved.isEmpty {
      let without = missing.isEmpty ? [] : ["without: [\(missing.joined(separator: ", "))]"]
      source.call("MachineLayout", head + without, tail: comma)
      return
    }
    source.block("MachineLayout(", close: "") { source in
      source.fill(head, tail: ",")
      source.array("fields: [", of: moved, close: close + comma) { pair, comma, source in
        let (field, place) = pair
        let arguments =
          [SourceText.literal(place.name), kind(of: field)] + placeArguments(place) + ["since: 1"]
          + (field.field.isReserved ? ["reserved: true"] : [])
        source.call("FieldHistory", arguments, tail: comma)
      }
    }
    source.removeLastLine()
  }

  private func arguments(of generation: KnownGeneration) -> [String] {
    var arguments = ["since: \(release(generation.since))"]
    if generation.orEarlier { arguments.append("orEarlier: true") }
    if let vendor = generation.vendor { arguments.append("vendor: \(SourceText.literal(vendor))") }
    arguments += ["size: \(generation.size)", "alignment: \(generation.alignment)"]
    if let size = generation.sizeOnI386 { arguments.append("sizeOnI386: \(size)") }
    return arguments
  }

  private func emitHistory(
    of bound: BoundField, in known: KnownStruct, comma: String, into source: inout SourceText
  ) {
    let field = bound.field
    let head = [SourceText.literal(field.name), kind(of: bound)]
    if let place = onlyPlace(of: field, in: known) {
      var arguments = head + placeArguments(place.field)
      arguments.append("since: \(place.generations.lowerBound)")
      if let offset = place.field.offsetOnI386, offset != place.field.offset {
        arguments.append("onI386: \(offset)")
      }
      if field.isReserved { arguments.append("reserved: true") }
      source.call("FieldHistory", arguments, tail: comma)
      return
    }
    source.block("FieldHistory(", close: "") { source in
      source.fill(head, tail: ",")
      let close = field.isReserved ? "], reserved: true)" : "])"
      source.array("places: [", of: field.places, close: close + comma) { place, comma, source in
        var arguments = placeArguments(place.field)
        arguments.append(
          "generations: \(place.generations.lowerBound)...\(place.generations.upperBound)")
        if let offset = place.field.offsetOnI386, offset != place.field.offset {
          arguments.append("onI386: \(offset)")
        }
        source.call("FieldPlace", arguments, tail: comma)
      }
    }
    source.removeLastLine()
  }

  private func placeArguments(_ place: PlacedField) -> [String] {
    var arguments = [SourceText.literal(place.type), "at: \(place.offset)", "size: \(place.size)"]
    if let bits = place.bits { arguments.append("bits: \(bits.lowerBound)..<\(bits.upperBound)") }
    return arguments
  }

  private func kind(of bound: BoundField) -> String {
    switch bound.field.content {
    case .unsigned: ".unsigned"
    case .signed: ".signed"
    case .bigEndian: ".bigEndian"
    case .littleEndian: ".littleEndian"
    case .bytes: ".bytes"
    case .record(let name):
      if case .nested = bound.value { ".nested(\(SourceText.literal(name)))" } else { ".bytes" }
    }
  }

  private func release(_ release: KernelRelease) -> String {
    "KernelRelease(\(release.major), \(release.minor))"
  }

  /// The place of a field that has one from some generation to the last.
  func onlyPlace(of field: KnownField, in known: KnownStruct) -> KnownField.Place? {
    guard field.places.count == 1, let place = field.places.first,
      place.generations.upperBound == known.generations.count
    else { return nil }
    return place
  }
}
