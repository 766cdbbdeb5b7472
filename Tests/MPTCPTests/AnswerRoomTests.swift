import TestSupport
import Testing
import UAPIStructs

@testable import MPTCP

/// The room that a kernel is offered.
struct AnswerRoomTests {
  /// The size of the largest layout that is known.
  private func knownSize(_ history: StructHistory) -> Int {
    history.generations.map(\.size).max() ?? 0
  }

  @Test func `A kernel stops by itself at structs that are known`() {
    #expect(knownSize(MPTCPInfo.history) < MPTCPInfo.capacity)
    #expect(knownSize(TCPInfo.history) < TCPInfo.capacity)
    for size in [
      knownSize(TCPInfo.history), knownSize(MPTCPSubflowInfo.history),
      knownSize(MPTCPSubflowAddresses.history),
    ] { #expect(size < AnswerRoom(first: .fullInfo).element) }
  }

  @Test func `The memory of the stack has the room that is offered at first`() {
    // The words of the memory in which each option is asked for.
    for (option, words) in [
      (.info, 64), (.tcpInfo, 64), (.subflowTCPInfo, 128), (.subflowAddresses, 128),
      (.fullInfo, 321),
    ] as [(MPTCPCapture.Option, Int)] {
      #expect(AnswerRoom(first: option).size == 8 * words)
    }
  }

  @Test(arguments: [1, 3, 4], [0, 1])
  func `Three subflows cost one call, more a second one`(count: Int, way: Int) throws {
    let kernel = ModelKernel(subflows: count)
    if way == 0 {
      _ = try MPTCPTCPInfoAnswer(asking: kernel.tcpInfo)
    } else {
      _ = try MPTCPFullInfoAnswer(asking: kernel.fullInfo)
    }
    #expect(kernel.calls == (count <= 3 ? 1 : 2))
  }

  @Test func `Addresses of other families keep all their bytes`() throws {
    let answer = try MPTCPFullInfoAnswer { buffer in
      let subflowInfo = UnsafeMutableRawPointer(
        bitPattern: UInt(buffer.load(fromByteOffset: 24, as: UInt64.self)))
      guard let subflowInfo else { return .failure(MPTCPSocketError(call: "model", errno: 14)) }
      for offset in 0..<264 { subflowInfo.storeBytes(of: 3, toByteOffset: offset, as: UInt8.self) }
      subflowInfo.storeBytes(of: 10, toByteOffset: 8, as: UInt16.self)
      subflowInfo.storeBytes(of: 77, toByteOffset: 136, as: UInt16.self)
      for (index, word) in [280, 280, 264, 264, 1, 3].enumerated() {
        buffer.storeBytes(of: UInt32(word), toByteOffset: index * 4, as: UInt32.self)
      }
      return .success(40 + 96)
    }
    guard case .other(77, let bytes) = answer.subflows.first?.remote else {
      Issue.record("no address of family 77: \(answer.subflows)")
      return
    }
    #expect(bytes.count == 128 && bytes.dropFirst(28).contains { $0 != 0 })
    #expect(answer.subflows.first?.local?.familyName == "AF_INET6")
  }

  @Test func `Answers that are asked for at the same time lie apart`() throws {
    let inner = ModelKernel(subflows: 1)
    // A kernel that asks another one before it answers.
    let outer = try MPTCPTCPInfoAnswer { buffer in
      let result = ModelKernel(subflows: 1).tcpInfo(buffer)
      buffer[16] = 9
      #expect((try? MPTCPTCPInfoAnswer(asking: inner.tcpInfo))?.elements.first?.state == 1)
      return result
    }
    #expect(outer.elements.first?.state == 9)
  }

  #if os(Linux)
    @Test func `A socket is asked for any binding as it is for ours`() throws {
      guard mptcpCanBeOpened() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      let socket = pair.client.descriptor
      let info: MPTCPInfo = try MPTCPSocket.info(as: MPTCPInfo.self, of: socket)
      #expect(try info.token == MPTCPInfo(socket: socket).token && info.token != nil)
      let tcp = try MPTCPSocket.tcpInfo(as: TCPInfo.self, of: socket)
      #expect(try tcp.state == 1 && tcp.byteCount == TCPInfo(socket: socket).byteCount)
      #expect(throws: MPTCPSocketError.self) { try MPTCPSocket.info(as: MPTCPInfo.self, of: -1) }
    }
  #endif
}
