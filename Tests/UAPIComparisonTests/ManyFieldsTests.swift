import Testing
import UAPIGenerator
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

/// Very many fields. Each of these would take hours where a step was quadratic.
@Suite struct ManyFieldsTests {
  @Test func `A history of 20000 fields is read and written`() throws {
    let count = 20_000
    let fields = (0..<count).map { number in
      PlacedField(
        name: "f\(number)", type: "__u8", content: .unsigned, offset: number, size: 1)
    }
    let generation = KnownGeneration(
      since: KernelRelease(6, 1), size: count, alignment: 1, fields: fields)
    var younger = generation
    younger.since = KernelRelease(6, 2)
    younger.fields[7].type = "__s8"
    let known = KnownStruct(
      name: "many", header: "linux/demo.h", knownThrough: KernelRelease(6, 2),
      generations: [generation, younger])
    let text = HistoryWriter(known: known).text
    let read = try KnownStruct(path: "many.json", text: text)
    #expect(read.generations[1].fields.count == count)
    #expect(read.generations[1].fields[7].type == "__s8")
    #expect(HistoryWriter(known: read).text == text)
  }

  @Test func `20000 fields that moved, came, went and were renamed are compared`() {
    let count = 20_000
    func field(_ name: String, at offset: Int) -> PlacedField {
      PlacedField(name: name, type: "__u32", content: .unsigned, offset: offset, size: 4)
    }
    func side(_ fields: [PlacedField]) -> StructComparison.Side {
      .init(
        layout: KnownGeneration(
          since: KernelRelease(6, 1), size: count * 4, alignment: 4, fields: fields))
    }
    let before = (0..<count).map { field("f\($0)", at: $0 * 4) }
    let after = (0..<count).map { number in
      switch number % 4 {
      case 0: field("f\(number)", at: number * 4)
      // The places of two are exchanged.
      case 1: field("f\(number + 1)", at: number * 4)
      case 2: field("f\(number - 1)", at: number * 4)
      default: field("g\(number)", at: number * 4)
      }
    }
    let found = StructComparison(
      "many", header: "linux/demo.h", before: side(before), after: side(after))
    #expect(found.fields.count == count / 4 * 3)
    #expect(found.fields.count { $0.kind == .moved } == count / 2)
    #expect(found.fields.count { $0.kind == .renamed } == count / 4)
    #expect(found.fields.first { $0.name == "f2" }?.landing == .fields(["f1"]))
  }
}
