internal import UAPIKnowledge
internal import UAPIStructs

/// Properties of a generated struct.
extension StructEmitter {
  /// The property, once for each number of bytes: Swift counts them in the type.
  func emit(_ field: BoundField, of bound: BoundStruct, into source: inout SourceText) {
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

  func emit(_ alias: BoundAlias, of bound: BoundStruct, into source: inout SourceText) {
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
        + "`\(alias.alias.field)`. `nil` unless the kernel reported it.")
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

  /// The arguments that read a field without a look at the history, where it has been at one place
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
}
