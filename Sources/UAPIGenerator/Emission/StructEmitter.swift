internal import UAPIStructs

/// Writes the file with the structs.
struct StructEmitter {
  let module: BoundModule

  /// The file.
  func file() -> String {
    var source = SourceText()
    source.line(HeaderList.notice(module.headers))
    // An import that nothing uses is a warning.
    if module.structs.isEmpty { return source.text }
    source.line()
    emitImport(into: &source)
    for bound in module.structs {
      source.line()
      emit(bound, into: &source)
    }
    return source.text
  }

  /// A plain import fits whatever the target's own files write; an explicit level would clash with
  /// theirs in targets that import publicly by default.
  private func emitImport(into source: inout SourceText) {
    switch module.access {
    case .public: source.line("public import UAPIStructs")
    case .internal: source.line("import UAPIStructs")
    case .package:
      source.line("#if hasFeature(InternalImportsByDefault)")
      source.line("  package import UAPIStructs")
      source.line("#else")
      source.line("  import UAPIStructs")
      source.line("#endif")
    }
  }

  private var access: String { module.access == .internal ? "" : module.access.rawValue + " " }
  private var isPublic: Bool { module.access == .public }

  private func emit(_ bound: BoundStruct, into source: inout SourceText) {
    let known = bound.known
    let kind = known.isUnion ? "union" : "struct"
    let sizesElsewhere = known.elsewhere.map(\.size)
    let size = (known.generations.map(\.size) + sizesElsewhere).max() ?? 0
    let words = max(1, (size + 7) / 8)
    let sizes = FieldText.sizes(of: known)
    let origin = known.isOfKernels ? "inside the kernel" : "of `\(known.header)`"
    var facts = "`\(kind) \(known.name)` \(origin)" + (sizes.isEmpty ? "." : ": \(sizes).")
    if known.isOfKernels {
      facts +=
        " No header declares it for programs: these are the layouts of the kernels that were "
        + "looked at. Any other kernel, of the same release too, may have others."
    }
    source.doc(
      bound.documentation?.summary ?? "The \(kind) `\(known.name)` \(origin).",
      bound.documentation?.discussion, facts)
    source.block("\(access)struct \(SwiftNames.escaped(bound.name)): UAPIStruct {") { source in
      source.doc("The bytes of the answer and what is known of their layout.")
      source.line("\(access)var _decoded: _DecodedBytes<\(words)>")
      source.line()
      source.doc("Wraps bytes that were decoded before.")
      if isPublic { source.line("@inlinable") }
      source.line("\(access)init(_decoded: _DecodedBytes<\(words)>) { self._decoded = _decoded }")
      source.line()
      emitFields(of: bound, into: &source)
      for field in bound.visible {
        source.line()
        emit(field, of: bound, into: &source)
      }
      for alias in bound.aliases {
        source.line()
        emit(alias, of: bound, into: &source)
      }
      source.line()
      emitHistory(of: bound, into: &source)
    }
  }

  private func emitFields(of bound: BoundStruct, into source: inout SourceText) {
    let kind = bound.known.isUnion ? "union" : "struct"
    source.doc("The fields of `\(kind) \(bound.known.name)`, in the order of their offsets.")
    guard !bound.visible.isEmpty else {
      // An enum without cases has no raw type.
      source.block("\(access)struct Field: UAPIField {") { source in
        source.doc("There are none.")
        source.line("\(access)static let allCases: [Field] = []")
        source.doc("No number stands for a field.")
        source.line("\(access)var rawValue: UInt16 { 0 }")
        source.doc("Always `nil`.")
        source.line("\(access)init?(rawValue: UInt16) { nil }")
        source.doc("The history of the struct.")
        source.line(
          "\(access)static var _history: StructHistory { \(SwiftNames.escaped(bound.name)).history }"
        )
      }
      return
    }
    source.block("\(access)enum Field: UInt16, UAPIField {") { source in
      for field in bound.visible {
        source.doc(FieldText.line(for: field.field, in: bound.known))
        source.line("case \(SwiftNames.escaped(field.name))")
      }
      source.line()
      source.doc("The history of the struct that the fields belong to.")
      source.line(
        "\(access)static var _history: StructHistory { \(SwiftNames.escaped(bound.name)).history }")
    }
  }

  // MARK: Properties

  /// The property, once for each number of bytes: Swift counts them in the type.
  private func emit(_ field: BoundField, of bound: BoundStruct, into source: inout SourceText) {
    emitForCounts(of: field, into: &source) { field, source in
      emitProperty(field, of: bound, into: &source)
    }
  }

  private func emitForCounts(
    of field: BoundField, into source: inout SourceText,
    _ body: (_ field: BoundField, _ source: inout SourceText) -> Void
  ) {
    guard !field.otherCounts.isEmpty else { return body(field, &source) }
    for (index, (machines, count)) in field.otherCounts.enumerated() {
      source.line("#\(index == 0 ? "if" : "elseif") \(TargetMachine.condition(machines))")
      var other = field
      other.value = .bytes(count)
      source.indented { body(other, &$0) }
    }
    source.line("#else")
    source.indented { body(field, &$0) }
    source.line("#endif")
  }

  private func emitProperty(
    _ field: BoundField, of bound: BoundStruct, into source: inout SourceText
  ) {
    let known = bound.known
    source.doc(
      field.documentation?.summary ?? "The field `\(field.field.name)` of `\(known.name)`.",
      field.documentation?.discussion, FieldText.facts(field, in: known))
    let escaped = SwiftNames.escaped(field.name)
    let reference = "Field.\(escaped)"
    let head = "\(access)var \(escaped): \(type(of: field, in: bound))?"
    let quick = quickArguments(of: field, in: known)
    let arguments = quick.map { "\(reference), \($0)" } ?? reference
    switch field.value {
    case .integer:
      emitInlining(isQuick: quick != nil, into: &source)
      source.property(head, "_decoded.integer(\(arguments))")
    case .wrapped(let name, _):
      emitInlining(isQuick: quick != nil, into: &source)
      source.property(
        head, "_decoded.integer(\(arguments))",
        tail: ".map(\(local(name, in: bound)).init(rawValue:))")
    case .nested:
      source.property(head, "_decoded.nested(\(reference))")
    case .bytes:
      source.property(head, "_decoded.bytes(\(reference))")
    }
  }

  private func emit(_ alias: BoundAlias, of bound: BoundStruct, into source: inout SourceText) {
    emitForCounts(of: alias.target, into: &source) { target, source in
      var alias = alias
      alias.target = target
      emitProperty(alias, of: bound, into: &source)
    }
  }

  private func emitProperty(
    _ alias: BoundAlias, of bound: BoundStruct, into source: inout SourceText
  ) {
    source.doc(
      alias.documentation?.summary ?? "Another name of ``\(alias.target.name)``.",
      alias.documentation?.discussion,
      "`\(alias.alias.name)`: since Linux \(alias.alias.since) another name of "
        + "`\(alias.alias.of)`. `nil` unless the kernel reported it.")
    if isInlinable(alias.target) {
      emitInlining(isQuick: quickArguments(of: alias.target, in: bound.known) != nil, into: &source)
    }
    source.property(
      "\(access)var \(SwiftNames.escaped(alias.name)): \(type(of: alias.target, in: bound))?",
      SwiftNames.escaped(alias.target.name))
  }

  /// Properties that are one test and one load are worth less than a call.
  private func emitInlining(isQuick: Bool, into source: inout SourceText) {
    guard isPublic else { return }
    source.line("@inlinable")
    if isQuick { source.line("@inline(__always)") }
  }

  private func isInlinable(_ field: BoundField) -> Bool {
    switch field.value {
    case .integer, .wrapped: true
    case .nested, .bytes: false
    }
  }

  private func type(of field: BoundField, in bound: BoundStruct) -> String {
    switch field.value {
    case .integer(let type): type.description
    case .wrapped(let name, _): local(name, in: bound)
    case .nested(let name): SwiftNames.escaped(name)
    case .bytes(let count): "InlineArray<\(count), UInt8>"
    }
  }

  /// A type that is nested in this struct needs no prefix.
  private func local(_ name: String, in bound: BoundStruct) -> String {
    let prefix = bound.name + "."
    let local = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    return local.split(separator: ".").map { SwiftNames.escaped(String($0)) }
      .joined(separator: ".")
  }

  /// The arguments that read a field without a look at the history, where it has stood at one place
  /// ever since some generation.
  private func quickArguments(of field: BoundField, in known: KnownStruct) -> String? {
    guard let place = onlyPlace(of: field.field, in: known),
      (place.field.offsetOnI386 ?? place.field.offset) == place.field.offset,
      known.elsewhere.allSatisfy({
        $0.field(named: field.field.name)?.isSamePlace(as: place.field) == true
      })
    else { return nil }
    let since = place.generations.lowerBound
    switch (field.field.content, place.field.bits) {
    case (.unsigned, let bits?):
      return "at: \(place.field.offset), size: \(place.field.size), "
        + "bits: \(bits.lowerBound)..<\(bits.upperBound), since: \(since)"
    case (.unsigned, nil), (.signed, nil):
      return "at: \(place.field.offset), since: \(since)"
    default: return nil
    }
  }

  /// The place of a field that has one from some generation to the last.
  private func onlyPlace(of field: KnownField, in known: KnownStruct) -> KnownField.Place? {
    guard field.places.count == 1, let place = field.places.first,
      place.generations.upperBound == known.generations.count
    else { return nil }
    return place
  }

  // MARK: History

  private func emitHistory(of bound: BoundStruct, into source: inout SourceText) {
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
            SourceText.literal(alias.name), "of: \(SourceText.literal(alias.of))",
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
}

/// Headers in words.
enum HeaderList {
  /// The first line of every generated file.
  static func notice(_ headers: [String]) -> String {
    if headers == [KernelModel.header] {
      return "// Generated by uapi generate --btf from the types of a kernel. Do not edit."
    }
    let owner = headers.count == 1 ? "its" : "their"
    return "// Generated by uapi-generate from \(words(headers)) and \(owner) history. Do not edit."
  }

  static func words(_ headers: [String]) -> String {
    guard let last = headers.last, headers.count > 1 else { return headers.first ?? "no header" }
    return headers.dropLast().joined(separator: ", ") + " and " + last
  }
}
