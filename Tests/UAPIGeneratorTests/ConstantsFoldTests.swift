import GeneratorSamples
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

struct ConstantsFoldTests {
  private func fold(_ release: KernelRelease?, _ macros: [Macro]) throws -> KnownConstants {
    let known = try KnownConstants(path: "demo.json", text: Sample.constants)
    var fold = ConstantsFold(release: release)
    return try fold.fold(Headers.model(release, macros: macros), into: known)
  }

  @Test func `Known values change nothing`() throws {
    let known = try KnownConstants(path: "demo.json", text: Sample.constants)
    let macros = [Headers.macro("DEMO_F_ON", 1), Headers.macro("DEMO_F_MASK", 1)]
    #expect(try fold(KernelRelease(6, 1), macros) == known)
  }

  @Test func `The order of bytes is not a difference`() throws {
    let known = try KnownConstants(path: "demo.json", text: Sample.constants)
    #expect(try fold(KernelRelease(6, 1), [Headers.macro("DEMO_WORD", 32768)]) == known)
  }

  @Test func `New constants are added`() throws {
    let folded = try fold(KernelRelease(6, 1), [Headers.macro("DEMO_F_NEW", 8)])
    #expect(folded.constants.last?.name == "DEMO_F_NEW")
    #expect(folded.constants.last?.isSentinel == false)
  }

  @Test func `A contradiction stops`() {
    let said = message { _ = try fold(KernelRelease(6, 1), [Headers.macro("DEMO_F_MASK", 7)]) }
    #expect(
      said.hasPrefix(
        "/include/linux/demo.h:40:8: error: DEMO_F_MASK is 7 in linux/demo.h of Linux 6.1, but the history "
          + "has it as 1 in Linux 5.0; 5 in Linux 6.1 to 6.4;"))
  }

  @Test func `A newer header may change a value`() throws {
    let folded = try fold(KernelRelease(6, 9), [Headers.macro("DEMO_F_MASK", 7)])
    #expect(folded.constants.first { $0.name == "DEMO_F_MASK" }?.value == .integer(7))
  }

  @Test func `Sentinels may differ`() throws {
    _ = try fold(KernelRelease(6, 1), [Headers.macro("DEMO_MAX", 99)])
  }

  @Test func `A constant that is there twice is shown`() {
    let text = Sample.constants.replacing("DEMO_F_FAST", with: "DEMO_F_ON")
    #expect(
      message { _ = try KnownConstants(path: "demo.json", text: text) }
        == "demo.json:5:14: error: 'DEMO_F_ON' is in this file twice; remove one of them, or join them by 'values'"
    )
  }
}
