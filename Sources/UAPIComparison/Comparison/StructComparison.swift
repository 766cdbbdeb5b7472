package import UAPIKnowledge
package import UAPIStructs

/// A struct in two layouts, and what differs.
package struct StructComparison: Hashable, Sendable {
  /// A struct as one header has it.
  package struct Side: Hashable, Sendable {
    /// The layout.
    package var layout: KnownGeneration
    /// The second names of its fields.
    package var aliases: [FieldAlias]

    /// A layout with second names.
    package init(layout: KnownGeneration, aliases: [FieldAlias] = []) {
      self.layout = layout
      self.aliases = aliases
    }
  }

  /// The struct's name in C.
  package var name: String
  /// The header that declares it.
  package var header: String
  /// Whether the kernel zeroes the struct before it fills it; `nil` where that is not known.
  package var zeroFilled: Bool?
  /// The first layout; `nil` where there is no such struct.
  package var before: KnownGeneration?
  /// The second layout; `nil` where there is no such struct.
  package var after: KnownGeneration?
  /// What happened to fields, in the order of their places.
  package var fields: [FieldChange] = []
  /// What happened to second names.
  package var aliases: [AliasChange] = []

  /// Whether anything differs.
  package var differs: Bool {
    (before == nil) != (after == nil) || before?.size != after?.size
      || before?.alignment != after?.alignment || !fields.isEmpty || !aliases.isEmpty
  }

  /// Compares two sides; one that is `nil` does not have the struct.
  package init(
    _ name: String, header: String, zeroFilled: Bool? = nil, before: Side?, after: Side?
  ) {
    self.name = name
    self.header = header
    self.zeroFilled = zeroFilled
    self.before = before?.layout
    self.after = after?.layout
    guard let before, let after else { return }
    let pairing = FieldPairing(before: before, after: after)
    fields = pairing.changes
    aliases = Self.aliasChanges(before: before, after: after, renamed: fields)
  }

  private static func aliasChanges(
    before: Side, after: Side, renamed: [FieldChange]
  ) -> [AliasChange] {
    /// Names that a header accepts, whether first or second.
    func names(_ side: Side) -> Set<String> {
      Set(side.layout.fields.map(\.name)).union(side.aliases.map(\.name))
    }
    let (old, new) = (names(before), names(after))
    // The two names of a renamed field are told by the change itself.
    let told = Set(renamed.filter { $0.kind == .renamed }.compactMap(\.before?.name))
    return after.aliases.filter { !old.contains($0.name) && !told.contains($0.name) }
      .map { AliasChange(name: $0.name, of: $0.field, isAdded: true) }
      + before.aliases.filter { !new.contains($0.name) }
      .map { AliasChange(name: $0.name, of: $0.field, isAdded: false) }
  }

  /// Adds which releases between the two have the bytes of a field after the first one's end, and not the field.
  package mutating func addGhosts(
    between first: KernelRelease, and second: KernelRelease, in known: KnownStruct
  ) {
    let layouts = known.mainline.filter { $0.since > first && $0.since <= second }
    for (index, change) in fields.enumerated() {
      guard change.landing == .afterEnd, let field = change.after else { continue }
      let has = { (layout: KnownGeneration) in
        layout.fields.contains { $0.name == field.name && $0.bitRange == field.bitRange }
      }
      guard let arrival = layouts.first(where: has),
        let cover = layouts.first(where: { $0.size &* 8 > field.bitRange.lowerBound }),
        cover.since < arrival.since
      else { continue }
      fields[index].ghostBetween = .init(since: cover.since, until: arrival.since)
    }
  }
}
