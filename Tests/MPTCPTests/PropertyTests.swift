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
    #expect(value.length == expected.bytes.count)
    #expect(Array(value.generations) == Array(expected.reading.generations))
    #expect(value.remarks == expected.reading.remarks)
    for property in properties {
      let index = property.field.index
      let number: UInt64? =
        switch expected.value(ofField: index) {
        case .unsigned(let number): number
        case .signed(let number): UInt64(bitPattern: number)
        default: nil
        }
      #expect(value.presence(of: property.field) == expected.presence(ofField: index))
      #expect(property.value(value) == number, "\(property.field.cName), \(value.length) bytes")
      #expect(value.rawBytes(of: property.field) == expected.rawBytes(ofField: index))
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

  @Test func `Bytes behind the newest layout are kept`() {
    let bytes = (0..<200).map { UInt8(truncatingIfNeeded: $0) }
    let info = MPTCPInfo(bytes, extent: .capacity(512))
    #expect(info.trailingByteCount == 104)
    #expect(info.trailingBytes == Array(bytes[96...]))
    #expect(info.bytes == bytes)
    #expect(info.token == 0x0F0E_0D0C)
    #expect(info.lastAckRecv == 0x5F5E_5D5C)
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
  func `Decoding and reading an answer of a known layout allocates nothing`(length: Int) throws {
    try #require(allocationCount() >= 0)
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
