import BTF
import BTFBytes
import Testing
import UAPIStructs

/// Types and constants by their names.
struct LookupTests {
  @Test(arguments: [false, true])
  func `Types are found by name and kind`(isBigEndian: Bool) throws {
    let types = try BTFTypes(bytes: sampleKernel(isBigEndian: isBigEndian).bytes())
    for id in types.ids {
      guard let kind = types.kind(of: id) else { continue }
      let name = try types.type(id).name
      let found = types.id(named: name, kind: kind)
      switch kind {
      case .pointer, .array, .const, .functionPrototype: #expect(found == nil)
      default: #expect(name.isEmpty ? found == nil : found == id)
      }
    }
    #expect(types.id(named: "sampl", kind: .struct) == nil)
    #expect(types.id(named: "samples", kind: .struct) == nil)
    #expect(types.id(named: "sample", kind: .union) == nil)
    #expect(types.id(named: "", kind: .struct) == nil)
    #expect(try types.struct(named: "sample")?.members.count == 11)
    #expect(try types.union(named: "sample") == nil)
    #expect(try types.enumeration(named: "mood")?.constants.map(\.value) == [1, 2])
  }

  @Test
  func `Of several types of one name the first is found`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("console", size: 4)
    let first = builder.record("console", size: 8, [("a", int, 0)])
    let second = builder.record("console", size: 4, [("b", int, 0)])
    let union = builder.record("console", kind: .union, size: 4, [("b", int, 0)])
    let types = try BTFTypes(bytes: builder.bytes())
    #expect(types.id(named: "console", kind: .struct) == first)
    #expect(types.ids(named: "console", kind: .struct) == [first, second])
    #expect(types.id(named: "console", kind: .union) == union)
    #expect(types.id(named: "console", kind: .integer) == int)
    #expect(try types.layout(of: "console")?.size == 8)
  }

  /// A file that gives one name to very many types makes no slow table.
  @Test
  func `Many types of one name are all found`() throws {
    var builder = BTFBuilder()
    let name = builder.string("x")
    for _ in 0..<20_000 { builder.add(BTFKind.struct.rawValue, nameOffset: name) }
    let types = try BTFTypes(bytes: builder.bytes())
    #expect(types.id(named: "x", kind: .struct) == 1)
    #expect(types.ids(named: "x", kind: .struct).count == 20_000)
  }

  @Test(arguments: [false, true])
  func `Constants are found by name and by prefix`(isBigEndian: Bool) throws {
    var builder = sampleKernel(isBigEndian: isBigEndian)
    let names = [builder.string("MOOD_WIDE"), builder.string("OTHER")]
    let wide = builder.add(
      .enumeration64, "wide", count: 2, word: 8, extra: [names[0], 0, 1, names[1], 7, 0])
    builder.add(.typedef, "behind", word: 1)
    let types = try BTFTypes(bytes: builder.bytes())
    #expect(try types.enumConstant(named: "MOOD_BAD")?.value == 2)
    let constant = try #require(try types.enumConstant(named: "OTHER"))
    #expect(constant.value == 7 && constant.enumeration == wide)
    #expect(try types.enumConstant(named: "MOOD") == nil)
    #expect(try types.enumConstant(named: "") == nil)
    #expect(
      try types.enumConstants(withPrefix: "MOOD_").map(\.name)
        == ["MOOD_GOOD", "MOOD_BAD", "MOOD_WIDE"])
    #expect(try types.enumConstants(withPrefix: "NONE_").isEmpty)
  }

  /// Questions from several threads at once build one table.
  @Test
  func `Many threads look up at the same time`() async throws {
    let types = try BTFTypes(bytes: sampleKernel().bytes())
    let expected = try #require(try types.layout(of: "sample"))
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { _ in
            types.id(named: "mood", kind: .enumeration) != nil
              && (try? types.layout(of: "sample")) == expected
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
