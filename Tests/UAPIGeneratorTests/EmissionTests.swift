import GeneratorSamples
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIGenerator

struct EmissionTests {
  private func output(model: HeaderModel? = nil) throws -> Generator.Output {
    try Generator.generate(spec: Sample.spec, knowledge: Sample.knowledge(), model: model)
  }

  @Test(arguments: ["UAPIBindings.Structs.swift", "UAPIBindings.Constants.swift"])
  func `Files are as the goldens`(name: String) throws {
    #expect(try output().files[name] == Repository.golden(name))
  }

  @Test func `Two runs give the same bytes`() throws {
    let spec = try Repository.mptcpSpec
    let first = try Generator.generate(spec: spec, knowledge: .embedded, model: nil)
    let second = try Generator.generate(spec: spec, knowledge: .embedded, model: nil)
    #expect(first.files == second.files)
    #expect(first.report == second.report)
  }

  @Test func `Nothing names the machine`() throws {
    let known = try Sample.known()
    let record = Headers.record(
      known, generation: 1,
      { fields in
        fields.append(Headers.field("d_custom", "__u32", at: 4, size: 4))
      })
    let unsupported = Unsupported(
      kind: .macro, name: "DEMO_CALL", cause: .functionLike, reason: "it takes arguments",
      location: Headers.location(50))
    let model = Headers.model(KernelRelease(6, 1), records: [record], unsupported: [unsupported])
    let output = try self.output(model: model)
    for (_, text) in output.files.files { #expect(!text.contains("/include/")) }
    let lines = output.report.map(\.description)
    #expect(lines.contains("linux/demo.h:50: unsupported: DEMO_CALL: it takes arguments"))
    for entry in output.report { #expect(!entry.description.contains("/include/")) }
    let structs = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(structs.contains("vendor: \"a header of Linux 6.1\""))
    #expect(structs.contains("public var custom: UInt32?"))
  }

  @Test func `Lines stay short`() throws {
    let output = try Generator.generate(
      spec: try Repository.mptcpSpec, knowledge: .embedded, model: nil)
    for (name, text) in output.files.files {
      for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(name): \(line)") }
    }
  }

  @Test func `Names that are taken are changed and reported`() throws {
    let spec = """
      { headers: ["linux/demo.h"], structs: { demo: { fields: { d_port: "flags", d_low: "low" } } },
        constants: [] }
      """
    let output = try Generator.generate(spec: spec, knowledge: Sample.knowledge(), model: nil)
    let text = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(text.contains("public var flags: UInt16?"))
    #expect(text.contains("public var flags2: UInt8?"))
    #expect(
      output.report.filter { $0.kind == .renamed }.map(\.name) == ["demo.d_flags", "demo.d_bytes"])
  }

  @Test func `The customary prefix is taken off`() throws {
    let spec = "{ headers: [\"linux/tcp.h\"], structs: [\"tcp_info\", \"mptcp_full_info\"] }"
    let output = try Generator.generate(spec: spec, knowledge: .embedded, model: nil)
    let structs = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(structs.contains("var sndWscale: UInt8?"))
    #expect(structs.contains("var receivedCe: UInt32?"))
    // Not all of its fields begin alike.
    #expect(structs.contains("var sizeTcpinfoKernel: UInt32?"))
  }

  @Test func `Access is as asked for`() throws {
    let spec = Sample.spec.replacing("headers:", with: "access: 'internal', headers:")
    let output = try Generator.generate(spec: spec, knowledge: Sample.knowledge(), model: nil)
    for (_, text) in output.files.files {
      #expect(!text.contains("public"))
      #expect(!text.contains("@inlinable"))
    }
  }

  @Test(arguments: [
    ("rcv_rtt", "rcvRTT"), ("rtt", "rtt"), ("num_subflows", "numSubflows"), ("CA_Open", "caOpen"),
    ("4way", "_4way"), ("tcp_info", "tcpInfo"), ("id", "id"), ("REM_ID", "remID"),
  ])
  func `C names become Swift names`(cName: String, name: String) {
    #expect(SwiftNames().member(cName) == name)
  }

  @Test func everyConstantIsBoundOrReported() throws {
    let output = try Generator.generate(
      spec: try Repository.mptcpSpec, knowledge: .embedded, model: nil)
    let text = try #require(output.files["UAPIBindings.Constants.swift"])
    let reported = Set(output.report.map(\.name))
    for known in try Knowledge.embedded.allConstants() {
      for constant in known.constants {
        if constant.isSentinel {
          #expect(reported.contains(constant.name))
        } else {
          #expect(text.contains("`\(constant.name)`"), "\(constant.name)")
        }
      }
    }
    #expect(output.report.allSatisfy { $0.kind == .omitted })
  }
}
