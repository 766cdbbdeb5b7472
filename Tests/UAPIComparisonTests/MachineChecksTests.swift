import GeneratorSamples
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

/// Checks in C of structs that machines lay out differently.
struct MachineChecksTests {
  /// `struct odd { void *o_base; __u64 o_size; };` as a machine has it.
  private func odd(pointer: Int, alignment: Int, structAlignment: Int? = nil) -> Record {
    let start = pointer == 8 || alignment == 4 ? pointer : 8
    let places: [(String, String, CTypeKind, Int, Int)] = [
      ("o_base", "void *", .pointer, 0, pointer), ("o_size", "__u64", .unsignedInteger, start, 8),
    ]
    return Record(
      name: "odd", kind: .struct, size: start + 8,
      alignment: structAlignment ?? max(pointer, alignment),
      fields: places.map { name, type, kind, offset, size in
        Field(
          name: name, typeName: type, kind: kind, bitOffset: offset * 8, bitWidth: size * 8,
          isBitField: false, storageOffset: offset, storageSize: size,
          location: Headers.location(10))
      }, header: "linux/demo.h", location: Headers.location(9))
  }

  private func checks(_ machines: [String: Record]) throws -> String {
    try Generator.generate(
      spec: "{ headers: ['linux/demo.h'] }", knowledge: Knowledge(files: [:]),
      model: Headers.model(KernelRelease(6, 1), records: [odd(pointer: 8, alignment: 8)]),
      machines: machines.mapValues { ["odd": $0] }
    ).checks
  }

  /// All seven machines.
  private var seven: [String: Record] {
    var all: [String: Record] = [:]
    for machine in TargetMachine.all { all[machine.name] = odd(pointer: 8, alignment: 8) }
    all["i386"] = odd(pointer: 4, alignment: 4)
    all["armv7l"] = odd(pointer: 4, alignment: 8)
    return all
  }

  @Test func `Checks are of the machines that were read`() throws {
    let checks = try checks(seven)
    #expect(checks.contains("#if UAPI_MACHINE == UAPI_I386\n"))
    #expect(checks.contains("UAPI_SIZE(struct odd, 12);"))
    #expect(checks.contains("UAPI_SIZE(struct odd, 16);"))
    let two = try self.checks(seven.filter { ["x86_64", "i386"].contains($0.key) })
    #expect(!two.contains("== UAPI_S390X\n"))
  }

  @Test func `An alignment of one machine is checked exactly`() throws {
    var all = seven
    for name in all.keys { all[name] = odd(pointer: 8, alignment: 8) }
    all["i386"] = odd(pointer: 8, alignment: 8, structAlignment: 4)
    #expect(try checks(all).contains("UAPI_EXACT_ALIGN(struct odd, 4);"))
  }
}
