import Testing
import UAPIStructs

/// Bit-fields of a packed struct, which touch any number of bytes.
private struct Packed: UAPIStruct {
  var _decoded: _DecodedBytes<3>

  enum Field: UInt16, UAPIField, CaseIterable {
    case six, thirtyTwo, two, wide, seven, signed, last
    static var _history: StructHistory { Packed.history }
  }

  static let history = StructHistory(
    "packed", header: "", zeroFilled: false, knownThrough: KernelRelease(6, 0),
    generations: [Generation(since: KernelRelease(1, 0), orEarlier: true, size: 20, alignment: 1)],
    fields: [
      FieldHistory("six", .unsigned, "unsigned int", at: 0, size: 4, bits: 0..<6, since: 1),
      FieldHistory("thirtyTwo", .unsigned, "unsigned int", at: 0, size: 5, bits: 6..<38, since: 1),
      FieldHistory("two", .unsigned, "unsigned int", at: 4, size: 4, bits: 6..<8, since: 1),
      FieldHistory("wide", .unsigned, "__u64", at: 5, size: 9, bits: 3..<67, since: 1),
      FieldHistory("seven", .unsigned, "__u64", at: 13, size: 2, bits: 3..<10, since: 1),
      FieldHistory("signed", .signed, "__s64", at: 14, size: 6, bits: 2..<43, since: 1),
      FieldHistory("last", .unsigned, "__u64", at: 19, size: 1, bits: 3..<8, since: 1),
    ])
}

struct PackedBitFieldTests {
  private static let bits: [Packed.Field: Range<Int>] = [
    .six: 0..<6, .thirtyTwo: 6..<38, .two: 38..<40, .wide: 43..<107, .seven: 107..<114,
    .signed: 114..<155, .last: 155..<160,
  ]

  /// The bytes of a struct in which bits are set, counted in the order in which compilers allocate them.
  private func bytes(_ bits: some Sequence<Int>, _ abi: ABI) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 20)
    for bit in bits { bytes[bit / 8] |= abi.isBigEndian ? 0x80 >> (bit % 8) : 1 << (bit % 8) }
    return bytes
  }

  @Test(arguments: [ABI.littleEndian, .bigEndian], Packed.Field.allCases)
  fileprivate func `Each field has the bits that the compiler gives it`(
    abi: ABI, field: Packed.Field
  ) throws {
    let range = try #require(Self.bits[field])
    for bit in range {
      let packed = Packed(bytes([bit], abi), extent: .whole, kernel: .unknown, abi: abi)
      // Of a field, the last bit that is handed out is its highest one on little-endian machines.
      let rank = abi.isBigEndian ? range.upperBound - 1 - bit : bit - range.lowerBound
      var expected = FieldValue.unsigned(1 << UInt64(rank))
      if field == .signed {
        expected = .signed(rank == range.count - 1 ? -1 << Int64(rank) : 1 << Int64(rank))
      }
      for other in Packed.Field.allCases {
        let zero: FieldValue = other == .signed ? .signed(0) : .unsigned(0)
        #expect(packed.value(of: other) == (other == field ? expected : zero), "\(other) \(bit)")
      }
      #expect(try Packed.request([field: expected], abi: abi) == bytes([bit], abi), "\(bit)")
    }
  }

  @Test(arguments: [ABI.littleEndian, .bigEndian])
  func `A request with all fields is read again`(abi: ABI) throws {
    let values: [Packed.Field: FieldValue] = [
      .six: 0b101011, .thirtyTwo: 0xDEAD_BEEF, .two: 2, .wide: .unsigned(0x8123_4567_89AB_CDEF),
      .seven: 0x55, .signed: -123_456_789_012, .last: 0b10101,
    ]
    let packed = Packed(
      try Packed.request(values, abi: abi), extent: .whole, kernel: .unknown, abi: abi)
    for (field, value) in values { #expect(packed.value(of: field) == value, "\(field)") }
    for wrong in [FieldValue.unsigned(1 << 32), -1] {
      #expect(throws: RequestError.self) { try Packed.request([.thirtyTwo: wrong], abi: abi) }
    }
    #expect(throws: RequestError.self) { try Packed.request([.wide: -1], abi: abi) }
  }

  @Test(arguments: [ABI.littleEndian, .bigEndian])
  func `A field that no aligned integer holds is present where its bytes are`(abi: ABI) {
    let presences = (0...20).map { length in
      let packed = Packed(
        [UInt8](repeating: 0xFF, count: length), extent: .capacity(length), kernel: .unknown,
        abi: abi)
      return [Packed.Field.thirtyTwo, .wide, .seven, .last].map { field in
        switch packed.presence(of: field) {
        case .present: "p"
        case .truncated: "t"
        case .absent: "-"
        default: "?"
        }
      }.joined()
    }
    #expect(presences[0] == "----")
    #expect(presences[1] == "t---")
    #expect(presences[5] == "p---")
    #expect(presences[6] == "pt--")
    #expect(presences[13] == "pt--")
    #expect(presences[14] == "ppt-")
    #expect(presences[15] == "ppp-")
    #expect(presences[20] == "pppp")
  }
}
