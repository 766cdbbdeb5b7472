import Testing
import UAPIStructs

struct StructHistoryTests {
  @Test func `A release belongs to the newest generation that is not younger`() {
    #expect(growing.generation(of: KernelRelease(0, 9)) == nil)
    #expect(growing.generation(of: KernelRelease(1, 0)) == 1)
    #expect(growing.generation(of: KernelRelease(2, 4)) == 2)
    #expect(growing.generation(of: KernelRelease(2, 5)) == 3)
    #expect(growing.generation(of: KernelRelease(99, 0)) == 6)
  }

  @Test func `A vendor's generation is never that of a release`() {
    let history = StructHistory(
      "vendor", header: "", zeroFilled: true, knownThrough: KernelRelease(2, 0),
      generations: [
        Generation(since: KernelRelease(1, 0), size: 8, alignment: 8),
        Generation(since: KernelRelease(1, 5), vendor: "acme", size: 16, alignment: 8),
      ],
      fields: [
        FieldHistory("a", .unsigned, "__u64", at: 0, size: 8, since: 1),
        FieldHistory(
          "acme", .unsigned, places: [FieldPlace("__u64", at: 8, size: 8, generations: 2...2)]),
      ])
    #expect(history.generation(of: KernelRelease(1, 9)) == 1)
    #expect(history.newestGeneration == 1)
    #expect(presences(bytes(16), .whole, history: history) == "pp")
    // The vendor's bytes overrule the mainline release.
    let decoded = DecodedStruct(
      bytes(16), history: history, extent: .whole, kernel: .release(KernelRelease(1, 9)))
    #expect(letters(of: decoded) == "pp")
    #expect(decoded.reading.remarks.contains(.releaseOverruled))
  }

  @Test func `The layout of a generation has its fields in order`() throws {
    let layout = try #require(growing.layout(ofGeneration: 6))
    #expect(layout.fields.map(\.name) == ["a", "d", "reserved", "b", "c", "e", "f"])
    #expect(layout.size == 24)
    #expect(growing.layout(ofGeneration: 0) == nil)
    #expect(growing.layout(ofGeneration: 7) == nil)
  }

  @Test func `Fields are found by their names and second names`() {
    let history = StructHistory(
      "aliased", header: "", zeroFilled: true, knownThrough: KernelRelease(2, 0),
      generations: growing.generations, fields: growing.fields,
      aliases: [FieldAlias("other_b", of: "b", since: KernelRelease(2, 0))])
    #expect(history.fieldIndex(named: "other_b") == 1)
    #expect(history.fieldIndex(named: "b") == 1)
    #expect(history.fieldIndex(named: "x") == nil)
    #expect(history.field(named: "c").flatMap(history.firstRelease) == KernelRelease(2, 0))
  }

  @Test func `Sets of generations keep their bounds`() {
    #expect(Array(GenerationSet(2...4)) == [2, 3, 4])
    #expect(GenerationSet(0...0).isEmpty)
    #expect(GenerationSet(1...99).count == 62)
    #expect(GenerationSet(70...99).isEmpty)
    #expect(GenerationSet(since: 62).oldest == 62)
    #expect(GenerationSet(5).newest == 5)
    #expect(!GenerationSet(1...3).contains(4))
    #expect(!GenerationSet(1...62).contains(63))
  }

  @Test func `Absurd figures are cut off`() {
    let history = StructHistory(
      "absurd", header: "", zeroFilled: true, knownThrough: KernelRelease(1, 0),
      generations: [
        Generation(since: KernelRelease(1, 0), size: .max, alignment: 0, sizeOnI386: -1)
      ],
      fields: [
        FieldHistory("far", .unsigned, "__u64", at: .max, size: .max, since: 1),
        FieldHistory("before", .unsigned, "__u8", at: -5, size: -1, since: -3),
        FieldHistory("bits", .unsigned, "__u8", at: 0, size: 1, bits: -9..<900, since: 99),
      ])
    for abi in [ABI.littleEndian, .bigEndian, .i386] {
      for length in [0, 1, 64] {
        _ = presences(bytes(length), .kernelSize(.max), abi: abi, history: history)
        _ = presences(bytes(length, [0: 1]), .capacity(.min), abi: abi, history: history)
      }
    }
  }
}
