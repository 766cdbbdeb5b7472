import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIGenerator

/// What a spec names and does not get is an error.
struct NamedAndMissingTests {
  private func model() throws -> HeaderModel {
    var demo = Headers.record(try Sample.known(), generation: 3)
    demo = Record(
      name: demo.name, kind: .struct, size: demo.size, alignment: demo.alignment,
      fields: demo.fields, header: demo.header, location: demo.location)
    let list = Record(
      name: "list", kind: .struct, size: 4, alignment: 4,
      fields: [
        Field(
          name: "count", typeName: "__u32", kind: .unsignedInteger, bitOffset: 0, bitWidth: 32,
          isBitField: false, storageOffset: 0, storageSize: 4, location: Headers.location(30)),
        Field(
          name: "items", typeName: "__u32[]", kind: .flexibleArray(element: .unsignedInteger),
          bitOffset: 32, bitWidth: 0, isBitField: false, storageOffset: 4, storageSize: 0,
          location: Headers.location(31)),
      ], header: "linux/demo.h", location: Headers.location(29))
    return Headers.model(
      KernelRelease(6, 3), records: [demo, list],
      macros: [
        Macro(
          name: "DEMO_REAL", value: .floating(0.5), typeName: "double", header: "linux/demo.h",
          location: Headers.location(50))
      ],
      unsupported: [
        Unsupported(
          kind: .macro, name: "DEMO_CALL", cause: .functionLike, reason: "it takes arguments",
          location: Headers.location(51)),
        Unsupported(
          kind: .record, name: "opaque", cause: .layout, reason: "the compiler tells no size of it",
          location: Headers.location(52)),
      ])
  }

  private func generate(_ rest: String) throws -> Generator.Output {
    try Generator.generate(
      spec: "{ headers: ['linux/demo.h'], \(rest) }", knowledge: Sample.knowledge(),
      model: try model())
  }

  static let missing: [(rest: String, error: String)] = [
    ("structs: ['nothing']", "1:40: error: neither the history nor linux/demo.h know"),
    (
      "structs: ['opaque']",
      "1:40: error: struct opaque cannot be bound: the compiler tells no size"
    ),
    ("structs: ['no_*']", "1:40: error: no struct of linux/demo.h matches 'no_*'"),
    (
      "structs: ['demo', 'de*'], ignore: ['demo']",
      "1:65: error: 'demo' is in 'structs' and in 'ignore'"
    ),
    (
      "structs: ['de*'], ignore: ['demo']",
      "1:40: error: 'ignore' has every struct that 'de*' matches"
    ),
    (
      "structs: { list: { fields: { items: 'a' } } }",
      "1:59: error: the field list.items has no property: an array without a length"
    ),
    (
      "structs: { demo: { fields: { reserved: 'a' } } }",
      "1:59: error: the field demo.reserved has no property: it is reserved"
    ),
    ("structs: { demo: { fields: { d_flags: 'bytes' } } }", "error: the name 'bytes' is taken"),
    ("structs: { demo: { fields: { d_flags: 'a', d_low: 'a' } } }", "error: the name 'a' is taken"),
    ("structs: { demo: { prefix: 'x_' } }", "error: no field of struct demo begins with 'x_'"),
    ("ignore: ['demo', 'dmeo']", "1:47: error: there is nothing called 'dmeo' to be ignored"),
    ("ignore: ['x*']", "1:39: error: there is nothing called 'x*' to be ignored"),
    (
      "constants: [{ namespace: 'A', names: ['DEMO_CALL'] }]",
      "'DEMO_CALL' cannot be bound: it takes"
    ),
    ("constants: [{ namespace: 'A', names: ['DEMO_F_O'] }]", "no header has a constant 'DEMO_F_O'"),
    (
      "constants: [{ namespace: 'A', names: ['DEMO_F_ON'] }], ignore: ['DEMO_F_ON']",
      "A gets nothing by 'DEMO_F_ON'"
    ),
    (
      "constants: [{ namespace: 'A', prefix: 'DEMO_' }, { namespace: 'B', prefix: 'DEMO_F_' }]",
      "B gets nothing by 'DEMO_F_'"
    ),
    (
      "constants: [{ namespace: 'A', prefix: 'DEMO_' }, { enum: 'B', of: 'demo_state' }]",
      "B gets nothing by 'demo_state'"
    ),
    (
      "constants: [{ namespace: 'A', prefix: 'DEMO_F_', rename: { DEMO_NAME: 'a' } }]",
      "A gets nothing by 'DEMO_NAME'"
    ),
    (
      "constants: [{ namespace: 'A', prefix: 'DEMO_F_', strip: 'DEMO_G' }]",
      "A gets nothing by 'DEMO_G'"
    ),
    (
      "constants: [{ namespace: 'A', prefix: 'DEMO_F_', rename: { DEMO_F_ON: 'a', DEMO_F_FAST: 'a' } }]",
      "'a' is taken in A"
    ),
    (
      "constants: [{ namespace: 'A', prefix: 'DEMO_F_', rename: { DEMO_F_ON: 'self' } }]",
      "'self' is taken in A"
    ),
  ]

  @Test(arguments: missing)
  func `It is said where it is named`(rest: String, error: String) {
    let said = message { _ = try generate(rest) }
    #expect(said.contains(error), "\(said)")
    #expect(said.hasPrefix("uapi-bindings.json5:1:"), "\(said)")
  }

  @Test func `A folder of headers that the spec names has to be there`() throws {
    let folder = try ScratchFolder([
      "spec.json5": "{ root: \"nowhere\", structs: [\"demo\"] }"
    ])
    let generator = Generator(spec: folder.path(of: "spec.json5"), knowledge: Sample.knowledge())
    #expect(
      message { _ = try generator.run() }.hasPrefix(
        folder.path + "/spec.json5:1:9: error: there is no folder 'nowhere' next to the spec; "))
  }

  @Test func `What is there is no error`() throws {
    let output = try generate(
      """
      structs: { demo: { prefix: 'd_', fields: { d_flags: 'mode', d_total: 'sum' } }, list: 'List' },
      constants: [{ namespace: 'A', prefix: 'DEMO_F_', strip: 'DEMO_', rename: { DEMO_F_ON: 'on' } },
        { namespace: 'B', names: ['DEMO_MAX'] }],
      ignore: ['DEMO_CALL', 'DEMO_REAL', 'DEMO_N*', 'opaque']
      """)
    let structs = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(structs.contains("var mode: ") && structs.contains("var sum: "))
    let constants = try #require(output.files["UAPIBindings.Constants.swift"])
    #expect(constants.contains("static let on: "))
    // It only counts the others, but it is named.
    #expect(constants.contains("static let demoMax: Int32 = 2"))
    #expect(!constants.contains("demoName"))
  }

  @Test func `A name that the spec gives is taken before those that the rules give`() throws {
    let output = try generate("structs: { demo: { prefix: 'd_', fields: { d_port: 'flags' } } }")
    let structs = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(structs.contains("var flags: UInt16?"))
    #expect(structs.contains("var flags2: UInt8?"))
    #expect(output.report.contains { $0.kind == .renamed && $0.name == "demo.d_flags" })
  }
}
