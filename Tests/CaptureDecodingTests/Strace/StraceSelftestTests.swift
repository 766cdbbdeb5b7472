import DecodingSupport
import TestSupport
import Testing

@testable import CaptureDecoding

/// The calls that the kernel's own test of these options (`mptcp_sockopt`) makes, as strace prints
/// them.
///
/// Modelled by what the calls ask and what kernels answer; ``StraceLiveTests`` makes them.
struct StraceSelftestTests {
  private static let info =
    [UInt8](repeating: 0, count: 8) + [2, 0, 0, 0, 0x44, 0x33, 0x22, 0x11]
    + [UInt8](repeating: 0, count: 80)
  private static let tcpInfo = [1, 0, 0, 0, 0, 7, 0x77, 1] + [UInt8](repeating: 0, count: 272)
  private static let addresses: [UInt8] =
    [2, 0, 0x3C, 0x48, 127, 0, 0, 1] + [UInt8](repeating: 0, count: 120)
    + [2, 0, 0x9C, 0x40, 127, 0, 0, 2] + [UInt8](repeating: 0, count: 120)

  private static func words(_ words: UInt32...) -> [UInt8] {
    words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
  }

  /// One call. `answer` is what the kernel wrote, `nil` where it refused.
  private static func call(_ option: String, _ answer: [UInt8]?, offered: Int) -> String {
    let start = "getsockopt(5, SOL_MPTCP, \(option), "
    guard let answer else {
      return "\(start)0x7ffd29ba6b90, [\(offered)]) = -1 EINVAL (Invalid argument)"
    }
    let length = answer.count == offered ? "\(offered)" : "\(offered) => \(answer.count)"
    return "\(start)\(StraceSample.string(answer)), [\(length)]) = 0"
  }

  /// What the test tries with the headers of both arrays.
  private static func headerCalls(_ option: String, size: UInt32) -> [String] {
    [
      call(option, nil, offered: 16), call(option, words(16, 1, size, 0), offered: 16),
      call(option, nil, offered: 0), call(option, nil, offered: 4), call(option, nil, offered: 15),
      call(option, nil, offered: 16), call(option, nil, offered: 16),
      // A header that is larger than the kernel's: the kernel ends with its own.
      call(option, words(24, 1, size, 0), offered: 24),
      // One byte more, then one byte of the element.
      call(option, words(17, 1, size, 1) + [0, option == "MPTCP_TCPINFO" ? 1 : 2], offered: 18),
    ]
  }

  private static let otherCalls = [
    "setsockopt(5, SOL_IP, IP_TOS, \"\\x24\", 1) = 0",
    "getsockopt(5, SOL_IP, IP_TOS, \"\\x24\", [1]) = 0",
    "getsockopt(5, SOL_IP, IP_TOS, 0x7ffd29ba6b90, [0]) = 0",
    "getsockopt(5, SOL_IP, IP_TOS, 0x7ffd29ba6b90, [-1]) = -1 EINVAL (Invalid argument)",
    "write(5, \"getsockopt(5, SOL_MPTCP, MPTCP_INFO, \", 37) = 37",
  ]

  private static var infoCalls: [String] { [call("MPTCP_INFO", info, offered: 96)] }

  private static var tcpInfoCalls: [String] {
    [call("MPTCP_TCPINFO", words(16, 1, 280, 280) + tcpInfo, offered: 576)]
      + headerCalls("MPTCP_TCPINFO", size: 280)
  }

  private static var addressCalls: [String] {
    [
      call("MPTCP_SUBFLOW_ADDRS", words(16, 1, 256, 256) + addresses, offered: 528),
      call("MPTCP_SUBFLOW_ADDRS", words(16, 1, 256, 2) + [2, 0], offered: 18),
    ] + headerCalls("MPTCP_SUBFLOW_ADDRS", size: 256)
  }

  private static var fullInfoCalls: [String] {
    let header = words(280, 280, 264, 264, 1, 2, 0x29ba_6000, 0x7ffd, 0x29ba_7000, 0x7ffd)
    return [
      call("MPTCP_FULL_INFO", header + info, offered: 136),
      call("MPTCP_FULL_INFO", header + info + [0, 0, 0, 0, 0, 0, 0, 0], offered: 144),
      "getsockopt(5, SOL_MPTCP, MPTCP_FULL_INFO, 0x7ffd29ba6b90, [136]) = -1 EOPNOTSUPP "
        + "(Operation not supported)",
    ]
  }

  private func decoded(_ lines: [String]) throws -> [JSONObject] {
    let decoded = try decode((Self.otherCalls + lines).joined(separator: "\n"))
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(decoded.errors.isEmpty)
    return try decoded.objects
  }

  @Test func `MPTCP_INFO decodes`() throws {
    let object = try #require(try decoded(Self.infoCalls).first)
    #expect(object["fields"]?["mptcpi_token"]?["value"]?.integer == 0x1122_3344)
    #expect(object["fields"]?["mptcpi_flags"]?["value"]?.integer == 2)
  }

  @Test func `Every call of MPTCP_TCPINFO decodes`() throws {
    let objects = try decoded(Self.tcpInfoCalls)
    #expect(objects.map { $0["errno"]?.integer } == [nil, 22, nil, 22, 22, 22, 22, 22, nil, nil])
    #expect(
      objects.map { $0["num_subflows"]?.integer } == [1, nil, 1, nil, nil, nil, nil, nil, 1, 1])
    #expect(
      objects.map { $0["elements"]?.elements.count ?? -1 } == [1, -1, 0, -1, -1, -1, -1, -1, 0, 1])
    let element = objects[0]["elements"]?.elements.first
    #expect(element?["fields"]?["tcpi_options"]?["value"]?.integer == 7)
    #expect(element?["length"]?.integer == 280)
    let byte = objects[9]["elements"]?.elements.first
    #expect(byte?["length"]?.integer == 1)
    #expect(byte?["fields"]?["tcpi_state"]?["value"]?.integer == 1)
  }

  @Test func `Every call of MPTCP_SUBFLOW_ADDRS decodes`() throws {
    let objects = try decoded(Self.addressCalls)
    #expect(
      objects.map { $0["errno"]?.integer } == [nil, nil, 22, nil, 22, 22, 22, 22, 22, nil, nil])
    let counts = objects.map { $0["elements"]?.elements.count ?? -1 }
    #expect(counts == [1, 1, -1, 0, -1, -1, -1, -1, -1, 0, 1])
    let element = objects[0]["elements"]?.elements.first
    #expect(element?["local"]?["address"]?.text == "127.0.0.1")
    #expect(element?["local"]?["port"]?.integer == 15432)
    #expect(element?["remote"]?["address"]?.text == "127.0.0.2")
    let family = objects[1]["elements"]?.elements.first?["local"]
    #expect(family?["family"]?.integer == 2)
    #expect(family?["bytes"]?.text == "0200")
  }

  @Test func `MPTCP_FULL_INFO decodes, and its refusal too`() throws {
    let objects = try decoded(Self.fullInfoCalls)
    #expect(objects.map { $0["errno"]?.integer } == [nil, nil, 95])
    for object in objects.prefix(2) {
      #expect(object["num_subflows"]?.integer == 1)
      #expect(object["mptcp_info"]?["fields"]?["mptcpi_token"]?["value"]?.integer == 0x1122_3344)
      // The arrays are where only the program could look.
      #expect(object["subflows"]?.elements == [.object([:])])
    }
  }

  @Test func `TCP_INFO decodes at every size that a program offers`() throws {
    for size in [0, 1, 4, 8, 104, 192, 232, 280, 512, 4096] {
      let answer = Array(Self.tcpInfo.prefix(size))
      let length = size > 280 ? "[\(size) => 280]" : "[\(size)]"
      let buffer =
        switch size {
        case 0: "0x7ffd29ba6b90"
        case 4: "[1]"
        default: StraceSample.string(answer)
        }
      for level in ["SOL_TCP", "IPPROTO_TCP", "6"] {
        let object = try #require(
          try decoded(["getsockopt(5, \(level), TCP_INFO, \(buffer), \(length)) = 0"]).first)
        #expect(object["length"]?.integer == answer.count)
        #expect(object["fields"]?["tcpi_state"]?["value"]?.integer == (size > 0 ? 1 : nil))
      }
    }
  }
}
