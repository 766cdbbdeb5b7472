import GeneratorSamples
import Testing
import UAPIGenerator
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

struct ComparisonTests {
  let known: KnownStruct

  init() throws { known = try Sample.known() }

  /// Compares two layouts of some fields.
  private func compare(
    _ before: [PlacedField], size: Int = 16, _ after: [PlacedField], size newSize: Int = 16,
    oldAliases: [FieldAlias] = [], aliases: [FieldAlias] = []
  ) -> StructComparison {
    func side(_ fields: [PlacedField], _ size: Int, _ aliases: [FieldAlias])
      -> StructComparison.Side
    {
      .init(
        layout: KnownGeneration(
          since: KernelRelease(6, 1), size: size, alignment: 8, fields: fields), aliases: aliases)
    }
    return StructComparison(
      "demo", header: "linux/demo.h", before: side(before, size, oldAliases),
      after: side(after, newSize, aliases))
  }

  private func generations(_ first: Int, _ second: Int) -> StructComparison {
    StructComparison(
      "demo", header: "linux/demo.h", zeroFilled: true,
      before: .init(layout: known.generations[first - 1]),
      after: .init(layout: known.generations[second - 1]))
  }

  @Test func `A layout does not differ from itself`() {
    for number in 1...3 {
      let comparison = generations(number, number)
      #expect(!comparison.differs)
      #expect(comparison.fields.isEmpty)
      #expect(ComparisonEffects(comparison, names: Self.names).sentences.isEmpty)
    }
  }

  @Test func `Fields in padding are ghosts`() {
    let changes = generations(1, 2).fields
    #expect(changes.map(\.name) == ["d_delta", "d_default", "reserved"])
    #expect(changes.map(\.kind) == [.added, .added, .reserved])
    #expect(changes.map(\.landing) == [.padding, .afterEnd, nil])
    #expect(changes.map(\.isGhost) == [true, false, false])
  }

  @Test func `Fields in reserved bytes and in other fields are ghosts`() {
    let changes = generations(2, 3).fields
    #expect(changes.map(\.name) == ["d_name", "reserved", "d_default"])
    #expect(changes.map(\.kind) == [.added, .reserved, .moved])
    #expect(changes.map(\.landing) == [.fields(["d_default"]), nil, .reserved(["reserved"])])
    #expect(changes[2].retyping == .width)
  }

  @Test func `The way back takes fields away`() {
    let changes = generations(2, 1).fields
    #expect(changes.map(\.kind) == [.removed, .removed, .reserved])
    #expect(changes.allSatisfy { $0.landing == nil && $0.after == nil })
  }

  @Test(arguments: [
    ("__u32", "__s32", FieldChange.Retyping.signedness),
    ("long", "unsigned long", .signedness),
    ("__u32", "__be32", .byteOrder),
    ("__u32", "unsigned int", .spelling),
    ("char[4]", "__u32", .content),
    ("struct a", "struct b", .content),
  ])
  func `Types of one width differ`(old: String, new: String, retyping: FieldChange.Retyping) throws
  {
    let changes = compare(
      [Headers.field("d", old, at: 4, size: 4)], [Headers.field("d", new, at: 4, size: 4)]
    ).fields
    let change = try #require(changes.first)
    #expect(changes.count == 1)
    #expect(change.kind == .retyped)
    #expect(change.retyping == retyping)
  }

  @Test func `Signedness of a bit-field counts`() {
    let changes = compare(
      [Headers.field("d", "int", at: 4, size: 4, bits: 3..<6)],
      [Headers.field("d", "unsigned int", at: 4, size: 4, bits: 3..<6)]
    ).fields
    #expect(changes.map(\.retyping) == [.signedness])
  }

  @Test func `A nested struct grows`() {
    let changes = compare(
      [Headers.field("d", "struct inner", at: 8, size: 8)], size: 16,
      [Headers.field("d", "struct inner", at: 8, size: 16)], size: 24
    ).fields
    #expect(changes.map(\.retyping) == [.nestedSize])
    #expect(changes.map(\.kind) == [.retyped])
  }

  @Test func `Another union member is not a ghost`() {
    let changes = compare(
      [Headers.field("a", "__u32", at: 0, size: 4)],
      [Headers.field("a", "__u32", at: 0, size: 4), Headers.field("b", "__u8[8]", at: 0, size: 8)]
    ).fields
    #expect(changes.map(\.landing) == [.shared(["a"])])
    #expect(changes.map(\.isGhost) == [false])
  }

  @Test func `An array without length is not a ghost`() {
    let comparison = compare(
      [Headers.field("a", "__u64", at: 0, size: 8)], size: 8,
      [
        Headers.field("a", "__u64", at: 0, size: 8),
        Headers.field("data", "__u8[]", at: 8, size: 0),
      ], size: 8)
    #expect(comparison.fields.map(\.isGhost) == [false])
    #expect(
      ComparisonEffects(comparison, names: Self.names).sentences == [
        "data: an array without a length: its elements follow the struct."
      ])
  }

  @Test func `Room that is kept free is not a field`() {
    let changes = compare(
      [Headers.field("__spare0", "__u64[2]", at: 0, size: 16)],
      [
        Headers.field("d_new", "__u64", at: 0, size: 8),
        Headers.field("__spare0", "__u64", at: 8, size: 8),
      ]
    ).fields
    #expect(changes.map(\.kind) == [.added, .reserved])
    #expect(changes.map(\.landing) == [.reserved(["__spare0"]), nil])
  }

  @Test func `Names of the same bytes are renamed`() throws {
    let old = [Headers.field("old", "__u32", at: 4, size: 4)]
    let new = [Headers.field("new", "__u32", at: 4, size: 4)]
    let release = KernelRelease(6, 1)
    let change = try #require(compare(old, new).fields.first)
    #expect(change.kind == .renamed)
    #expect(!change.keepsOldName)
    let kept = compare(old, new, aliases: [FieldAlias("old", of: "new", since: release)])
    #expect(kept.fields.map(\.kind) == [.renamed])
    #expect(kept.fields.map(\.keepsOldName) == [true])
    #expect(kept.aliases.isEmpty)
    // Another type is another field.
    let other = compare(old, [Headers.field("new", "__u16", at: 4, size: 2)])
    #expect(Set(other.fields.map(\.kind)) == [.added, .removed])
  }

  @Test func `Second names come and go`() {
    let fields = [Headers.field("a", "__u32", at: 0, size: 4)]
    let alias = FieldAlias("b", of: "a", since: KernelRelease(6, 1))
    let added = compare(fields, fields, aliases: [alias])
    #expect(added.aliases == [AliasChange(name: "b", of: "a", isAdded: true)])
    #expect(added.differs)
    let removed = compare(fields, fields, oldAliases: [alias])
    #expect(removed.aliases == [AliasChange(name: "b", of: "a", isAdded: false)])
    #expect(!compare(fields, fields, oldAliases: [alias], aliases: [alias]).differs)
  }

  @Test func `Releases between can have ghosts`() throws {
    let history = try #require(try Knowledge.embedded.history(of: "mptcp_info"))
    let comparison = try HeaderComparer().compare(
      "mptcp_info", .release(KernelRelease(6, 1)), .release(KernelRelease(6, 12)))
    let found = try #require(comparison.structs.first)
    let between = Dictionary(
      uniqueKeysWithValues: found.fields.compactMap { change in
        change.ghostBetween.map { (change.name, $0) }
      })
    #expect(
      between == [
        "mptcpi_last_data_sent": .init(since: KernelRelease(6, 8), until: KernelRelease(6, 10))
      ])
    #expect(found.before == history.generations[2])
    #expect(found.fields.filter(\.isGhost).map(\.name) == ["mptcpi_retransmits"])
  }

  @Test func `Every effect is said`() {
    let forward = ComparisonEffects(generations(2, 3), names: Self.names).sentences
    #expect(forward.contains { $0.hasPrefix("d_default: a ghost. Answers of A cover") })
    #expect(forward.contains { $0.contains("a 0 that was not measured") })
    #expect(forward.contains { $0.hasPrefix("d_name takes bits that A has as d_default") })
    #expect(forward.contains { $0.hasPrefix("sizeof is 24 in both") })
    let missing = StructComparison(
      "demo", header: "", before: nil, after: .init(layout: known.generations[0]))
    #expect(missing.differs)
    #expect(
      ComparisonEffects(missing, names: Self.names).sentences == [
        "A has no struct demo: no kernel of it answers with one."
      ])
  }

  private static let names = HeaderComparison.Pair(before: "A", after: "B")
}
