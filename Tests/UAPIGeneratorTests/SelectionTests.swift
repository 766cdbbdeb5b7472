import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIGenerator

/// What a spec means that does not name each thing.
struct SelectionTests {
  @Test(arguments: [
    ("open_*", "open_how", true), ("open_*", "open_", true), ("open_*", "reopen_how", false),
    ("*", "", true), ("*_info", "tcp_info", true), ("*_info", "tcp_info2", false),
    ("a*b*c", "a_b_b_c", true), ("a*b*c", "a_c_b", false), ("a?c", "abc", true),
    ("a?c", "ac", false), ("abc", "abc", true), ("abc", "abcd", false), ("**", "x", true),
  ])
  func `Patterns match whole names`(pattern: String, name: String, isMatch: Bool) {
    #expect(NamePattern(pattern).matches(name) == isMatch)
  }

  /// Structs of which one has a history.
  private func model() throws -> HeaderModel {
    let demo = Headers.record(try Sample.known(), generation: 3)
    func other(_ name: String, header: String = "linux/demo.h") -> Record {
      Record(
        name: name, kind: .struct, size: demo.size, alignment: 8, fields: demo.fields,
        header: header, location: Headers.location(60))
    }
    return Headers.model(
      KernelRelease(6, 4),
      records: [
        demo, other("demo_new"), other("demo_old"), other("demo_new.part"), other("apart"),
        other("demo_far", header: "linux/types.h"),
      ], macros: [Headers.macro("DEMO_NEW", 3)])
  }

  private func structs(_ spec: String) throws -> [String] {
    let output = try Generator.generate(
      spec: spec, knowledge: Sample.knowledge(), model: try model())
    let text = try #require(output.files["UAPIBindings.Structs.swift"])
    return text.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("public struct ") else { return nil }
      return String(line.dropFirst("public struct ".count).prefix { $0 != ":" })
    }
  }

  @Test(arguments: [
    ("{ headers: ['linux/demo.h'] }", ["Demo", "DemoNew", "DemoOld", "DemoNewPart", "Apart"]),
    ("{ headers: ['linux/demo.h'], structs: [] }", []),
    ("{ headers: ['linux/demo.h'], structs: ['demo_*'] }", ["DemoNew", "DemoOld", "DemoNewPart"]),
    (
      "{ headers: ['linux/demo.h'], structs: ['demo*'], ignore: ['*_old'] }",
      ["Demo", "DemoNew", "DemoNewPart"]
    ),
    ("{ headers: ['linux/demo.h'], ignore: ['demo*'] }", ["Apart"]),
    ("{ headers: ['linux/demo.h'], structs: ['demo_old'], ignore: ['*_old'] }", ["DemoOld"]),
    (
      "{ headers: ['linux/demo.h'], structs: { 'demo_*': { prefix: 'd_' }, demo_old: 'Old' } }",
      ["DemoNew", "DemoNewPart", "Old"]
    ),
    ("{ structs: ['demo'] }", ["Demo"]),
    ("{ structs: ['dem*'] }", ["Demo", "DemoNew", "DemoOld", "DemoNewPart"]),
  ])
  func `Patterns are the structs of the headers that they match`(spec: String, names: [String])
    throws
  {
    #expect(try structs(spec) == names)
  }

  @Test func `The history alone serves patterns too`() throws {
    let output = try Generator.generate(
      spec: "{ structs: ['d*'] }", knowledge: Sample.knowledge(), model: nil)
    #expect(output.files["UAPIBindings.Structs.swift"]?.contains("struct Demo: UAPIStruct") == true)
    #expect(output.files["UAPIBindings.Constants.swift"]?.contains("demoFOn") == true)
  }

  @Test func `Constants are taken and left by patterns`() throws {
    let output = try Generator.generate(
      spec: """
        { headers: ['linux/demo.h'], structs: [], constants: [
          { namespace: 'Taken', names: ['DEMO_F_*', 'DEMO_NAM?'], except: ['*_MASK'] }],
          ignore: ['DEMO_*_FAST'] }
        """, knowledge: Sample.knowledge(), model: nil)
    let text = try #require(output.files["UAPIBindings.Constants.swift"])
    let names = text.split(separator: "\n").compactMap { line in
      line.split(separator: " ").drop { $0 != "let" }.dropFirst().first.map(String.init)
    }
    #expect(names == ["demoFOn:", "demoName:"])
  }

  @Test(arguments: [
    (
      "{ headers: ['linux/demo.h'], structs: ['dem_*'] }",
      "1:40: error: no struct of linux/demo.h matches 'dem_*'; did you mean 'demo'?"
    ),
    (
      "{ headers: ['linux/demo.h'], structs: { 'demo*': 'Demo' } }",
      "1:41: error: 'demo*' can stand for several structs, and only 'prefix' fits all of them"
    ),
    (
      "{ headers: ['linux/demo.h'], structs: ['demo'], ignore: ['demo'] }",
      "1:58: error: 'demo' is in 'structs' and in 'ignore'"
    ),
    (
      "{ structs: ['dmeo'] }",
      "1:13: error: no history knows 'dmeo', and no header is named; did you mean 'demo'?"
    ),
    (
      "{ structs: ['open_how'] }",
      "1:13: error: no history knows 'open_how', and no header is named; name its header"
    ),
    ("{ structs: [] }", "1:1: error: no header is named"),
    (
      "{ headers: ['linux/demo.h'], constants: [{ enum: 'E', names: ['DEOM_*'] }] }",
      "1:63: error: no header has a constant 'DEOM_*'"
    ),
    (
      "{ headers: ['linux/demo.h'], inclued: ['x'] }",
      "1:30: error: unknown key 'inclued'; did you mean 'include'?"
    ),
  ])
  func `Mistakes are shown where they are`(spec: String, error: String) {
    let said = message {
      _ = try Generator.generate(spec: spec, knowledge: Sample.knowledge(), model: nil)
    }
    #expect(said.hasPrefix("uapi-bindings.json5:" + error), "\(said)")
  }

  // MARK: Files

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try ScratchFolder()
    try folder.makeFolder("own")
    try withExtendedLifetime(folder) { try body(folder.url) }
  }

  @Test func `Headers of the user are read with those of the kernel`() throws {
    try withFolder { folder in
      try "#include <linux/types.h>\nstruct own_thing { __u32 own_size; __u8 own_kind; };\n"
        .write(to: folder.appending(path: "own/thing.h"), atomically: true, encoding: .utf8)
      let spec = folder.appending(path: "uapi-bindings.json5")
      try "{ headers: ['thing.h', 'linux/openat2.h'], include: 'own' }"
        .write(to: spec, atomically: true, encoding: .utf8)
      let output = try Generator(spec: spec.path()).run()
      let text = try #require(output.files["UAPIBindings.Structs.swift"])
      #expect(text.contains("public struct OwnThing: UAPIStruct {"))
      #expect(text.contains("\"own_thing\", header: \"thing.h\""))
      #expect(text.contains("case kind"))
      #expect(text.contains("public struct OpenHow: UAPIStruct {"))
      #expect(output.remarks.isEmpty, "\(output.remarks)")
    }
  }

  @Test func `A missing folder is named where the spec names it`() throws {
    try withFolder { folder in
      let spec = folder.appending(path: "uapi-bindings.json5")
      try "{ headers: ['thing.h'],\n  include: ['own', 'owm'] }"
        .write(to: spec, atomically: true, encoding: .utf8)
      let said = message { _ = try Generator(spec: spec.path()).run() }
      #expect(
        said.hasPrefix("\(spec.path()):2:20: error: there is no folder 'owm' next to the spec"),
        "\(said)")
    }
  }

  @Test(arguments: [
    ("uapi-bindings.json5", "UAPIBindings.Structs.swift"),
    ("/a.b/files.uapi-bindings.json5", "UAPIBindings.files.Structs.swift"),
    ("my.json5", "UAPIBindings.Structs.swift"),
  ])
  func `Each spec of a target has files of its own`(path: String, file: String) throws {
    let output = try Generator.generate(
      spec: Sample.spec, path: path, knowledge: Sample.knowledge(), model: nil)
    #expect(output.files.files.first?.name == file)
    #expect(output.files.files.count == 2)
  }
}
