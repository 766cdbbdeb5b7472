import BTFBytes
import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

struct KernelModelTests {
  private func model(
    _ structs: [String], enumerators: [String] = []
  ) throws -> HeaderModel {
    try SampleKernel().withFile { image, _ in
      try KernelModel(image).model(
        of: structs.map { .init(name: $0) }, enumerators: enumerators.map { .init(name: $0) },
        wantsFieldEnums: true)
    }
  }

  @Test func `Fields have kinds and places`() throws {
    let model = try model(["inner_sock"])
    let record = try #require(model.record(named: "inner_sock"))
    #expect(record.size == 56)
    #expect(record.alignment == 8)
    #expect(record.header == "vmlinux.h")
    let fields = Dictionary(uniqueKeysWithValues: record.fields.map { ($0.name, $0) })
    let kinds: [String: CTypeKind] = [
      "s_family": .unsignedInteger, "s_mode": .unsignedInteger, "s_word": .unsignedInteger,
      "s_text": .array(element: .signedInteger, count: 4), "s_kind": .unsignedInteger,
      "s_on": .unsignedInteger, "s_pair": .record("inner_sock.s_pair"), "s_lock": .record("lock_t"),
      "s_next": .pointer, "s_demo": .record("demo"),
      "s_rest": .flexibleArray(element: .unsignedInteger),
    ]
    #expect(fields.mapValues(\.kind) == kinds)
    let on = try #require(fields["s_on"])
    #expect(on.isBitField && on.bitOffset == 99 && on.bitWidth == 1)
    #expect(on.storageOffset == 12 && on.storageSize == 4)
    // Members of an anonymous union stand in its place.
    #expect(fields["s_text"]?.bitOffset == 64)
    #expect(fields["s_demo"]?.typeName == "struct demo")
    #expect(fields["s_pair"]?.typeName == "struct")
    #expect(fields["s_rest"]?.bitWidth == 0)
  }

  @Test func `Structs inside come along`() throws {
    let model = try model(["inner_sock"])
    #expect(
      Set(model.records.map(\.name)) == ["inner_sock", "inner_sock.s_pair", "lock_t", "demo"])
    #expect(model.record(named: "lock_t")?.fields.map(\.name) == ["owner"])
    #expect(try self.model(["no_such"]).records.isEmpty)
  }

  @Test func `Enums of fields and of constants`() throws {
    let model = try model(["inner_sock"], enumerators: ["DEMO_STATE_LOST", "NO_SUCH"])
    #expect(model.enums.map(\.name) == ["demo_state", "inner_mode"])
    #expect(model.enums.first?.constants.map(\.value.int64) == [0, -1])
    #expect(model.macros.isEmpty)
  }

  @Test func `Structs that double end in an error`() throws {
    // Each level has the one before twice, all without names: 2^16 structs by their fields' names.
    var types = BTFBuilder()
    var inner = types.record("", size: 1, [("c", types.integer("char", size: 1), 0)])
    for level in 0..<16 {
      let bits = UInt32(8) << UInt32(level)
      inner = types.record(
        level == 15 ? "doubling" : "", size: bits / 4, [("x", inner, 0), ("y", inner, bits)])
    }
    let folder = try ScratchFolder()
    let file = try folder.write(bytes: types.bytes(), to: "kernel.btf")
    let text = message {
      _ = try KernelModel(KernelImage(file)).model(of: [.init(name: "doubling")])
    }
    #expect(text.contains("struct doubling has more than 16384 structs inside"))
  }
}
