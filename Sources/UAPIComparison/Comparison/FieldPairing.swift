internal import UAPIKnowledge
internal import UAPIStructs

/// Finds for each field of one layout what became of it in another.
struct FieldPairing {
  let before: StructComparison.Side
  let after: StructComparison.Side
  /// Where each name is in the second layout.
  private let positions: [String: Int]
  /// For each field of the first layout the end of those up to it.
  private let ends: [Int]
  /// Whether the fields of the first layout are in the order of their bits.
  private let isSorted: Bool

  init(before: StructComparison.Side, after: StructComparison.Side) {
    self.before = before
    self.after = after
    positions = after.layout.fields.positions
    var end = 0
    ends = before.layout.fields.map { field in
      end = max(end, field.bitRange.upperBound)
      return end
    }
    isSorted = zip(before.layout.fields, before.layout.fields.dropFirst())
      .allSatisfy { $0.bitRange.lowerBound <= $1.bitRange.lowerBound }
  }

  /// All differences, in the order of their places.
  var changes: [FieldChange] {
    let old = before.layout.fields
    let new = after.layout.fields
    let oldNames = Set(old.map(\.name))
    let newNames = Set(new.map(\.name))
    var changes = old.compactMap { field in
      positions[field.name].flatMap { change(from: field, to: new[$0]) }
    }
    let fresh = new.filter { !oldNames.contains($0.name) }
    let candidates = RenamingCandidates(fresh, before: before.aliases, after: after.aliases)
    var renamed: Set<Int> = []
    for field in old where !newNames.contains(field.name) {
      let index = candidates.indices(for: field).first {
        !renamed.contains($0) && renames(field, to: fresh[$0])
      }
      if let index {
        renamed.insert(index)
        changes.append(renaming(of: field, to: fresh[index]))
      } else {
        changes.append(
          FieldChange(
            kind: field.isReserved ? .reserved : .removed, name: field.name, before: field))
      }
    }
    changes += fresh.indices.filter { !renamed.contains($0) }.map { index in
      let field = fresh[index]
      return FieldChange(
        kind: field.isReserved ? .reserved : .added, name: field.name, after: field,
        landing: field.isReserved ? nil : landing(of: field))
    }
    func place(_ change: FieldChange) -> Int {
      (change.after ?? change.before)?.bitRange.lowerBound ?? 0
    }
    return changes.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }.map(\.element)
  }

  // MARK: Fields of one name

  private func change(from old: PlacedField, to new: PlacedField) -> FieldChange? {
    if new.isReserved {
      return new.bitRange == old.bitRange
        ? nil : FieldChange(kind: .reserved, name: new.name, before: old, after: new)
    }
    let retyping = Self.retyping(from: old, to: new)
    if old.bitRange.lowerBound != new.bitRange.lowerBound {
      return FieldChange(
        kind: .moved, name: new.name, before: old, after: new, landing: landing(of: new),
        retyping: retyping)
    }
    return retyping.map {
      FieldChange(kind: .retyped, name: new.name, before: old, after: new, retyping: $0)
    }
  }

  /// How the types of two fields differ, the weightiest difference first.
  static func retyping(from old: PlacedField, to new: PlacedField) -> FieldChange.Retyping? {
    if old.bitRange.count != new.bitRange.count {
      return old.content.isRecord && new.content.isRecord ? .nestedSize : .width
    }
    if old.content != new.content {
      switch (old.content, new.content) {
      case (.signed, .unsigned), (.unsigned, .signed): return .signedness
      // A type that the history knows by name only says nothing about its content.
      case (.bytes, _) where old.type == new.type, (_, .bytes) where old.type == new.type:
        return nil
      case (.bytes, _), (_, .bytes), (.record, _), (_, .record): return .content
      default: return .byteOrder
      }
    }
    return old.type == new.type ? nil : .spelling
  }

  // MARK: Renaming

  /// Whether `new` is `old` under another name: one is the second name of the other, or the field is the same but for
  /// its name.
  private func renames(_ old: PlacedField, to new: PlacedField) -> Bool {
    guard !old.isReserved, !new.isReserved else { return false }
    if keepsOldName(old, new) { return true }
    // A second name that became the first, without the first one staying.
    if before.aliases.contains(where: { $0.name == new.name && $0.field == old.name }) {
      return true
    }
    return old.bitRange == new.bitRange && old.content == new.content && old.type == new.type
  }

  private func keepsOldName(_ old: PlacedField, _ new: PlacedField) -> Bool {
    after.aliases.contains { $0.name == old.name && $0.field == new.name }
  }

  private func renaming(of old: PlacedField, to new: PlacedField) -> FieldChange {
    let isMoved = old.bitRange.lowerBound != new.bitRange.lowerBound
    return FieldChange(
      kind: .renamed, name: new.name, before: old, after: new,
      landing: isMoved ? landing(of: new) : nil, retyping: Self.retyping(from: old, to: new),
      keepsOldName: keepsOldName(old, new))
  }

  // MARK: Old bytes

  /// The fields of the first layout that have some of these bits.
  private func fields(overlapping range: Range<Int>) -> [PlacedField] {
    let all = before.layout.fields
    guard isSorted else { return all.filter { $0.bitRange.overlaps(range) } }
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].bitRange.lowerBound < range.upperBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var found: [PlacedField] = []
    // None before reaches as far as these bits, once no end does.
    while low > 0, ends[low - 1] > range.lowerBound {
      low -= 1
      if all[low].bitRange.overlaps(range) { found.append(all[low]) }
    }
    return found.reversed()
  }

  /// What the first layout has where a field of the second one is.
  private func landing(of field: PlacedField) -> FieldChange.Landing {
    let range = field.bitRange
    // An array without a length takes no bits: it starts where it starts.
    if range.lowerBound >= before.layout.size &* 8 { return .afterEnd }
    let covered = fields(overlapping: range)
    let fields = covered.filter { !$0.isReserved }
    if !fields.isEmpty {
      let gone = fields.filter { old in
        positions[old.name].map {
          after.layout.fields[$0].bitRange.lowerBound != old.bitRange.lowerBound
        } ?? true
      }
      return gone.isEmpty ? .shared(fields.map(\.name)) : .fields(gone.map(\.name))
    }
    return covered.isEmpty ? .padding : .reserved(covered.map(\.name))
  }
}

/// Which new fields an old one may have become, without a look at all of them.
private struct RenamingCandidates {
  private var names: [String: Int] = [:]
  private var places: [Range<Int>: [Int]] = [:]
  private var seconds: [String: [String]] = [:]

  init(_ fields: [PlacedField], before: [FieldAlias], after: [FieldAlias]) {
    for (index, field) in fields.enumerated() {
      names[field.name] = index
      places[field.bitRange, default: []].append(index)
    }
    for alias in before { seconds[alias.field, default: []].append(alias.name) }
    for alias in after { seconds[alias.name, default: []].append(alias.field) }
  }

  /// The new fields at the same bits, and those whose names are told by second names, in their order.
  func indices(for field: PlacedField) -> [Int] {
    ((places[field.bitRange] ?? []) + (seconds[field.name] ?? []).compactMap { names[$0] }).sorted()
  }
}
