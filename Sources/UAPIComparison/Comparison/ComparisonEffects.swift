internal import UAPIKnowledge

/// What the differences of a struct do to programs, in plain words.
package struct ComparisonEffects {
  let comparison: StructComparison
  /// The names of the two sides.
  let names: HeaderComparison.Pair

  /// The effects of what differs between two sides.
  package init(_ comparison: StructComparison, names: HeaderComparison.Pair) {
    self.comparison = comparison
    self.names = names
  }

  /// One sentence or a few for each effect, the ones that mislead programs first.
  package var sentences: [String] {
    guard let before = comparison.before, let after = comparison.after else { return [presence] }
    guard comparison.differs else { return [] }
    return ghosts + reused + moved + retyped + renamed + removed
      + appended(before: before, after: after) + sizes(before: before, after: after)
      + betweens + aliases
  }

  private var presence: String {
    comparison.before == nil
      ? "\(names.before) has no struct \(comparison.name): no kernel of it answers with one."
      : "\(names.after) has no struct \(comparison.name): programs that use it do not compile there."
  }

  // MARK: Fields

  private var ghosts: [String] {
    let fields = comparison.fields.filter { change in
      switch change.landing {
      case .padding, .reserved: true
      default: false
      }
    }
    guard !fields.isEmpty else { return [] }
    let read =
      switch comparison.zeroFilled {
      case true?: "a 0 that was not measured"
      default: "whatever lay there"
      }
    return [
      "\(Self.list(fields)): \(fields.count == 1 ? "a ghost" : "ghosts"). Answers of "
        + "\(names.before) cover these bytes, as padding or reserved room, and do not have the "
        + "\(fields.count == 1 ? "field" : "fields"): \"offset + size <= length\" holds there too, "
        + "and reads \(read). Ask for the presence of a field, not for the length of an answer."
    ]
  }

  private var reused: [String] {
    comparison.fields.compactMap { change in
      guard case .fields(let others) = change.landing, change.kind == .added else { return nil }
      return "\(change.name) takes bits that \(names.before) has as \(Self.list(others)): the same "
        + "bytes mean something else there, and no length tells which. The release or the type "
        + "information of the kernel does."
    }
  }

  private var moved: [String] {
    let fields = comparison.fields.filter { $0.kind == .moved }
    guard !fields.isEmpty else { return [] }
    return [
      "\(Self.list(fields)): at another place under the same name. A program compiled with one "
        + "header reads other bits than a kernel of the other one wrote."
    ]
  }

  private var retyped: [String] {
    comparison.fields.compactMap { change in
      guard change.kind != .moved, let retyping = change.retyping, let old = change.before,
        let new = change.after
      else { return nil }
      let types = "\(change.name) is \(old.type) in \(names.before), \(new.type) in \(names.after)"
      switch retyping {
      case .signedness:
        return "\(types): the same bits, but with the highest one set a program compiled with one "
          + "header sees a negative number where the other sees a large one."
      case .byteOrder: return "\(types): the same bytes in another order."
      case .width:
        return "\(types): \(old.bitRange.count) bits became \(new.bitRange.count). A program "
          + "compiled with one header reads a value cut off, or mixed with other bits, from a "
          + "kernel of the other one."
      case .nestedSize:
        return "\(change.name): the struct inside went from \(old.size) to \(new.size) bytes. What "
          + "its fields are follows from the length of that part, not of the whole."
      case .content: return "\(types): the same bytes, read as something else."
      case .spelling: return "\(types): the same values under another name of the type."
      }
    }
  }

  private var renamed: [String] {
    comparison.fields.compactMap { change in
      guard change.kind == .renamed, let old = change.before else { return nil }
      return change.keepsOldName
        ? "\(old.name) is called \(change.name) in \(names.after), and keeps its old name as the "
          + "second one: source code compiles with both headers."
        : "\(old.name) is called \(change.name) in \(names.after): programs read the same bytes, "
          + "but source code that says \(old.name) does not compile there."
    }
  }

  private var removed: [String] {
    let fields = comparison.fields.filter { $0.kind == .removed }
    guard !fields.isEmpty else { return [] }
    return [
      "\(Self.list(fields)): not in \(names.after). Source code that names "
        + "\(fields.count == 1 ? "it" : "them") does not compile there, and a program compiled before reads padding or another field."
    ]
  }

  private func appended(before: KnownGeneration, after: KnownGeneration) -> [String] {
    let all = comparison.fields.filter { $0.landing == .afterEnd }
    let arrays = all.filter { $0.after?.size == 0 }.map {
      "\($0.name): an array without a length: its elements follow the struct."
    }
    let fields = all.filter { $0.after?.size != 0 }
    guard !fields.isEmpty else { return arrays }
    return arrays + [
      "\(Self.list(fields)): after the \(before.size) bytes of \(names.before), so that the length "
        + "of an answer tells \(names.before) and \(names.after) apart."
    ]
  }

  /// Fields that are told by the length between the two sides, and not on the way from one to the other.
  private var betweens: [String] {
    comparison.fields.compactMap { change in
      change.ghostBetween.map {
        "\(change.name): a ghost on Linux \($0.since) and later, until \($0.until): answers of these "
          + "releases cover its bytes too."
      }
    }
  }

  // MARK: The struct

  private func sizes(before: KnownGeneration, after: KnownGeneration) -> [String] {
    guard before.size != after.size else {
      let misleads = comparison.fields.contains { $0.isGhost || $0.kind == .moved }
      return misleads
        ? ["sizeof is \(before.size) in both: the length of an answer does not tell them apart."]
        : []
    }
    return [
      "A kernel of \(names.before) answers at most \(before.size) bytes, one of \(names.after) "
        + "\(after.size): offer the larger, and read no field after the length that came back."
    ]
  }

  private var aliases: [String] {
    let added = comparison.aliases.filter(\.isAdded)
    let removed = comparison.aliases.filter { !$0.isAdded }
    var sentences: [String] = []
    if !added.isEmpty {
      let words = added.map { "\($0.name) for \($0.of)" }
      sentences.append(
        "Second names: \(Self.list(words)). The same bytes; source code that uses them needs "
          + "the header of \(names.after).")
    }
    if !removed.isEmpty {
      sentences.append(
        "Second names that are gone: \(Self.list(removed.map(\.name))). Source code that uses them "
          + "does not compile with \(names.after).")
    }
    return sentences
  }

  private static func list(_ changes: [FieldChange]) -> String { list(changes.map(\.name)) }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
