import GeneratorSamples
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

struct StructFoldTests {
  let known: KnownStruct

  init() throws { known = try Sample.known() }

  private func fold(
    _ record: Record, release: KernelRelease?, aliases: [AliasMacro] = []
  ) throws -> KnownStruct {
    var fold = StructFold(release: release)
    return try fold.fold(record, aliases: aliases, into: known)
  }

  @Test(arguments: [(1, KernelRelease(5, 4)), (2, KernelRelease(6, 1)), (3, KernelRelease(6, 4))])
  func `A header that agrees changes nothing`(generation: Int, release: KernelRelease) throws {
    #expect(try fold(Headers.record(known, generation: generation), release: release) == known)
  }

  @Test func `A backport of a known layout changes nothing`() throws {
    #expect(try fold(Headers.record(known, generation: 3), release: KernelRelease(5, 4)) == known)
  }

  @Test func `A header without release that agrees changes nothing`() throws {
    #expect(try fold(Headers.record(known, generation: 2), release: nil) == known)
    #expect(try fold(Headers.record(known, generation: 3), release: nil) == known)
  }

  @Test func `A newer header that agrees only raises the release`() throws {
    let folded = try fold(Headers.record(known, generation: 3), release: KernelRelease(6, 9))
    #expect(folded.generations == known.generations)
    #expect(folded.knownThrough == KernelRelease(6, 9))
  }

  @Test func `A newer header adds its fields`() throws {
    let record = Headers.record(
      known, generation: 3,
      { fields in
        fields.append(Headers.field("d_new", "__u64", at: 24, size: 8))
      }, size: 32)
    let folded = try fold(record, release: KernelRelease(6, 9))
    #expect(folded.generations.count == 4)
    #expect(folded.generations[3].since == KernelRelease(6, 9))
    #expect(folded.generations[3].vendor == nil)
    #expect(folded.fields.first { $0.name == "d_new" }?.places.first?.generations == 4...4)
    #expect(folded.fields.first { $0.name == "d_flags" }?.places.first?.generations == 1...4)
  }

  @Test func `A newer header may retype a field`() throws {
    let record = Headers.record(
      known, generation: 3,
      { fields in
        guard let index = fields.firstIndex(where: { $0.name == "d_name" }) else { return }
        fields[index] = Headers.field("d_name", "__u16", at: 16, size: 2)
      })
    let folded = try fold(record, release: KernelRelease(6, 9))
    let places = folded.fields.first { $0.name == "d_name" }?.places
    #expect(places?.map(\.generations) == [3...3, 4...4])
    #expect(places?.map(\.field.size) == [4, 2])
  }

  @Test func `An unknown release that extends the newest layout comes next`() throws {
    let record = Headers.record(
      known, generation: 3,
      { fields in
        fields.append(Headers.field("d_new", "__u32", at: 24, size: 4))
      }, size: 32)
    let folded = try fold(record, release: nil)
    #expect(folded.generations.last?.since == KernelRelease(6, 5))
    #expect(folded.generations.last?.vendor == nil)
  }

  @Test func `An edited old header is a vendor's layout`() throws {
    let record = Headers.record(
      known, generation: 1,
      { fields in
        fields.append(Headers.field("d_custom", "__u32", at: 4, size: 4))
      })
    let folded = try fold(record, release: KernelRelease(6, 0))
    #expect(folded.generations.count == 4)
    #expect(folded.generations.last?.vendor == "a header of Linux 6.0")
    #expect(folded.mainline.count == 3)
    // What every layout has at one place stays one place; what the vendor lacks ends before it.
    #expect(folded.fields.first { $0.name == "d_bytes" }?.places.count == 1)
    #expect(folded.fields.first { $0.name == "d_delta" }?.places.map(\.generations) == [2...3])
    let history = StructHistory(folded, isNested: { _ in false })
    for minor in 0...20 {
      let number = history.generation(of: KernelRelease(6, minor))
      #expect(number != 4)
    }
  }

  @Test func `A field at another place is a contradiction`() {
    let record = Headers.record(
      known, generation: 1,
      { fields in
        fields[0] = Headers.field("d_flags", "__u32", at: 0, size: 4)
      })
    let said = message { _ = try fold(record, release: KernelRelease(6, 1)) }
    #expect(
      said.hasPrefix(
        "/include/linux/demo.h:10:8: error: field d_flags of struct demo is `__u32` at bytes 0..<4 in "
          + "linux/demo.h of Linux 6.1, but the history has it as `__u8` at byte 0 since Linux 5.0;"
      ))
    #expect(said.contains("installed_headers"))
  }

  @Test func `A newer header must not shrink the struct`() {
    let said = message {
      _ = try fold(Headers.record(known, generation: 1), release: KernelRelease(6, 9))
    }
    #expect(said.contains("kernel structs never shrink"))
  }

  @Test func `A bit-field of more bits than an integer has is reported`() throws {
    let odd = Field(
      name: "d_odd", typeName: "unsigned __int128", kind: .unsignedInteger, bitOffset: 4,
      bitWidth: 65, isBitField: true, storageOffset: 0, storageSize: 9,
      location: Headers.location(30))
    let record = Record(
      name: "odd", kind: .struct, size: 16, alignment: 1, fields: [odd], header: "linux/demo.h",
      location: Headers.location(29))
    var fold = StructFold(release: KernelRelease(6, 1))
    #expect(try fold.begin(record, aliases: []).generations[0].fields.isEmpty)
    #expect(fold.remarks.map(\.kind) == [.unsupported])
  }

  @Test(arguments: [-1, 1 << 40, Int.max])
  func `A struct of an impossible size is an error`(size: Int) {
    let record = Headers.record(known, generation: 1, size: size)
    #expect(
      message { _ = try fold(record, release: nil) }.contains("bytes, more than can be bound"))
  }

  @Test func `Spelling does not count`() throws {
    let record = Headers.record(
      known, generation: 2,
      { fields in
        fields[0] = Headers.field("d_flags", "unsigned char", at: 0, size: 1)
      })
    #expect(try fold(record, release: KernelRelease(6, 1)) == known)
  }

  @Test func `Aliases are folded`() throws {
    let alias = AliasMacro(
      name: "d_second", target: "d_flags", record: "demo", location: Headers.location(12))
    let folded = try fold(
      Headers.record(known, generation: 3), release: KernelRelease(6, 9), aliases: [alias])
    #expect(
      folded.aliases.last == FieldAlias("d_second", of: "d_flags", since: KernelRelease(6, 9))
    )
  }

  @Test func `An alias for another field is a contradiction`() {
    let alias = AliasMacro(
      name: "d_total", target: "d_flags", record: "demo", location: Headers.location(12))
    let said = message {
      _ = try fold(
        Headers.record(known, generation: 3), release: KernelRelease(6, 4), aliases: [alias])
    }
    #expect(said.contains("12:8: error: d_total stands for d_flags of struct demo"))
  }

  @Test func `A renamed field keeps its first name`() throws {
    let record = Headers.record(known, generation: 3, { fields in fields[0].name = "d_bits" })
    let alias = AliasMacro(
      name: "d_flags", target: "d_bits", record: "demo", location: Headers.location(12))
    let folded = try fold(record, release: KernelRelease(6, 9), aliases: [alias])
    #expect(folded.generations == known.generations)
    #expect(folded.aliases.last?.name == "d_bits")
    #expect(folded.aliases.last?.field == "d_flags")
  }

  @Test func `tcp_info of the first release without bit-fields is known`() throws {
    let tcpInfo = try #require(try Knowledge.embedded.history(of: "tcp_info"))
    let number = try #require(tcpInfo.generations.firstIndex { $0.since == KernelRelease(6, 18) })
    for release in [KernelRelease(6, 18), KernelRelease(6, 12), KernelRelease(7, 3)] {
      var fold = StructFold(release: release)
      let record = Headers.record(tcpInfo, generation: number + 1)
      #expect(try fold.fold(record, aliases: [], into: tcpInfo) == tcpInfo)
    }
  }
}
