import Foundation
import GeneratorSamples
import GoldenBindings
import TestSupport
import Testing
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison
@testable import UAPIGenerator

struct KernelBindingTests {
  private static let spec = """
    {
      structs: { inner_sock: { prefix: "s_" } },
    }
    """

  private func output(
    _ spec: String = spec, release: KernelRelease? = KernelRelease(6, 5)
  ) throws -> Generator.Output {
    try SampleKernel().withFile(release: release) { image, folder in
      let file = folder + "/kernel.uapi-bindings.json5"
      try spec.write(toFile: file, atomically: true, encoding: .utf8)
      return try Generator(spec: file, kernel: image, knowledge: Sample.knowledge()).run()
    }
  }

  @Test(arguments: ["UAPIBindings.kernel.Structs.swift", "UAPIBindings.kernel.Constants.swift"])
  func `Files are as the goldens`(name: String) throws {
    #expect(try output().files[name] == Repository.golden(name))
  }

  @Test func `The golden decodes`() {
    var bytes = [UInt8](repeating: 0, count: 56)
    bytes.replaceSubrange(0..<2, with: [10, 0])
    bytes.replaceSubrange(4..<8, with: [1, 0, 0, 0])
    bytes.replaceSubrange(8..<12, with: [1, 2, 3, 4])
    bytes[12] = 0b1101
    bytes.replaceSubrange(16..<20, with: [7, 0, 9, 0])
    bytes[24] = 0xFF
    let sock = InnerSock(
      bytes, extent: .whole, kernel: .release(KernelRelease(6, 5)), abi: .littleEndian)
    #expect(sock.family == 10)
    #expect(sock.mode == InnerMode.on.rawValue)
    #expect(sock.word == 0x0403_0201)
    #expect(sock.kind == 0b101 && sock.on == 1)
    #expect(sock.pair?.left == 7 && sock.pair?.right == 9)
    #expect(sock.next == 0xFF)
    #expect(sock.text.map { text in text.indices.map { text[$0] } } == [1, 2, 3, 4])
  }

  @Test func `Structs with a history keep it`() throws {
    let files = try output(
      """
      {
        structs: ["demo", "inner_sock"],
        constants: [
          { enum: "Mode", of: "inner_mode" }, { enum: "DemoState", of: "demo_state", type: "Int32" },
        ],
      }
      """
    ).files
    let structs = try #require(files["UAPIBindings.kernel.Structs.swift"])
    #expect(structs.contains("public struct Demo: UAPIStruct"))
    // The layout of 6.3 is still that of 6.5: no generation more.
    #expect(
      structs.contains("KernelRelease(6, 3)")
        && !structs.contains("knownThrough: KernelRelease(6, 4)"))
    let constants = try #require(files["UAPIBindings.kernel.Constants.swift"])
    #expect(constants.contains("public struct Mode: RawRepresentable"))
    #expect(constants.contains("inside the kernel of Linux 6.5"))
    #expect(constants.contains("static let lost = DemoState(rawValue: -1)"))
  }

  @Test func `Constants of headers are not asked of the kernel`() throws {
    // The kernel has enumerators that begin like the macros of the header, and others.
    let files = try output(
      #"{ structs: ["demo"], constants: [{ namespace: "All", prefix: ["DEMO_", "INNER_"] }] }"#
    ).files
    let constants = try #require(files["UAPIBindings.kernel.Constants.swift"])
    #expect(constants.contains("`DEMO_F_ON`") && constants.contains("`INNER_ON`"))
    #expect(!constants.contains("DEMO_FLAG_OTHER"))
  }

  @Test func `Patterns are the structs of the kernel that they match`() throws {
    let files = try output(#"{ structs: ["inner_*"] }"#).files
    #expect(files["UAPIBindings.kernel.Structs.swift"]?.contains("struct InnerSock") == true)
  }

  @Test func `Mistakes name the remedy`() throws {
    #expect(message { _ = try output(release: nil) }.contains("say it by --release"))
    let unknown = message { _ = try output(#"{ structs: ["iner_sock"] }"#) }
    #expect(unknown.contains("'iner_sock'") && unknown.contains("did you mean 'inner_sock'?"))
  }
}
