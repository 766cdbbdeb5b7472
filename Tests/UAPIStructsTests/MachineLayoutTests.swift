import Testing
import UAPIStructs

/// A struct with a pointer, a packed one, and one whose bit-fields come in two orders.
struct MachineLayoutTests {
  struct Vector: UAPIStruct {
    var _decoded: _DecodedBytes<2>
    init(_decoded: _DecodedBytes<2>) { self._decoded = _decoded }

    enum Field: UInt16, UAPIField {
      case base, count, mode, old
      static var _history: StructHistory { Vector.history }
    }

    var base: UInt64? { _decoded.integer(Field.base) }
    var count: UInt64? { _decoded.integer(Field.count) }
    var mode: UInt8? { _decoded.integer(Field.mode) }
    var old: UInt16? { _decoded.integer(Field.old) }

    static let history = StructHistory(
      "vector", header: "linux/vector.h", zeroFilled: false, knownThrough: KernelRelease(6, 1),
      generations: [
        Generation(since: KernelRelease(6, 1), orEarlier: true, size: 16, alignment: 8)
      ],
      fields: [
        FieldHistory("base", .unsigned, "void *", at: 0, size: 8, since: 1),
        FieldHistory("count", .unsigned, "__u32", at: 8, size: 4, since: 1),
        FieldHistory("mode", .unsigned, "__u8", at: 12, size: 1, bits: 0..<4, since: 1),
        FieldHistory("old", .unsigned, places: []),
      ],
      elsewhere: [
        MachineLayout(
          on: "i386", "armv7l", size: 12, alignment: 4,
          fields: [
            FieldHistory("base", .unsigned, "void *", at: 0, size: 4, since: 1),
            FieldHistory("count", .unsigned, "__u32", at: 4, size: 4, since: 1),
            FieldHistory("mode", .unsigned, "__u8", at: 8, size: 1, bits: 0..<4, since: 1),
            FieldHistory("old", .unsigned, "__u16", at: 10, size: 2, since: 1),
          ]),
        MachineLayout(
          on: "s390x", size: 16, alignment: 8,
          fields: [
            FieldHistory("mode", .unsigned, "__u8", at: 12, size: 1, bits: 4..<8, since: 1)
          ]),
        MachineLayout(on: "ppc64le", size: 16, alignment: 8, without: ["mode"]),
      ])
  }

  static let long: [UInt8] = [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0x54, 0, 0, 0]
  static let short: [UInt8] = [1, 0, 0, 0, 3, 0, 0, 0, 0x54, 0, 9, 0]
  static let big: [UInt8] = [0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0x45, 0, 0, 0]

  private func abi(_ machine: String) throws -> ABI { try #require(ABI(machine: machine)) }

  @Test(arguments: ["x86_64", "aarch64", "riscv64", "mips64el"])
  func `Most machines have the first layout`(machine: String) throws {
    let vector = Vector(Self.long, extent: .whole, abi: try abi(machine))
    #expect(vector.base == 0x2_0000_0001)
    #expect(vector.count == 3)
    #expect(vector.mode == 4)
    #expect(vector.presence(of: .old) == .absent)
    #expect(vector.trailingByteCount == 0)
  }

  @Test(arguments: ["i686", "armv7l", "mipsel"])
  func `A machine with short pointers has its own`(machine: String) throws {
    let vector = Vector(Self.short, extent: .whole, abi: try abi(machine))
    #expect(vector.base == 1)
    #expect(vector.count == 3)
    #expect(vector.mode == 4)
    #expect(vector.old == 9)
    #expect(vector.rawBytes(of: .count) == [3, 0, 0, 0])
    #expect(vector.trailingByteCount == 0)
    #expect(vector.remarks.isEmpty)
  }

  @Test(arguments: ["s390x", "ppc64"])
  func `Bit-fields can be declared in another order`(machine: String) throws {
    let vector = Vector(Self.big, extent: .whole, abi: try abi(machine))
    #expect(vector.base == 0x2_0000_0001)
    #expect(vector.count == 3)
    #expect(vector.mode == 5)
  }

  @Test func `A field that a machine does not have is absent there`() throws {
    let vector = Vector(Self.long, extent: .whole, abi: try abi("ppc64le"))
    #expect(vector.presence(of: .mode) == .absent)
    #expect(vector.mode == nil)
    #expect(vector.count == 3)
  }

  @Test func `The native layout is that of this machine`() {
    #if _pointerBitWidth(_32)
      let vector = Vector(Self.short, extent: .whole)
      #expect(Vector.Field.count.offset == 4)
    #elseif _endian(big)
      let vector = Vector(Self.big, extent: .whole)
      #expect(Vector.Field.count.offset == 8)
    #else
      let vector = Vector(Self.long, extent: .whole)
      #expect(Vector.Field.count.offset == 8)
    #endif
    #expect(vector.count == 3)
  }

  @Test(arguments: ["x86_64", "i386", "s390x", "ppc64le"])
  func `Every length is judged by the layout of the machine`(machine: String) throws {
    let abi = try abi(machine)
    let layout = try #require(Vector.history.layout(ofGeneration: 1, abi: abi))
    for count in 0...layout.size + 1 {
      let vector = Vector([UInt8](repeating: 1, count: count), extent: .unknown, abi: abi)
      for field in Vector.Field.allCases {
        let place = layout.fields.first { $0.name == field.cName }
        let presence: Presence =
          switch place {
          case nil: .absent
          case let place? where place.offset + place.size <= count: .present
          case let place? where place.offset < count: .truncated
          default: .absent
          }
        #expect(vector.presence(of: field) == presence, "\(field) of \(count) bytes")
      }
    }
  }

  @Test(arguments: [("x86_64", long), ("i386", short), ("s390x", big)])
  func `Requests have the layout of the machine`(machine: String, bytes: [UInt8]) throws {
    let abi = try abi(machine)
    let vector = Vector(bytes, extent: .whole, abi: abi)
    var values: [Vector.Field: FieldValue] = [:]
    for field in Vector.Field.allCases { values[field] = vector.value(of: field) }
    let request = try Vector.request(values, abi: abi)
    #expect(request.count == bytes.count)
    #expect(Vector(request, extent: .whole, abi: abi).description == vector.description)
  }

  @Test func `Exact layouts are read on the machine that they are of`() throws {
    let layout = StructLayout(
      name: "vector", size: 16, alignment: 4,
      fields: [
        .init(name: "count", type: "__u32", offset: 8, size: 4),
        .init(name: "base", type: "void *", offset: 4, size: 4),
      ])
    let vector = Vector(
      [0, 0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0], extent: .whole, kernel: .exact([layout]),
      abi: try abi("i386"))
    #expect(vector.count == 5)
    #expect(vector.base == 7)
    #expect(vector.mode == nil)
  }
}
