import MPTCP
import TestSupport
import Testing
import UAPIStructs

/// Answers of real kernels, through the types that embedders use.
struct CaptureTests {
  @Test func `Every answer decodes, and the frames agree with their elements`() throws {
    var counts: [String: Int] = [:]
    for record in try CaptureFiles.records() {
      guard let bytes = record.answer, let sockopt = record.sockopt else { continue }
      counts[sockopt, default: 0] += 1
      switch sockopt {
      case "MPTCP_INFO":
        #expect(MPTCPInfo(bytes, extent: extent(of: record)).byteCount == record.optlen)
      case "TCP_INFO":
        #expect(TCPInfo(bytes, extent: extent(of: record)).byteCount == record.optlen)
      case "MPTCP_TCPINFO":
        let answer = try bytes.withUnsafeBytes { try MPTCPTCPInfoAnswer($0.bytes) }
        #expect(answer.elements.allSatisfy { $0.byteCount == answer.stride })
        #expect(answer.elements.count <= answer.subflowCount)
        #expect([232, 280].contains(answer.kernelElementSize))
      case "MPTCP_SUBFLOW_ADDRS":
        let answer = try bytes.withUnsafeBytes { try MPTCPSubflowAddressesAnswer($0.bytes) }
        #expect(answer.kernelElementSize == 256)
        for element in answer.elements where answer.stride >= 156 {
          #expect(element.local?.port != nil)
          #expect(element.remote?.port != nil)
        }
      case "MPTCP_FULL_INFO":
        try check(fullInfo: bytes, record)
      default:
        Issue.record("no test for \(sockopt)")
      }
    }
    #expect(counts.count == 5)
  }

  private func check(fullInfo bytes: [UInt8], _ record: CapturedAnswer) throws {
    let subflowInfo = try #require(record.subflow_info.flatMap(hexBytes))
    let tcpInfo = try #require(record.tcp_info.flatMap(hexBytes))
    let answer = try bytes.withUnsafeBytes { bytes in
      try subflowInfo.withUnsafeBytes { subflowInfo in
        try tcpInfo.withUnsafeBytes { tcpInfo in
          try MPTCPFullInfoAnswer(
            bytes.bytes, capacity: record.capacity, subflowInfo: subflowInfo.bytes,
            tcpInfo: tcpInfo.bytes)
        }
      }
    }
    #expect(answer.info.byteCount == bytes.count - 40)
    #expect(answer.subflows.count <= answer.subflowCount)
    for subflow in answer.subflows {
      if let id = subflow.id { #expect(id >= 1) }
      if let tcp = subflow.tcpInfo { #expect(tcp.state != nil || tcp.byteCount == 0) }
    }
  }

  private func extent(of record: CapturedAnswer) -> Extent {
    if record.source == "inet_diag" { return .whole }
    guard let capacity = record.capacity else { return .unknown }
    return .capacity(capacity < 0 ? .max : capacity)
  }
}
