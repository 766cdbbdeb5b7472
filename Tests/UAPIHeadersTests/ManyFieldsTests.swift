import Testing

@testable import UAPIHeaders

/// Structs of very many fields, whose offsets are asked for all at once.
struct ManyFieldsTests {
  @Test func `The offsets are those that are asked for one by one`() throws {
    let count = 1200
    let many = (0..<count).map { "  \($0 % 3 == 0 ? "char" : "short") f\($0);\n" }.joined()
    let few = (0..<400).map { "  \($0 % 3 == 0 ? "char" : "short") f\($0);\n" }.joined()
    let long = try Sample.record("struct sample {\n\(many)} __attribute__((packed));")
    let short = try Sample.record("struct sample {\n\(few)} __attribute__((packed));")
    #expect(long.fields.count == count)
    #expect(long.fields.prefix(400).map(\.bitOffset) == short.fields.map(\.bitOffset))
    #expect(long.fields[1199].bitOffset == (400 * 1 + 799 * 2) * 8)
  }

  @Test func `Fields of anonymous members, bit-fields and types without a tag are found`() throws {
    let many = (0..<1500).map { "  int f\($0);\n" }.joined()
    let model = try Sample.model(
      """
      typedef struct { char first; union { struct {\n\(many)}; int other; }; int low : 3, high : 5; } sample;
      struct outer { struct {\n\(many)} inner; };
      """)
    let sample = try #require(model.record(named: "sample"))
    #expect(sample.field(named: "f0")?.bitOffset == 32)
    #expect(sample.field(named: "f1499")?.bitOffset == 32 * 1500)
    #expect(sample.field(named: "other")?.bitOffset == 32)
    #expect(sample.field(named: "high")?.bitOffset == 32 * 1501 + 3)
    #expect(model.record(named: "outer.inner")?.field(named: "f1499")?.bitOffset == 32 * 1499)
  }

  @Test func `50000 fields and 100000 macros are read`() throws {
    let fields = (0..<50_000).map { "  unsigned short f\($0);\n" }.joined()
    let macros = (0..<100_000).map { "#define M\($0) \($0)\n" }.joined()
    let model = try Sample.model("struct sample {\n\(fields)};\n\(macros)")
    #expect(model.record(named: "sample")?.fields.last?.bitOffset == 49_999 * 16)
    #expect(model.macros.count == 100_000)
    #expect(model.integer("M99999") == "99999")
  }

  @Test func `Second names of fields are found in the innermost body`() throws {
    let aliases = (0..<300).map { "#define second\($0) f\($0)\n  int f\($0);\n" }.joined()
    let model = try Sample.model(
      """
      struct sample {
      \(aliases)
        struct inner { int g;
      #define again g
      #define more again
      #define out f1
        } in;
      #define late f2
      };
      #define outside f3
      """)
    #expect(model.fieldAliases.count == 304)
    let alias = { (name: String) in model.fieldAliases.first { $0.name == name } }
    #expect(alias("second299")?.target == "f299")
    #expect(alias("again")?.record == "inner")
    #expect(alias("more")?.target == "g")
    #expect(alias("out")?.record == "sample")
    #expect(alias("late")?.record == "sample")
    #expect(alias("outside") == nil)
  }

  @Test func `A name that is not a C identifier is reported`() throws {
    let model = try Sample.model("struct sample { int caf\u{e9}; int b; int : 4; };")
    #expect(model.record(named: "sample")?.fields.map(\.name) == ["b"])
    #expect(model.unsupported("sample.caf\u{e9}")?.cause == .name)
    #expect(model.unsupported.count == 1)
  }
}
