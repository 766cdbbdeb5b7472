import GeneratorSamples
import Testing
import UAPIHeaders
import UAPIStructs

@testable import UAPIGenerator
@testable import UAPIKnowledge

/// Structs that machines lay out differently.
struct MachineTests {
  private typealias Place = (
    name: String, type: String, kind: CTypeKind, offset: Int, size: Int
  )

  private func record(_ size: Int, _ alignment: Int, _ places: [Place]) -> Record {
    Record(
      name: "odd", kind: .struct, size: size, alignment: alignment,
      fields: places.map { place in
        Field(
          name: place.name, typeName: place.type, kind: place.kind, bitOffset: place.offset * 8,
          bitWidth: place.size * 8, isBitField: false, storageOffset: place.offset,
          storageSize: place.size, location: Headers.location(10))
      }, header: "linux/demo.h", location: Headers.location(9))
  }

  /// `struct odd { void *o_base; __u64 o_size; long o_list[2]; };` as a machine has it.
  private func odd(pointer: Int, alignment: Int) -> Record {
    let start = pointer == 8 || alignment == 4 ? pointer : 8
    let list = CTypeKind.array(element: .signedInteger, count: 2)
    let size = start + 8 + 2 * pointer
    return record(
      size, max(pointer, alignment),
      [
        ("o_base", "void *", .pointer, 0, pointer),
        ("o_size", "__u64", .unsignedInteger, start, 8),
        ("o_list", "long[2]", list, start + 8, 2 * pointer),
      ])
  }

  private func generate(
    _ own: Record, _ machines: [String: Record], spec: String = "{ headers: ['linux/demo.h'] }"
  ) throws -> Generator.Output {
    try Generator.generate(
      spec: spec, knowledge: Knowledge(files: [:]),
      model: Headers.model(KernelRelease(6, 1), records: [own]),
      machines: machines.mapValues { ["odd": $0] })
  }

  private func structs(_ output: Generator.Output) throws -> String {
    try #require(output.files["UAPIBindings.Structs.swift"])
  }

  /// All seven machines.
  private var seven: [String: Record] {
    var all: [String: Record] = [:]
    for machine in TargetMachine.all { all[machine.name] = odd(pointer: 8, alignment: 8) }
    all["i386"] = odd(pointer: 4, alignment: 4)
    all["armv7l"] = odd(pointer: 4, alignment: 8)
    return all
  }

  @Test func `The layout of most machines comes first`() throws {
    let text = try structs(try generate(odd(pointer: 8, alignment: 8), seven))
    #expect(text.contains("generations: [\n      Generation(since: KernelRelease(6, 1), orEarlier"))
    #expect(
      text.contains("FieldHistory(\"o_base\", .unsigned, \"void *\", at: 0, size: 8, since: 1)"))
    #expect(
      text.contains(
        """
            elsewhere: [
              // Pointers and long integers have four bytes there.
              MachineLayout(
                on: "i386", size: 20, alignment: 4,
                fields: [
                  FieldHistory("o_base", .unsigned, "void *", at: 0, size: 4, since: 1),
                  FieldHistory("o_size", .unsigned, "__u64", at: 4, size: 8, since: 1),
                  FieldHistory("o_list", .bytes, "long[2]", at: 12, size: 8, since: 1),
                ]),
              // Pointers and long integers have four bytes there.
              MachineLayout(
                on: "armv7l", size: 24, alignment: 8,
        """))
  }

  @Test func `Arrays have their length on each machine`() throws {
    let text = try structs(try generate(odd(pointer: 8, alignment: 8), seven))
    #expect(text.contains("  #if arch(i386)\n"))
    #expect(text.contains("public var list: InlineArray<8, UInt8>? { _decoded.bytes(Field.list) }"))
    #expect(
      text.contains("public var list: InlineArray<16, UInt8>? { _decoded.bytes(Field.list) }"))
    #expect(text.contains("``rawBytes(of:)``"))
    // One that may move is read where it stands.
    #expect(text.contains("public var size: UInt64? { _decoded.integer(Field.size) }"))
  }

  @Test func `Where layouts agree the code is one`() throws {
    var all = seven
    let plain = odd(pointer: 8, alignment: 8)
    for name in all.keys { all[name] = plain }
    let alone = try generate(plain, [:]).files
    #expect(try generate(plain, all).files == alone)
    // The struct may stand at other addresses on i386: its bytes are the same.
    all["i386"] = record(
      plain.size, 4,
      plain.fields.map { ($0.name, $0.typeName, $0.kind, $0.storageOffset, $0.storageSize) })
    #expect(try generate(plain, all).files == alone)
  }

  @Test func `A field of one machine is bound and says so`() throws {
    var all = seven
    let plain = odd(pointer: 8, alignment: 8)
    for name in all.keys { all[name] = plain }
    all["s390x"] = record(
      32, 8, [("o_base", "void *", .pointer, 0, 8), ("o_own", "__u32", .unsignedInteger, 8, 4)])
    let text = try structs(try generate(plain, all))
    #expect(text.contains("public var own: UInt32? {"))
    #expect(text.contains("only on s390x"))
    #expect(text.contains("without: [\"o_size\", \"o_list\"]"))
    #expect(text.contains("// The header declares other fields there."))
  }

  @Test func `A struct that grew has its figures for i386`() throws {
    let known = try Sample.known()
    func grown(_ size: Int, at offset: Int) -> Record {
      Headers.record(
        known, generation: 3,
        { $0.append(Headers.field("d_new", "__u64", at: offset, size: 8)) }, size: size)
    }
    let output = try Generator.generate(
      spec: "{ structs: ['demo'] }", knowledge: Sample.knowledge(),
      model: Headers.model(KernelRelease(6, 5), records: [grown(32, at: 24)]),
      machines: ["i386": ["demo": grown(28, at: 20)]])
    let text = try structs(output)
    #expect(text.contains("size: 32, alignment: 8, sizeOnI386: 28"))
    #expect(text.contains("\"d_new\", .unsigned, \"__u64\", at: 24, size: 8, since: 4, onI386: 20"))
    #expect(!text.contains("MachineLayout"))
  }

  /// `#if` asks for the pointers where these make the whole difference.
  @Test func `Conditions are those of Swift`() {
    #expect(TargetMachine.condition(["i386", "armv7l"]) == "_pointerBitWidth(_32)")
    #expect(TargetMachine.condition(["armv7l", "x86_64"]) == "arch(x86_64) || arch(arm)")
  }

  @Test func `Headers of machines that are not installed are reported`() throws {
    let folder = "/usr/include"
    let parser = try HeaderParser(includeRoot: folder)
    let model = try parser.parse(headers: ["linux/uio.h"])
    let records = MachineInquiry(["iovec"], of: model, parser: parser).run()
    for machine in TargetMachine.all {
      let isRead = records.records[machine.name]?["iovec"] != nil
      #expect(isRead != records.remarks.contains { $0.name == machine.name }, "\(machine.name)")
    }
    #expect(records.records[TargetMachine.host]?["iovec"]?.size == MemoryLayout<Int>.size * 2)
  }
}
