import MPTCP
import Testing
import UAPIStructs

/// Lists of subflows of every length: the first element lies in line, the others do not.
struct SubflowListTests {
  /// An answer of MPTCP_TCPINFO in which the state of each subflow is its number.
  private func answer(_ count: Int, of total: Int, stride: Int = 104) throws -> MPTCPTCPInfoAnswer {
    var bytes = words([16, UInt32(total), UInt32(stride), UInt32(stride)])
    for index in 0..<count {
      bytes += [UInt8(index + 1)] + [UInt8](repeating: 0, count: max(0, stride - 1))
    }
    return try MPTCPTCPInfoAnswer(bytes.span.bytes)
  }

  private func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in withUnsafeBytes(of: word, Array.init) }
  }

  @Test(arguments: 0...4)
  func `Elements are in the order of the kernel`(_ count: Int) throws {
    let elements = try answer(count, of: 5).elements
    #expect(elements.count == count && elements.isEmpty == (count == 0))
    #expect(elements.map(\.state) == (0..<count).map { UInt8($0 + 1) })
    #expect(elements.indices.map { elements[$0].state } == elements.map(\.state))
    #expect(elements.first?.state == (count > 0 ? 1 : nil))
    #expect(elements.last?.state == (count > 0 ? UInt8(count) : nil))
  }

  @Test func `Elements without a byte are elements`() throws {
    // A caller that offers elements without bytes learns how many there are, and no more.
    let answer = try MPTCPTCPInfoAnswer(words([16, 3, 280, 0]).span.bytes)
    #expect(answer.subflowCount == 3 && answer.elements.isEmpty && answer.elements.first == nil)
  }

  @Test(arguments: 0...3)
  func `The arrays of MPTCP_FULL_INFO are held together by subflow`(_ count: Int) throws {
    // No bytes of tcp_info, and eight of each subflow_info.
    let header = words([280, 0, 264, 8, UInt32(count), 8, 0, 0, 0, 0])
    let subflows = words((0..<count).flatMap { [UInt32($0 + 7), 0] })
    let answer = try MPTCPFullInfoAnswer(
      header.span.bytes, subflowInfo: subflows.span.bytes, tcpInfo: RawSpan())
    #expect(answer.subflowCount == count && answer.subflows.count == count)
    #expect(answer.subflows.map(\.id) == (0..<count).map { UInt32($0 + 7) })
    #expect(answer.subflows.allSatisfy { $0.tcpInfo == nil && $0.local == nil })
  }
}
