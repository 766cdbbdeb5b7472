import Testing
import UAPIStructs

/// A struct with a field of each kind, which grew once.
private struct Mixed: UAPIStruct {
  var _decoded: _DecodedBytes<6>

  enum Field: UInt16, UAPIField, CaseIterable {
    case low, high, wide, number, port, index, name, bits, tail, late
    static var _history: StructHistory { Mixed.history }
  }

  static let history = StructHistory(
    "mixed", header: "", zeroFilled: false, knownThrough: KernelRelease(6, 0),
    generations: [
      Generation(since: KernelRelease(1, 0), size: 40, alignment: 8, sizeOnI386: 36),
      Generation(since: KernelRelease(2, 0), size: 48, alignment: 8, sizeOnI386: 44),
    ],
    fields: [
      FieldHistory("low", .unsigned, "__u8", at: 0, size: 1, bits: 0..<3, since: 1),
      FieldHistory("high", .unsigned, "__u8", at: 0, size: 1, bits: 3..<8, since: 1),
      FieldHistory("wide", .unsigned, "__u32", at: 4, size: 4, bits: 8..<32, since: 1),
      FieldHistory("number", .signed, "__s16", at: 8, size: 2, since: 1),
      FieldHistory("port", .bigEndian, "__be16", at: 10, size: 2, since: 1),
      FieldHistory("index", .littleEndian, "__le32", at: 12, size: 4, since: 1),
      FieldHistory("name", .bytes, "char[8]", at: 16, size: 8, since: 1),
      FieldHistory("bits", .signed, "__s32", at: 24, size: 4, bits: 4..<8, since: 1),
      FieldHistory("tail", .unsigned, "__u64", at: 32, size: 8, since: 1, onI386: 28),
      FieldHistory("late", .unsigned, "__u64", at: 40, size: 8, since: 2, onI386: 36),
    ])
}

struct RequestTests {
  private static let values: [Mixed.Field: FieldValue] = [
    .low: 5, .high: 21, .wide: 0x785634, .number: -257, .port: 443, .index: 7,
    .name: .bytes([1, 2, 3, 4, 5, 6, 7, 8]), .bits: -8, .tail: .unsigned(.max), .late: 1,
  ]

  @Test(arguments: [ABI.littleEndian, .bigEndian, .i386, .littleEndian32, .bigEndian32])
  func `What is put into a request is read out of it`(abi: ABI) throws {
    let bytes = try Mixed.request(Self.values, abi: abi)
    #expect(bytes.count == (abi == .i386 ? 44 : 48))
    let mixed = Mixed(bytes, extent: .whole, kernel: .unknown, abi: abi)
    for (field, value) in Self.values {
      #expect(mixed.value(of: field) == value, "\(field.cName)")
    }
  }

  @Test func `Each byte is where the machine looks for it`() throws {
    let values: [Mixed.Field: FieldValue] = [.low: 5, .high: 21, .number: -257, .port: 443]
    let little = try Mixed.request(values, abi: .littleEndian)
    #expect(little == bytes(48, [0: 0b10101_101, 8: 0xFF, 9: 0xFE, 10: 1, 11: 0xBB]))
    let big = try Mixed.request(values, abi: .bigEndian)
    #expect(big == bytes(48, [0: 0b101_10101, 8: 0xFE, 9: 0xFF, 10: 1, 11: 0xBB]))
  }

  @Test func `What is not given is zero`() throws {
    #expect(try Mixed.request([:], abi: .littleEndian) == bytes(48))
    #expect(try Mixed.request([.name: .bytes([9])], abi: .littleEndian) == bytes(48, [16: 9]))
  }

  @Test func `A release has its own length`() throws {
    #expect(try Mixed.request([.low: 1], in: KernelRelease(1, 5)).count == 40)
    #expect(try Mixed.request([.low: 1], in: KernelRelease(9, 0)).count == 48)
  }

  private static let mistakes: [(Mixed.Field, FieldValue, RequestError.Code)] = [
    (.low, 8, .valueOutOfRange),
    (.low, -1, .valueOutOfRange),
    (.wide, 0x1_000000, .valueOutOfRange),
    (.number, 32768, .valueOutOfRange),
    (.number, -32769, .valueOutOfRange),
    (.bits, 8, .valueOutOfRange),
    (.bits, -9, .valueOutOfRange),
    (.port, 65536, .valueOutOfRange),
    (.port, .bytes([1, 187]), .otherKind),
    (.name, .bytes([UInt8](repeating: 1, count: 9)), .valueOutOfRange),
    (.name, 1, .otherKind),
  ]

  @Test(arguments: mistakes.indices)
  func `A value that does not fit is refused`(index: Int) throws {
    let (field, value, code) = Self.mistakes[index]
    let error = #expect(throws: RequestError.self) {
      try Mixed.request([field: value], abi: .littleEndian)
    }
    #expect(error?.code == code)
    #expect(error?.subject == "mixed.\(field.cName)")
  }

  @Test func `The largest and smallest values fit`() throws {
    for (field, value) in [
      (Mixed.Field.number, 32767 as FieldValue), (.number, -32768), (.bits, 7), (.bits, -8),
      (.low, 7), (.port, 65535), (.tail, .unsigned(.max)), (.number, .unsigned(32767)),
    ] {
      _ = try Mixed.request([field: value])
    }
  }

  @Test func `A layout without the field is named`() {
    let late = #expect(throws: RequestError.self) {
      try Mixed.request([.late: 0], in: KernelRelease(1, 0))
    }
    #expect(late?.description == "mixed.late: it is not in Linux 1.0")
    let early = #expect(throws: RequestError.self) {
      try Mixed.request([:], in: KernelRelease(0, 9))
    }
    #expect(early?.code == .noSuchStruct)
  }

  @Test func `Numbers of any type become values`() {
    #expect(FieldValue(UInt8(7)) == .unsigned(7))
    #expect(FieldValue(Int32(-7)) == .signed(-7))
    #expect(FieldValue(UInt64.max) == .unsigned(.max))
    #expect(FieldValue(Int128.max) == .unsigned(.max))
    #expect(FieldValue(Int128.min) == .signed(.min))
  }
}
