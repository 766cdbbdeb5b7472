import Testing
import UAPIStructs

@testable import MPTCP

/// Answers of one subflow take a short way when they are asked for, and the long one when a kept
/// capture is decoded: both must say the same, of whatever a kernel answers.
struct QuickAnswerTests {
  /// What a kernel claims and writes. The room behind each struct is full of other bytes.
  struct Claim: CustomStringConvertible {
    var infoSize = 96
    var tcpSize = (kernel: 280, user: 280)
    var subflowSize = (kernel: 264, user: 264)
    var count = 1
    var slots = 8
    /// Padding too is set, as no kernel does that zeroes its structs.
    var isDirty = false

    var description: String {
      "info \(infoSize), tcp \(tcpSize), subflow \(subflowSize), \(count) of \(slots), "
        + (isDirty ? "dirty" : "clean")
    }

    /// Bytes of a struct, in which each 32-bit word has a small number, and what lies behind.
    private func fill(_ start: UnsafeMutableRawPointer, _ size: Int, room: Int, _ seed: UInt8) {
      for offset in 0..<room {
        let isNumber = offset % 4 == 0 && offset < 72
        let byte = offset >= size ? 0xA5 : isDirty || isNumber ? UInt8(offset & 0x7F) &+ seed : 0
        start.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
      }
    }

    /// Addresses behind the number of a subflow: one of IPv4, one of IPv6 or another family.
    private func address(_ start: UnsafeMutableRawPointer) {
      start.storeBytes(of: UInt16(2), toByteOffset: 8, as: UInt16.self)
      start.storeBytes(of: UInt16(isDirty ? 77 : 10), toByteOffset: 136, as: UInt16.self)
    }

    func fullInfo(_ buffer: UnsafeMutableRawBufferPointer) -> Result<Int, SocketError> {
      let pointers = [24, 32].compactMap {
        UnsafeMutableRawPointer(
          bitPattern: UInt(buffer.load(fromByteOffset: $0, as: UInt64.self)))
      }
      guard let start = buffer.baseAddress, pointers.count == 2 else {
        return .failure(SocketError(call: "model", errno: 14))
      }
      fill(start + 40, infoSize, room: buffer.count - 40, 1)
      for index in 0..<2 {
        fill(pointers[1] + index * 384, tcpSize.user, room: 384, UInt8(2 + index))
        fill(pointers[0] + index * 384, subflowSize.user, room: 384, UInt8(4 + index))
        address(pointers[0] + index * 384)
      }
      let words = [
        tcpSize.kernel, tcpSize.user, subflowSize.kernel, subflowSize.user, count, slots,
      ]
      for (index, word) in words.enumerated() {
        buffer.storeBytes(of: UInt32(word), toByteOffset: index * 4, as: UInt32.self)
      }
      return .success(40 + infoSize)
    }

    func subflows(_ buffer: UnsafeMutableRawBufferPointer) -> Result<Int, SocketError> {
      guard let start = buffer.baseAddress else {
        return .failure(SocketError(call: "model", errno: 14))
      }
      fill(start + 16, tcpSize.user, room: 400, 3)
      for (index, word) in [slots == 8 ? 16 : slots, count, tcpSize.kernel, tcpSize.user]
        .enumerated()
      {
        buffer.storeBytes(of: UInt32(word), toByteOffset: index * 4, as: UInt32.self)
      }
      return .success(16 + infoSize * tcpSize.user / 96)
    }
  }

  /// What is known of a struct, all of it.
  private func text<Struct: UAPIStruct>(_ value: Struct) -> String {
    let fields = Struct.Field.allCases.map { field in
      "\(field) \(value.presence(of: field)) \(value.rawBytes(of: field))"
    }
    return "\(value.byteCount) \(value.bytes) \(value.trailingBytes) \(value.remarks) "
      + "\(value.generations) \(value._decoded.storedBytes) \(fields)"
  }

  private func text(_ answer: MPTCPFullInfoAnswer) -> String {
    let subflows = answer.subflows.map { subflow in
      "\(subflow.id as Any) \(subflow.local as Any) \(subflow.remote as Any) "
        + (subflow.tcpInfo.map { text($0) } ?? "no tcp_info")
    }
    return "\(answer.subflowCount) \(text(answer.header)) \(text(answer.info)) \(subflows)"
  }

  private func text<Element>(_ answer: MPTCPSubflowArrayAnswer<Element>) -> String {
    "\(answer.subflowCount) \(answer.kernelElementSize) \(answer.stride) "
      + "\(answer.elements.map { text($0) })"
  }

  /// What asking says, or why it failed.
  private func outcome(_ body: () throws -> String) -> String {
    do {
      return try body()
    } catch {
      return "\(error)"
    }
  }

  private static let claims: [Claim] = {
    var claims: [Claim] = []
    for isDirty in [false, true] {
      for size in [0, 1, 4, 8, 40, 48, 56, 64, 72, 80, 88, 95, 96, 97, 104, 160, 512, 600] {
        claims.append(Claim(infoSize: size, isDirty: isDirty))
      }
      for size in [0, 1, 8, 104, 192, 224, 232, 240, 248, 256, 272, 279, 280, 281, 288, 384] {
        claims.append(Claim(tcpSize: (size, size), isDirty: isDirty))
        claims.append(Claim(tcpSize: (280, size), isDirty: isDirty))
      }
      for size in [0, 4, 8, 20, 136, 163, 164, 256, 260, 263, 264, 265, 272, 384] {
        claims.append(Claim(subflowSize: (size, size), isDirty: isDirty))
        claims.append(Claim(subflowSize: (264, size), isDirty: isDirty))
      }
      for (count, slots) in [(0, 8), (1, 0), (1, 1), (2, 8), (2, 1), (1, 16)] {
        claims.append(Claim(count: count, slots: slots, isDirty: isDirty))
      }
    }
    return claims
  }()

  /// Everything that can be known of a kernel: layouts that equal a generation, one that equals none,
  /// and none at all of some structs.
  private static let knowledge: [KernelKnowledge] = {
    let twins: [StructLayout?] = [
      MPTCPInfo.history.layout(ofGeneration: 7, abi: .native),
      TCPInfo.history.layout(ofGeneration: 15, abi: .native),
      MPTCPSubflowInfo.history.layout(ofGeneration: 1, abi: .native),
      MPTCPSubflowAddresses.history.layout(ofGeneration: 1, abi: .native),
    ]
    let own = StructLayout(
      name: "mptcp_info", size: 96, alignment: 8,
      fields: [
        StructLayout.Field(name: "mptcpi_token", type: "__u32", offset: 0, size: 4),
        StructLayout.Field(name: "mptcpi_subflows", type: "__u8", offset: 90, size: 1),
      ])
    return [
      .unknown, .release(KernelRelease(6, 18)), .release(KernelRelease(5, 16)),
      .backportingRelease(KernelRelease(6, 12)), .exact(KernelLayouts(twins.compactMap(\.self))),
      .exact([own]), .exact([]),
    ]
  }()

  @Test(arguments: claims)
  func `MPTCP_FULL_INFO`(claim: Claim) {
    for knowledge in Self.knowledge {
      let kept = outcome {
        text(
          try MPTCPFullInfoAnswer(
            try MPTCPCapture(.fullInfo, kernel: claim.fullInfo), kernel: knowledge))
      }
      // The first answer teaches what the layouts of a kernel mean.
      for _ in 0..<2 {
        let quick = outcome {
          text(try MPTCPFullInfoAnswer(asking: claim.fullInfo, knowing: knowledge))
        }
        // Bytes that a bad kernel wrote behind a struct must not be part of it.
        #expect(!quick.contains("165, 165") || kept.contains("165, 165"))
        #expect(quick == kept, "\(knowledge)")
      }
    }
  }

  @Test(arguments: [MPTCPCapture.Option.info, .tcpInfo], [false, true])
  func `MPTCP_INFO and TCP_INFO`(option: MPTCPCapture.Option, isDirty: Bool) {
    for size in [0, 1, 7, 8, 40, 48, 56, 80, 88, 95, 96, 97, 104, 160, 161, 192, 224, 232, 240]
      + [248, 279, 280, 281, 288, 344, 345, 352, 511, 512, 600]
    {
      let kernel: MPTCPCapture.Kernel = { buffer in
        for index in buffer.indices {
          let isNumber = index % 4 == 0 && index < 72
          buffer[index] = index >= size ? 0xA5 : isDirty || isNumber ? UInt8(index & 0x7F) : 0
        }
        return .success(size)
      }
      for knowledge in Self.knowledge {
        for _ in 0..<2 {
          let (quick, kept) =
            option == .info
            ? compare(MPTCPInfo.self, option, kernel, knowledge) {
              try MPTCPInfo($0, kernel: knowledge)
            }
            : compare(TCPInfo.self, option, kernel, knowledge) {
              try TCPInfo($0, kernel: knowledge)
            }
          #expect(quick == kept, "\(size) bytes, \(knowledge)")
        }
      }
    }
  }

  /// What asking says, and what a kept capture does.
  private func compare<Struct: UAPIStruct>(
    _: Struct.Type, _ option: MPTCPCapture.Option, _ kernel: MPTCPCapture.Kernel,
    _ knowledge: KernelKnowledge, kept: (MPTCPCapture) throws -> Struct
  ) -> (String, String) {
    let quick = outcome {
      let memory = AnswerMemory(size: RawAnswer.Room(first: option).size)
      defer { extendLifetime(memory) }
      return text(
        try unsafe Struct(option, asking: kernel, in: memory.start, knowing: knowledge))
    }
    return (quick, outcome { text(try kept(try MPTCPCapture(option, kernel: kernel))) })
  }

  @Test func `Addresses of other families keep all their bytes`() throws {
    let answer = try MPTCPFullInfoAnswer(asking: Claim(isDirty: true).fullInfo)
    guard case .other(77, let bytes) = answer.subflows.first?.remote else {
      Issue.record("no address of family 77: \(answer.subflows)")
      return
    }
    #expect(bytes.count == 128 && bytes.dropFirst(28).contains { $0 != 0 })
    #expect(answer.subflows.first?.local?.address != nil)
    let clean = try MPTCPFullInfoAnswer(asking: Claim().fullInfo)
    #expect(clean.subflows.first?.local?.familyName == "AF_INET")
    #expect(clean.subflows.first?.remote?.familyName == "AF_INET6")
  }

  @Test(arguments: claims)
  func `MPTCP_TCPINFO and MPTCP_SUBFLOW_ADDRS`(claim: Claim) {
    var addresses = claim
    addresses.tcpSize = (claim.subflowSize.kernel - 8, claim.subflowSize.user - 8)
    let hasAddresses = addresses.tcpSize.user >= 0 && addresses.tcpSize.kernel >= 0
    for knowledge in Self.knowledge {
      #expect(
        outcome { text(try MPTCPTCPInfoAnswer(asking: claim.subflows, knowing: knowledge)) }
          == outcome {
            text(
              try MPTCPTCPInfoAnswer(
                try MPTCPCapture(.subflowTCPInfo, kernel: claim.subflows), kernel: knowledge))
          })
      guard hasAddresses else { continue }
      #expect(
        outcome {
          text(try MPTCPSubflowAddressesAnswer(asking: addresses.subflows, knowing: knowledge))
        }
          == outcome {
            text(
              try MPTCPSubflowAddressesAnswer(
                try MPTCPCapture(.subflowAddresses, kernel: addresses.subflows),
                kernel: knowledge))
          })
    }
  }

  @Test func `Answers that are asked for at the same time lie apart`() async {
    func state(_ claim: Claim) -> UInt8? {
      try? MPTCPTCPInfoAnswer(asking: claim.subflows).elements.first?.state
    }
    let one = state(Claim(count: 1))
    #expect(one == 3)
    // A kernel that asks another one before it answers.
    let outer = try? MPTCPTCPInfoAnswer { buffer in
      let result = Claim().subflows(buffer)
      buffer[16] = 9
      #expect(state(Claim()) == 3)
      return result
    }
    #expect(outer?.elements.first?.state == 9)
    await withTaskGroup(of: Bool.self) { group in
      for number in UInt8(0)..<8 {
        group.addTask {
          (0..<500).allSatisfy { _ in
            let answer = try? MPTCPTCPInfoAnswer { buffer in
              let result = Claim().subflows(buffer)
              buffer[16] = number
              return result
            }
            return answer?.elements.first?.state == number
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
