import Foundation
import GeneratorSamples
import Testing
import UAPIGenerator
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

struct KernelComparisonTests {
  private let comparer = HeaderComparer(knowledge: Sample.knowledge())

  private func compare(
    _ kernel: SampleKernel, with release: KernelRelease, name: String? = "demo"
  ) throws -> HeaderComparison {
    try kernel.withFile { image, _ in
      try comparer.compare(name, .release(release), .kernel(image))
    }
  }

  @Test func `Spelling is not a difference`() throws {
    for name in ["demo", nil] {
      let found = try compare(SampleKernel(), with: KernelRelease(6, 4), name: name)
      #expect(!found.differs, "\(found)")
      #expect(found.structs.map(\.name) == ["demo"])
      // The history spells its types in its own way, and has a second name.
      #expect(found.structs.first?.after?.fields.first?.type == "__u8")
      #expect(found.remarks.contains { $0.hasPrefix("BTF tells no macros") })
      #expect(found.titles.after.hasSuffix("kernel.btf (BTF)"))
    }
  }

  @Test func `Places are differences`() throws {
    let wider = try compare(SampleKernel(lowWidth: 5), with: KernelRelease(6, 4))
    #expect(wider.structs.first?.fields.map(\.kind) == [.retyped])
    let grown = try compare(SampleKernel(isGrown: true), with: KernelRelease(6, 4))
    #expect(grown.structs.first?.fields.map(\.name) == ["d_more"])
    #expect(grown.structs.first?.fields.first?.landing == .afterEnd)
    let older = try compare(SampleKernel(), with: KernelRelease(6, 1))
    #expect(older.structs.first?.fields.contains { $0.name == "d_default" } == true)
  }

  @Test func `A kernel is compared as either side`() throws {
    try SampleKernel(isGrown: true).withFile { image, _ in
      let found = try comparer.compare("demo", .kernel(image), .release(KernelRelease(6, 4)))
      #expect(found.structs.first?.fields.map(\.kind) == [.removed])
      #expect(found.structs.first?.before?.size == 32)
    }
  }

  @Test func `Only enums tell of constants`() throws {
    // The history knows macros too; the kernel says nothing of them.
    let kernel = SampleKernel(otherStates: [("DEMO_STATE_LATE", 7)])
    let found = try compare(kernel, with: KernelRelease(6, 4))
    #expect(found.constants.map(\.name) == ["DEMO_STATE_LATE"])
    #expect(found.constants.map(\.kind) == [.added])
    // One that the kernel's own enum has not got is missing.
    let older = try compare(SampleKernel(), with: KernelRelease(5, 0))
    #expect(older.constants.map(\.name) == ["DEMO_STATE_LOST"])
  }

  @Test func `Numbers in network order are read`() throws {
    let constants = Sample.constants.replacingOccurrences(
      of: #""enums": ["#,
      with: #""enums": [{"name": null, "constants": [{"name": "DEMO_FLAG", "value": 2147483648, "#
        + #""byte_order": "big", "seen_in": ["6.4"]}]}, "#)
    let comparer = HeaderComparer(knowledge: Sample.knowledge(constants: constants))
    try SampleKernel().withFile { image, _ in
      let found = try comparer.compare("demo", .release(KernelRelease(6, 4)), .kernel(image))
      #expect(found.constants.map(\.name) == ["DEMO_FLAG_OTHER"])
      #expect(found.constants.first?.after == .integer(0x40_0000))
    }
  }

  @Test func `A struct that the kernel lacks is not a difference`() throws {
    let kernel = SampleKernel(name: "omed")
    let all = try compare(kernel, with: KernelRelease(6, 4), name: nil)
    #expect(!all.differs)
    #expect(all.remarks.contains { $0.contains("has no struct demo") })
    let text = message { _ = try compare(kernel, with: KernelRelease(6, 4)) }
    #expect(text.contains("has no struct demo") && text.contains("a module has it"))
  }

  @Test func `Two kernels tell of structs without headers`() throws {
    try SampleKernel().withFile { first, _ in
      try SampleKernel(isGrown: true).withFile { second, _ in
        let found = try comparer.compare("inner_sock", .kernel(first), .kernel(second))
        #expect(found.structs.first?.after?.size == 64)
        #expect(found.structs.first?.fields.contains { $0.name == "s_demo" } == true)
        let text = message {
          _ = try comparer.compare("iner_sock", .kernel(first), .kernel(second))
        }
        #expect(text.contains("neither side knows a struct 'iner_sock'"))
      }
    }
  }

  @Test func `Arguments are read strictly`() throws {
    let running = try ComparisonSource("btf:running", environment: [:])
    #expect(running == .kernel(KernelImage("running")))
    #expect(
      try ComparisonSource("btf:/boot/x.btf", environment: [:])
        == .kernel(KernelImage("/boot/x.btf")))
    #expect(running.word == "the running kernel")
    #expect(message { _ = try ComparisonSource("btf:", environment: [:]) }.contains("btf:running"))
    let missing = message {
      _ = try comparer.compare(
        "demo", .release(KernelRelease(6, 4)), .kernel(KernelImage("/nonexistent/btf")))
    }
    #expect(missing.hasPrefix("/nonexistent/btf: error: cannot be opened"))
  }
}
