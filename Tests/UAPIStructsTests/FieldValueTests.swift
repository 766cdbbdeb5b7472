import Testing
import UAPIStructs

struct FieldValueTests {
  private let mixed = StructHistory(
    "mixed", header: "", zeroFilled: false, knownThrough: KernelRelease(6, 0),
    generations: [Generation(since: KernelRelease(1, 0), size: 40, alignment: 8, sizeOnI386: 36)],
    fields: [
      FieldHistory("low", .unsigned, "__u8", at: 0, size: 1, bits: 0..<3, since: 1),
      FieldHistory("high", .unsigned, "__u8", at: 0, size: 1, bits: 3..<8, since: 1),
      FieldHistory("flag", .unsigned, "__u32", at: 4, size: 4, bits: 1..<2, since: 1),
      FieldHistory("wide", .unsigned, "__u32", at: 4, size: 4, bits: 8..<32, since: 1),
      FieldHistory("number", .signed, "__s16", at: 8, size: 2, since: 1),
      FieldHistory("port", .bigEndian, "__be16", at: 10, size: 2, since: 1),
      FieldHistory("index", .littleEndian, "__le32", at: 12, size: 4, since: 1),
      FieldHistory("name", .bytes, "char[8]", at: 16, size: 8, since: 1),
      FieldHistory("tail", .unsigned, "__u64", at: 32, size: 8, since: 1, onI386: 28),
      FieldHistory("signedBits", .signed, "__s32", at: 24, size: 4, bits: 4..<8, since: 1),
    ])

  private func value(_ name: String, _ bytes: [UInt8], _ abi: ABI) throws -> FieldValue? {
    let index = try #require(mixed.fieldIndex(named: name))
    return DecodedStruct(bytes, history: mixed, extent: .whole, abi: abi).value(ofField: index)
  }

  @Test func `Bit-fields fill their storage from the end that the machine prefers`() throws {
    let answer = bytes(40, [0: 0b1010_1101, 4: 0x12, 5: 0x34, 6: 0x56, 7: 0x78])
    #expect(try value("low", answer, .littleEndian) == .unsigned(0b101))
    #expect(try value("high", answer, .littleEndian) == .unsigned(0b10101))
    #expect(try value("low", answer, .bigEndian) == .unsigned(0b101))
    #expect(try value("high", answer, .bigEndian) == .unsigned(0b01101))
    #expect(try value("flag", answer, .littleEndian) == .unsigned(1))
    #expect(try value("flag", answer, .bigEndian) == .unsigned(0))
    #expect(try value("wide", answer, .littleEndian) == .unsigned(0x785634))
    #expect(try value("wide", answer, .bigEndian) == .unsigned(0x345678))
  }

  @Test func `Integers follow the byte order of the machine, or their own`() throws {
    let answer = bytes(40, [8: 0xFF, 9: 0xFE, 10: 0x01, 11: 0xBB, 12: 1, 15: 2])
    #expect(try value("number", answer, .littleEndian) == .signed(-257))
    #expect(try value("number", answer, .bigEndian) == .signed(-2))
    for abi in [ABI.littleEndian, .bigEndian] {
      #expect(try value("port", answer, abi) == .unsigned(443))
      #expect(try value("index", answer, abi) == .unsigned(0x0200_0001))
    }
  }

  @Test func `Signed bit-fields are extended`() throws {
    #expect(try value("signedBits", bytes(40, [24: 0xF3]), .littleEndian) == .signed(-1))
    #expect(try value("signedBits", bytes(40, [24: 0x73]), .littleEndian) == .signed(7))
  }

  @Test func `Arrays give their bytes`() throws {
    let answer = bytes(40, [16: 0x61, 17: 0x62])
    #expect(try value("name", answer, .bigEndian) == .bytes([0x61, 0x62, 0, 0, 0, 0, 0, 0]))
  }

  @Test func `On i386 structs can be shorter and fields be elsewhere`() throws {
    let answer = bytes(36, [28: 7, 35: 1])
    #expect(try value("tail", answer, .i386) == .unsigned(0x0100_0000_0000_0007))
    // No other has a size of 36 bytes.
    let decoded = DecodedStruct(answer, history: mixed, extent: .whole, abi: .littleEndian)
    #expect(decoded.reading.remarks.contains(.vendorLayout))
  }

  @Test func `Structs aligned to pointers have the figures of i386 on all 32-bit machines`() throws
  {
    let history = StructHistory(
      "pointers", header: "", zeroFilled: false, alignedToPointers: true,
      knownThrough: KernelRelease(6, 0),
      generations: [Generation(since: KernelRelease(6, 0), size: 16, alignment: 8, sizeOnI386: 12)],
      fields: [
        FieldHistory("a", .unsigned, "__u32", at: 0, size: 4, since: 1),
        FieldHistory("b", .unsigned, "__u64", at: 8, size: 8, since: 1, onI386: 4),
      ])
    let answer = bytes(12, [4: 7])
    for abi in [ABI.littleEndian32, .i386] {
      let decoded = DecodedStruct(answer, history: history, extent: .whole, abi: abi)
      #expect(decoded.value(ofField: 1) == .unsigned(7))
      #expect(decoded.reading.remarks.isEmpty)
    }
    let big = DecodedStruct(answer, history: history, extent: .whole, abi: .bigEndian32)
    #expect(big.value(ofField: 1) == .unsigned(7 << 56))
    let long = DecodedStruct(
      bytes(16, [8: 9]), history: history, extent: .whole, abi: .littleEndian)
    #expect(long.value(ofField: 1) == .unsigned(9))
    // Other structs are on 32-bit machines what they are on 64-bit ones, i386 apart.
    let plain = StructHistory(
      "plain", header: "", zeroFilled: false, knownThrough: KernelRelease(6, 0),
      generations: history.generations, fields: history.fields)
    let arm = DecodedStruct(
      bytes(16, [8: 9]), history: plain, extent: .whole, abi: .littleEndian32)
    #expect(arm.value(ofField: 1) == .unsigned(9))
  }

  @Test(arguments: [
    ("x86_64", ABI.littleEndian), ("i686", .i386), ("armv7l", .littleEndian32),
    ("s390x", .bigEndian), ("ppc", .bigEndian32), ("riscv64", .littleEndian),
  ])
  func `Machines are known by the names that uname gives them`(name: String, abi: ABI) throws {
    let known = try #require(ABI(machine: name))
    #expect(known.isBigEndian == abi.isBigEndian)
    #expect(known.alignsLongIntegersToFour == abi.alignsLongIntegersToFour)
    #expect(known.hasShortPointers == abi.hasShortPointers)
    #expect(ABI(machine: name + "?") == nil)
  }
}
