import BTFBytes
import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIText
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison
@testable import UAPIGenerator

/// Text from headers, kernels and specs in generated source: it stays in comments and strings.
struct ForeignTextTests {
  /// What ends a line for Swift, for editors or for terminals, and other things that would do harm.
  static let nasty = [
    "\r", "\n", "\r\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}", "\u{0}", "*/", "/*",
    "\\(evil)", "`", "\"", "\"\"\"", "\\", "\u{202E}", "\u{2066}", "\u{1B}[2J", "\u{7F}",
    "#if true",
  ]

  private static func payload(_ text: String) -> String { "a\(text)let evil = 1\(text)//" }

  /// The lines of a text for whatever ends a line anywhere.
  private func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(omittingEmptySubsequences: false) { scalar in
      ["\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"].contains(scalar)
    }.map { String($0) }
  }

  /// Expects that what comes from outside is in no line of Swift but in comments and strings.
  private func expectHarmless(
    _ output: Generator.Output, _ what: String, location: Testing.SourceLocation = #_sourceLocation
  ) {
    for (name, text) in output.files.files {
      for line in lines(text) {
        #expect(
          !line.unicodeScalars.contains { OneLine.isHarmful($0) }, "\(what): \(name): \(line)",
          sourceLocation: location)
        var code = line.drop { $0 == " " }
        if code.hasPrefix("//") { continue }
        // What is left without its strings is code.
        code.replace(/"(\\.|[^"\\])*"/, with: "\"\"")
        #expect(!code.contains("evil"), "\(what): \(name): \(line)", sourceLocation: location)
        #expect(!code.contains("\""[...]) || code.count(where: { $0 == "\"" }) % 2 == 0)
      }
    }
    for line in lines(output.checks) {
      #expect(
        !line.contains("evil") || line.hasPrefix(" *") || line.hasPrefix("/*"), "\(what): \(line)")
    }
    for entry in output.report {
      #expect(!"\(entry)".unicodeScalars.contains { OneLine.isHarmful($0) }, "\(what)")
    }
  }

  @Test(arguments: nasty)
  func `Summaries and documentation stay in their comments`(text: String) throws {
    let payload = JSONLiteral.string(Self.payload(text))
    let spec = """
      { headers: ["linux/demo.h"],
        structs: { demo: { summary: \(payload), prefix: "d_" } },
        constants: [{ namespace: "All", prefix: "DEMO_", summary: \(payload) }] }
      """
    var files = [
      "history/demo.json": Sample.history, "constants/linux_demo.json": Sample.constants,
    ]
    files["docs/demo.json5"] = """
      { struct: "demo", summary: \(payload), discussion: \(payload),
        fields: { d_bytes: { summary: \(payload), discussion: \(payload), unit: \(payload) } },
        constants: { DEMO_F_ON: { summary: \(payload), discussion: \(payload) } },
        groups: { All: { summary: \(payload) } } }
      """
    let output = try Generator.generate(
      spec: spec, knowledge: Knowledge(files: files), model: nil)
    expectHarmless(output, text)
    let structs = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(structs.contains("let evil = 1"), "the summary is there")
  }

  @Test(arguments: nasty)
  func `Types, vendors and values of macros stay in their strings and comments`(text: String) throws
  {
    let payload = JSONLiteral.string(Self.payload(text))
    let history = Sample.history
      .replacing("\"type\": \"__u64\"", with: "\"type\": \(payload)")
      .replacing(
        "\"since\": \"6.3\", \"size\"", with: "\"since\": \"6.3\", \"vendor\": \(payload), \"size\""
      )
    let constants = Sample.constants.replacing("\"value\": \"demo\"", with: "\"value\": \(payload)")
    let output = try Generator.generate(
      spec: "{ headers: ['linux/demo.h'] }",
      knowledge: Sample.knowledge(history: history, constants: constants), model: nil)
    expectHarmless(output, text)
    #expect(output.files["UAPIBindings.Constants.swift"]?.contains("let evil = 1") == true)
  }

  @Test(arguments: nasty)
  func `Names of headers and kernels that are not names are refused or reported`(text: String)
    throws
  {
    let bad = Self.payload(text)
    let model = HeaderModel(
      root: "/include", release: KernelRelease(6, 4), headers: ["linux/demo.h"],
      records: [
        Record(
          name: bad, kind: .struct, size: 4, alignment: 4, fields: [], header: "linux/demo.h",
          location: Headers.location(1)),
        Record(
          name: "fine", kind: .struct, size: 8, alignment: 4,
          fields: ["good", bad].enumerated().map { index, name in
            Field(
              name: name, typeName: bad, kind: .unsignedInteger, bitOffset: index * 32,
              bitWidth: 32, isBitField: false, storageOffset: index * 4, storageSize: 4,
              location: Headers.location(2))
          }, header: "linux/demo.h", location: Headers.location(2)),
      ],
      enums: [
        Enumeration(
          name: bad,
          constants: [
            EnumConstant(name: bad, value: IntegerValue(1), location: Headers.location(3)),
            EnumConstant(name: "GOOD", value: IntegerValue(2), location: Headers.location(3)),
          ], typeName: bad, size: 4, header: "linux/demo.h", location: Headers.location(3))
      ],
      macros: [
        Macro(
          name: bad, value: .integer(IntegerValue(1)), typeName: bad, header: "linux/demo.h",
          location: Headers.location(4))
      ],
      fieldAliases: [], unsupported: [])
    let output = try Generator.generate(
      spec: "{ headers: ['linux/demo.h'] }", knowledge: Knowledge(files: [:]), model: model)
    expectHarmless(output, text)
    #expect(output.files["UAPIBindings.Structs.swift"]?.contains("var good: UInt32?") == true)
    #expect(
      output.files["UAPIBindings.Constants.swift"]?.contains("static let good: Int32 = 2") == true)
    // The struct, its field, the tag, the constant and the macro.
    #expect(output.report.count { $0.kind == .unsupported } == 5)
    #expect(
      message {
        _ = try Generator.generate(
          spec: "{ headers: ['linux/demo.h'], structs: ['fine'] }",
          knowledge: Knowledge(files: [:]), model: model)
      }.contains("1:40: error: the field fine."))
  }

  @Test(arguments: nasty)
  func `What a spec or a history calls by no valid name is an error`(text: String) throws {
    let payload = JSONLiteral.string(Self.payload(text))
    let demo = "headers: ['linux/demo.h']"
    let specs = [
      "{ \(demo), structs: { demo: \(payload) } }", "{ \(demo), structs: { \(payload): 'A' } }",
      "{ \(demo), structs: { demo: { name: \(payload) } } }",
      "{ \(demo), structs: { demo: { fields: { d_flags: \(payload) } } } }",
      "{ \(demo), structs: { demo: { fields: { \(payload): 'a' } } } }",
      "{ \(demo), structs: { demo: { fields: { d_flags: { type: \(payload) } } } } }",
      "{ \(demo), access: \(payload) }", "{ \(demo), types: { \(payload): 'UInt8' } }",
      "{ \(demo), types: { A: \(payload) } }", "{ \(demo), words: { rtt: \(payload) } }",
      "{ \(demo), constants: [{ flags: \(payload), prefix: 'DEMO_F_' }] }",
      "{ \(demo), constants: [{ enum: 'A', of: \(payload) }] }",
      "{ \(demo), constants: [{ namespace: 'A', prefix: 'DEMO_', rename: { DEMO_F_ON: \(payload) } }] }",
      "{ \(demo), constants: [{ namespace: 'A', prefix: 'DEMO_', rename: { \(payload): 'a' } }] }",
      "{ headers: [\(payload)] }", "{ \(demo), ignore: [\(payload)] }",
      "{ \(demo), \(payload): 1 }",
    ]
    let model = Headers.model(
      KernelRelease(6, 3), records: [Headers.record(try Sample.known(), generation: 3)])
    for spec in specs {
      let said = message {
        _ = try Generator.generate(spec: spec, knowledge: Sample.knowledge(), model: model)
      }
      #expect(said.hasPrefix("uapi-bindings.json5:1:"), "\(spec): \(said)")
      #expect(!said.unicodeScalars.contains { OneLine.isHarmful($0) }, "\(spec)")
    }
    for (old, new) in [
      ("\"demo\", \"kind\"", "\(payload), \"kind\""), ("\"linux/demo.h\"", payload),
      ("\"d_delta\"", payload), ("\"d_total\"", payload),
    ] where text != "`" || old != "\"linux/demo.h\"" {
      let said = message {
        _ = try KnownStruct(
          path: "demo.json", text: Sample.history.replacing(old, with: new, maxReplacements: 1))
      }
      // A header may be called anything that stays in its line.
      let isHarmless = old == "\"linux/demo.h\"" && ["\\(evil)", "#if true"].contains(text)
      #expect(said.hasPrefix("demo.json:") || isHarmless && said == "no error", "\(old): \(said)")
      #expect(!said.unicodeScalars.contains { OneLine.isHarmful($0) })
    }
  }

  /// A kernel's own types with names that would write Swift.
  @Test func `Names of a kernel's types do not write Swift`() throws {
    var types = BTFBuilder()
    let int = types.integer("int", size: 4, isSigned: true)
    let names = [
      "a\rpublic let evil = 1 //", "b\npublic let evil = 1 //", "c`d", "e\"f\\", "init", "*/x",
    ]
    _ = types.record(
      "foo", size: UInt32(names.count * 4),
      names.enumerated().map { (name: $1, type: int, bit: UInt32($0 * 32)) })
    _ = types.record("\u{1B}[2J", size: 4, [(name: "x", type: int, bit: 0)])
    let folder = try ScratchFolder()
    let kernel = try folder.write(bytes: types.bytes(), to: "evil.btf")
    func output(_ spec: String) throws -> Generator.Output {
      return try Generator(
        spec: folder.write(spec, to: "e.json5"),
        kernel: KernelImage(kernel, release: KernelRelease(6, 5))
      ).run()
    }
    #expect(
      message { _ = try output("{ structs: [\"foo\"] }") }.contains(
        "e.json5:1:13: error: the field foo.a\\u{d}public let evil = 1 // cannot be bound: its name "
          + "is not a C identifier"))
    let without = try output("{ structs: [\"foo\"], ignore: [\"foo.*\"] }")
    expectHarmless(without, "a struct without its fields")
    #expect(
      message { _ = try output("{ structs: [\"*\"], ignore: [\"foo\", \"nothing\"] }") }.contains(
        "e.json5:1:35: error: there is nothing called 'nothing' to be ignored"))
    #expect(
      message { _ = try output("{ structs: [\"*\"], ignore: [\"n*\"] }") }.contains(
        "there is nothing called 'n*' to be ignored"))
    let found = try output("{ structs: [\"*\"] }")
    expectHarmless(found, "a pattern")
    #expect(found.files["UAPIBindings.Structs.swift"]?.contains("case init2") == true)
    // Five fields and a struct.
    #expect(found.report.count { $0.kind == .unsupported } == 6)
  }

  @Test func `Lines are told apart by every definition`() {
    #expect(
      OneLine.lines("a\r\nb\rc\nd\u{85}e\u{2028}f\u{B}g") == ["a", "b", "c", "d", "e", "f", "g"])
    #expect(OneLine.escaped("a\r\u{202E}é") == "a\\u{d}\\u{202e}é")
    #expect(DocComment.lines(["a\r\rb"], indent: 2) == ["  /// a", "  ///", "  /// b"])
    #expect(SourceText.literal("\u{85}\0\"\\(x)") == "\"\\u{85}\\u{0}\\\"\\\\(x)\"")
  }
}
