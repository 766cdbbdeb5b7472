import MPTCP
import Testing
import UAPIStructs

/// Properties read by a quick path where they can; the presence rule says what they must give.
struct PropertyTests {
  @Test func `MPTCPInfo properties say what the rule says, at every length`() {
    let bytes = (0..<97).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
    check(mptcpInfoProperties, full: bytes, zeros: 97)
  }

  @Test func `TCPInfo properties say what the rule says, at every length`() {
    let bytes = (0..<281).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
    check(tcpInfoProperties, full: bytes, zeros: 281)
  }

  /// Both with bytes that strike out generations and with zeros, which strike out none.
  private func check<Struct: UAPIStruct>(
    _ properties: [IntegerProperty<Struct>], full: [UInt8], zeros: Int
  ) {
    #expect(properties.map(\.field) == Array(Struct.Field.allCases))
    for bytes in [full, [UInt8](repeating: 0, count: zeros)] {
      for length in 0...bytes.count {
        let answer = Array(bytes[..<length])
        for abi in [ABI.native, .bigEndian, .i386] {
          for extent in [Extent.unknown, .whole, .capacity(512), .kernelSize(280)] {
            check(
              properties, Struct(answer, extent: extent, abi: abi),
              DecodedStruct(answer, history: Struct.history, extent: extent, abi: abi))
          }
        }
        // The initializer without knowledge has a path of its own.
        let quick = answer.withUnsafeBytes { Struct($0.bytes, extent: .capacity(512)) }
        check(
          properties, quick,
          DecodedStruct(answer, history: Struct.history, extent: .capacity(512)))
      }
    }
  }

  private func check<Struct: UAPIStruct>(
    _ properties: [IntegerProperty<Struct>], _ value: Struct, _ expected: DecodedStruct
  ) {
    #expect(value.byteCount == expected.bytes.count)
    #expect(Array(value.generations) == Array(expected.reading.generations))
    #expect(value.remarks == expected.reading.remarks)
    // One expectation for all fields, since each costs more than what it checks.
    var wrong: [String] = []
    for property in properties {
      let index = property.field.index
      let number: UInt64? =
        switch expected.value(ofField: index) {
        case .unsigned(let number): number
        case .signed(let number): UInt64(bitPattern: number)
        default: nil
        }
      if value.presence(of: property.field) != expected.presence(ofField: index)
        || property.value(value) != number
        || value.rawBytes(of: property.field) != expected.rawBytes(ofField: index)
      {
        wrong.append("\(property.field.cName), \(value.byteCount) bytes")
      }
    }
    #expect(wrong == [])
  }

  @Test func `What is known of the kernel leaves what the rule says, at every length`() throws {
    for kernel in try [
      KernelKnowledge.release(KernelRelease(5, 16)), .release(KernelRelease(6, 18)),
      .release(KernelRelease(7, 3)), .release(KernelRelease(3, 0)),
      .backportingRelease(KernelRelease(6, 12)),
      .exact([
        #require(MPTCPInfo.history.layout(ofGeneration: 4, abi: .native)),
        #require(TCPInfo.history.layout(ofGeneration: 9, abi: .native)),
      ]),
    ] {
      check(MPTCPInfo.self, kernel)
      check(TCPInfo.self, kernel)
    }
  }

  private func check<Struct: UAPIStruct>(_ type: Struct.Type, _ kernel: KernelKnowledge) {
    for length in 0...(type.history.largestSize() + 16) {
      for fill in [UInt8(0), 1] {
        let bytes = [UInt8](repeating: fill, count: length)
        let value = type.init(bytes, extent: .capacity(length + 1), kernel: kernel)
        let untyped = DecodedStruct(
          bytes, history: type.history, extent: .capacity(length + 1), kernel: kernel)
        #expect(value.generations == untyped.reading.generations)
        #expect(value.remarks == untyped.reading.remarks)
        let wrong = Struct.Field.allCases.filter { field in
          value.presence(of: field) != untyped.presence(ofField: field.index)
            || value.value(of: field) != untyped.value(ofField: field.index)
        }
        #expect(wrong == [], "\(length) bytes")
      }
    }
  }

  @Test func `Second names are the same properties`() {
    let info = MPTCPInfo((0..<96).map { UInt8($0) }, extent: .whole)
    #expect(info.extraSubflows == info.subflows)
    #expect(info.limitExtraSubflows == info.subflowsMax)
    #expect(info.endpSignalMax == info.addAddrSignalMax)
    #expect(info.limitAddAddrAccepted == info.addAddrAcceptedMax)
    #expect(info.endpSubflowMax == info.localAddrMax)
    #expect(info.subflows == 0)
  }

  @Test func `C names stay reachable`() {
    #expect(MPTCPInfo.Field.retransmits.cName == "mptcpi_retransmits")
    #expect(MPTCPInfo.Field.retransmits.offset == 44)
    #expect(MPTCPInfo.Field.retransmits.firstRelease == KernelRelease(6, 5))
    #expect(MPTCPInfo.Field(cName: "mptcpi_extra_subflows") == .subflows)
    #expect(MPTCPInfo.Field(cName: "mptcpi_none") == nil)
  }

  @Test func `The history answers without any buffer`() {
    #expect(MPTCPInfo.fields(in: KernelRelease(6, 1)).count == 14)
    #expect(MPTCPInfo.fields(in: KernelRelease(6, 5)).contains(.retransmits))
    #expect(!MPTCPInfo.fields(in: KernelRelease(6, 4)).contains(.retransmits))
    #expect(MPTCPInfo.fields(in: KernelRelease(5, 8)).isEmpty)
    #expect(MPTCPInfo.size(in: KernelRelease(6, 9)) == 88)
    #expect(TCPInfo.size(in: KernelRelease(2, 6)) == 104)
  }

  @Test(arguments: [97, 104, 127, 160])
  func `Bytes after the newest layout are kept`(length: Int) {
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
    let info = MPTCPInfo(bytes, extent: .capacity(512))
    #expect(info.trailingByteCount == length - 96)
    #expect(info.trailingBytes == Array(bytes[96...]))
    #expect(info.bytes == bytes)
    #expect(info.token == 0x0F0E_0D0C)
    #expect(info.lastAckRecv == 0x5F5E_5D5C)
    #expect(DecodedStruct(info).trailingBytes == info.trailingBytes)
  }

  @Test func `Bytes for which there is no room are counted`() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0) }
    let info = MPTCPInfo(bytes, extent: .capacity(512))
    #expect(info.trailingByteCount == 104)
    #expect(info.trailingBytes == Array(bytes[96..<160]))
    #expect(info.byteCount == 200)
    #expect(info.token == 0x0F0E_0D0C)
  }

  @Test func `An exact layout of no generation gives properties its own places`() {
    // A vendor has taken last_data_sent and subflows_total early, widened one, and left out others.
    let layout = StructLayout(
      name: "mptcp_info", size: 64, alignment: 8,
      fields: [
        .init(name: "mptcpi_subflows", type: "__u8", offset: 0, size: 1),
        .init(name: "mptcpi_token", type: "__u32", offset: 4, size: 4),
        .init(name: "mptcpi_write_seq", type: "__u64", offset: 8, size: 8),
        .init(name: "mptcpi_last_data_sent", type: "__u32", offset: 40, size: 4),
        .init(name: "mptcpi_subflows_total", type: "__u16", offset: 48, size: 2),
        .init(name: "mptcpi_bytes_acked", type: "__u64", offset: 56, size: 8),
      ])
    var bytes = [UInt8](repeating: 0, count: 60)
    bytes[0] = 3
    bytes[4] = 0xAA
    bytes[8] = 0xBB
    bytes[41] = 1
    bytes[48] = 9
    bytes[57] = 0xCC
    let info = MPTCPInfo(
      bytes, extent: .capacity(60), kernel: .exact([layout]), abi: .littleEndian)
    #expect(info.subflows == 3)
    #expect(info.token == 0xAA)
    #expect(info.writeSeq == 0xBB)
    #expect(info.lastDataSent == 0x100)
    #expect(info.subflowsTotal == 9)
    #expect(info.flags == nil)
    #expect(info.presence(of: .flags) == .absent)
    #expect(info.presence(of: .bytesAcked) == .truncated)
    #expect(info.bytesAcked == nil)
    #expect(info.rawBytes(of: .bytesAcked) == [0, 0xCC, 0, 0])
    #expect(info.remarks == .exactLayout)
    let untyped = DecodedStruct(info)
    for field in MPTCPInfo.Field.allCases {
      #expect(untyped.presence(ofField: field.index) == info.presence(of: field))
      #expect(untyped.value(ofField: field.index) == info.value(of: field))
      #expect(untyped.rawBytes(ofField: field.index) == info.rawBytes(of: field))
    }
    let direct = DecodedStruct(
      bytes, history: MPTCPInfo.history, extent: .capacity(60), kernel: .exact([layout]),
      abi: .littleEndian)
    for field in MPTCPInfo.Field.allCases {
      #expect(direct.presence(ofField: field.index) == info.presence(of: field))
      #expect(direct.value(ofField: field.index) == info.value(of: field))
    }
  }

  @Test func `A nested struct has its own presence`() throws {
    var bytes = [UInt8](repeating: 0, count: 40 + 88)
    bytes[40 + 12] = 7
    let full = try #require(MPTCPFullInfo(bytes, extent: .whole).mptcpInfo)
    #expect(full.token == 7)
    #expect(full.subflowsTotal == 0)
    #expect(full.presence(of: .lastDataSent) == .absent)
    #expect(MPTCPFullInfo(Array(bytes[..<40]), extent: .whole).mptcpInfo == nil)
  }

  /// Without optimization the compiler's own closures and iterators live on the heap, so that this
  /// build can only be held to it on the quick path; the benchmarks hold all of it to it.
  @Test(arguments: [88, 80, 48, 40])
  func `Decoding and reading an answer of a known layout allocates nothing`(length: Int) {
    guard allocationCount() >= 0 else {
      print("skipped: this C library does not let us count allocations")
      return
    }
    let answer = [UInt8](repeating: 0, count: length)
    let tcp = [UInt8](repeating: 0, count: 280)
    answer.withUnsafeBytes { answer in
      tcp.withUnsafeBytes { tcp in
        func decode() -> UInt64 {
          let info = MPTCPInfo(answer.bytes, extent: .capacity(512))
          let tcp = TCPInfo(tcp.bytes, extent: .whole)
          return UInt64(info.subflows ?? 1) &+ (info.bytesAcked ?? 2) &+ UInt64(tcp.rtt ?? 3)
        }
        let expected = decode()
        var sum: UInt64 = 0
        let before = allocationCount()
        for _ in 0..<100 { sum &+= decode() }
        let allocations = allocationCount() - before
        #expect(allocations == 0)
        #expect(sum == 100 &* expected)
      }
    }
  }
}
