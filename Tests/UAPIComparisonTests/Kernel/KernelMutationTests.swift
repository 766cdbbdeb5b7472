import BTF
import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

/// Types of kernels are input like any other: damaged ones end in an error or a model, and soon.
struct KernelMutationTests {
  private let knowledge = Sample.knowledge()

  @Test func `Each byte changed once ends in a model or an error`() throws {
    let bytes = SampleKernel().bytes
    let folder = try ScratchFolder()
    var outcomes = (models: 0, errors: 0)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= [0x01, 0x80, 0xFF][index % 3]
      let file = try folder.write(bytes: damaged, to: "kernel.btf")
      do {
        try use(KernelImage(file, release: KernelRelease(6, 5)))
        outcomes.models += 1
      } catch is GeneratorError {
        outcomes.errors += 1
      }
    }
    // Names can change unnoticed, the header cannot.
    #expect(outcomes.models > 100 && outcomes.errors > 100)
  }

  private func use(_ image: KernelImage) throws {
    let kernel = try KernelModel(image)
    let model = try kernel.model(
      of: [.init(name: "inner_sock"), .init(name: "demo", header: "linux/demo.h")],
      enumerators: [.init(name: "DEMO_STATE_INIT")], tags: ["inner_mode"], wantsFieldEnums: true
    ).spelled(like: knowledge)
    for record in model.records {
      var fold = StructFold(release: image.release)
      let known = try fold.begin(record, aliases: [])
      #expect(known.generations.count == 1)
    }
  }
}
