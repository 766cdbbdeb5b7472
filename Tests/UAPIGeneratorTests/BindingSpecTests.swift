import GeneratorSamples
import TestSupport
import Testing
import UAPIStructs

@testable import UAPIGenerator
@testable import UAPIKnowledge

struct BindingSpecTests {
  static let mistakes: [(old: String, new: String, error: String)] = [
    ("structs:", "struct:", "3:3: error: unknown key 'struct'; did you mean 'structs'?"),
    (
      "demo: {", "dmeo: {",
      "3:14: error: neither the history nor any header know a struct 'dmeo'; did you mean 'demo'?"
    ),
    (
      "d_flags:", "d_flag:",
      "3:46: error: struct demo has no field 'd_flag'; did you mean 'd_flags'?"
    ),
    (
      "type: \"Demo.Flags\"", "type: \"Demo.Flag\"",
      "3:63: error: no group of constants is called 'Demo.Flag'; did you mean 'Demo.Flags'?"
    ),
    (
      "prefix: \"DEMO_F_\"", "prefix: \"DEMO_G_\"",
      "5:36: error: no constant starts with 'DEMO_G_'; did you mean 'DEMO_F_'?"
    ),
    (
      "of: \"demo_state\"", "of: \"demo_stat\"",
      "6:30: error: no header has an enum 'demo_stat'; did you mean 'demo_state'?"
    ),
    (
      "type: \"Int32\"", "type: \"Int3\"",
      "6:50: error: 'Int3' is not an integer type; did you mean 'Int32'?"
    ),
    (
      "type: \"Int32\"", "type: \"UInt8\"",
      "6:5: error: DEMO_STATE_LOST is -1, which is not a UInt8 of DemoState"
    ),
    ("{ flags: \"Demo.Flags\", ", "{ ", "5:5: error: the group does not say what it becomes"),
    (
      "\"DemoState\"", "\"Demo State\"", "6:13: error: 'Demo State' is not the name of a Swift type"
    ),
    (
      "\"DemoState\"", "\"Demo\"",
      "6:5: error: two types would be called Demo; give one of them another name"
    ),
    (
      "\"Demo.Flags\", prefix", "\"Dmo.Flags\", prefix",
      "error: no group of constants is called 'Demo.Flags'"
    ),
    ("\"linux/demo.h\"", "\"linux/dmeo.h\"", "2:13: error: linux/dmeo.h has no history"),
    ("\"linux/demo.h\"", "", "2:12: error: no header is named"),
    ("{ prefix:", "{ name: 3, prefix:", "3:28: error: 'name' must be a string"),
  ]

  @Test(arguments: mistakes)
  func `Mistakes are shown where they are`(old: String, new: String, error: String) {
    let text = Sample.spec.replacing(old, with: new, maxReplacements: 1)
    #expect(text != Sample.spec)
    let said = message {
      _ = try Generator.generate(spec: text, knowledge: Sample.knowledge(), model: nil)
    }
    #expect(said.hasPrefix("uapi-bindings.json5:"), "\(said)")
    #expect(said.contains(error), "\(said)")
  }

  @Test func `Structs keep their order`() throws {
    let text = try Repository.mptcpSpec
    let spec = try BindingSpec(try SourceDocument(path: "s", text: text))
    #expect(spec.structs.first?.cName == "mptcp_info")
    #expect(spec.structs.last?.cName == "tcp_info")
  }

  @Test func `A minimal spec binds what a header has`() throws {
    let known = try Sample.known()
    let model = Headers.model(
      KernelRelease(6, 1), records: [Headers.record(known, generation: 1)],
      macros: [Headers.macro("DEMO_NEW", 3)])
    let output = try Generator.generate(
      spec: "{ headers: [\"linux/demo.h\"], structs: [\"demo\"] }",
      knowledge: Knowledge(files: [:]), model: model)
    let structs = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(structs.contains("public struct Demo: UAPIStruct {"))
    #expect(structs.contains("zeroFilled: false, knownThrough: KernelRelease(6, 1)"))
    #expect(
      structs.contains(
        "Generation(since: KernelRelease(6, 1), orEarlier: true, size: 16, alignment: 8)"))
    let constants = try #require(output.files["UAPIBindings.Constants.swift"])
    #expect(constants.contains("public enum DemoConstants {"))
    #expect(constants.contains("public static let demoNew: Int32 = 3"))
  }

  @Test func `An escaped key of a spec is bound, and an unknown one is shown where it is`() throws {
    let spec = #"{ headers: ["linux/demo.h"], structs: {"\u0064emo": {n\u0061me: "A"}} }"#
    let output = try Generator.generate(spec: spec, knowledge: Sample.knowledge(), model: nil)
    #expect(
      output.files["UAPIBindings.Structs.swift"]?.contains("public struct A: UAPIStruct") == true)
    let wrong = spec.replacing(#""\u0064emo""#, with: #""\u0064\x6do""#)
    #expect(
      message {
        _ = try Generator.generate(spec: wrong, knowledge: Sample.knowledge(), model: nil)
      }.hasPrefix(
        "uapi-bindings.json5:1:40: error: neither the history nor any header know a struct 'dmo'"))
    let unknown = #"{ he\u0061der: ["linux/demo.h"] }"#
    #expect(
      message {
        _ = try Generator.generate(spec: unknown, knowledge: Sample.knowledge(), model: nil)
      } == "uapi-bindings.json5:1:3: error: unknown key 'header'; did you mean 'headers'?")
  }
}
