import DecodingSupport
import TestSupport
import UAPIText
import Testing

@testable import CaptureDecoding

/// What `strace` prints.
struct StraceTests {
  private let escaped =
    #""\x00\x00\x00\x02\x00\x00\x00\x00\x02\x00\x00\x00\x60\x05\x6d\x64\x4e\x39\xf9\xd1\xb1\x47"#
    + #"\xfb\x6b\x4e\x39\xf9\xd1\xb1\x47\xfb\x6b\x31\x40\x88\xcb\x3a\x5f\x34\xf7\x00\x00\x00\x00"#
    + #"\x00\x00\x00\x00""#

  @Test func `Lengths give capacity and extent`() throws {
    let text = """
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(escaped), [512 => 48]) = 0
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(escaped), [512->48]) = 0
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(escaped), [48]) = 0

      """
    let decoded = try decode(text)
    #expect(decoded.status == 0, "\(decoded.errors)")
    let presences = try decoded.objects.map {
      $0["fields"]?["mptcpi_retransmits"]?["presence"]?.text
    }
    // A full buffer does not tell whether the kernel's struct goes on.
    #expect(presences == ["absent", "absent", "indeterminate"])
  }

  @Test(arguments: [
    "getsockopt(3, SOL_MPTCP, MPTCP_INFO,", "getsockopt(3, 284, 1,", "getsockopt(3, 0x11c, 0x1,",
    "getsockopt(3, 0x11c /* SOL_?? */, 1,", "1234 getsockopt(3, SOL_MPTCP, 1,",
    "[pid  1234] getsockopt(3, 0x11c /* SOL_?? */, 0x1 /* MPTCP_INFO */,",
    "1234 17:32:37.543473 getsockopt(3, 284, MPTCP_INFO,",
    "[pid 12] 1700000000.123456 getsockopt(3, 284, MPTCP_INFO,",
    "     0.000123 getsockopt(3, 284, MPTCP_INFO,",
    "17:32:37 getsockopt(3<TCP:[127.0.0.1:40000->127.0.0.1:80]>, 284, 1,",
    "getsockopt(3<socket:[1234]>, 284, 1,",
  ])
  func `Level and option by name or number`(beginning: String) throws {
    let decoded = try decode("\(beginning) \(escaped), [512 => 48]) = 0 <0.000012>\n")
    #expect(decoded.status == 0, "\(decoded.errors)")
    let object = try decoded.object
    #expect(object["struct"]?.text == "mptcp_info")
    #expect(object["fields"]?["mptcpi_token"]?["value"]?.integer == 0x646D_0560)
    #expect(object["source"]?.text == "getsockopt")
    #expect(object["fd"]?.integer == 3)
  }

  @Test func `The prefix is carried`() throws {
    let text = "[pid  1234] 17:32:37.5 getsockopt(7, 284, 1, \(escaped), [512 => 48]) = 0\n"
    let object = try decode(text).object
    #expect(object["pid"]?.integer == 1234)
    #expect(object["time"]?.text == "17:32:37.5")
    #expect(object["fd"]?.integer == 7)
  }

  @Test func `Plain and octal escapes`() throws {
    let text = #"getsockopt(3, 284, 1, "\0\1\2\377\n\t\r\v\f\"\\A\0007\36", [15]) = 0"# + "\n"
    let decoded = try decode(text)
    #expect(decoded.status == 0, "\(decoded.errors)")
    let fields = try decoded.object["fields"]
    #expect(fields?["mptcpi_subflows_max"]?["value"]?.integer == 255)
    #expect(fields?["mptcpi_add_addr_signal_max"]?["value"]?.integer == 10)
    #expect(fields?["mptcpi_flags"]?["value"]?.integer == 0x415C_220C)
    #expect(fields?["mptcpi_token"]?["presence"]?.text == "truncated")
  }

  @Test func `Octal escapes end with their digits`() throws {
    let text = #"getsockopt(3, 284, 1, "\0001\18\3779", [6]) = 0"# + "\n"
    let fields = try decode(text).object["fields"]
    let values = [
      "mptcpi_subflows", "mptcpi_add_addr_signal", "mptcpi_add_addr_accepted",
      "mptcpi_subflows_max", "mptcpi_add_addr_signal_max", "mptcpi_add_addr_accepted_max",
    ].map { fields?[$0]?["value"]?.integer }
    #expect(values == [0, 0x31, 1, 0x38, 255, 0x39])
  }

  @Test func `Abbreviated strings decode as far as they go`() throws {
    let text = #"getsockopt(3, 284, 1, "\x01\x00\x00\x02\x00\x00\x00\x00\x02"..., [512 => 96]) = 0"#
    let decoded = try decode(text + "\n")
    #expect(decoded.status == 0)
    #expect(decoded.errors.contains("-s 4096"))
    let object = try decoded.object
    #expect(object["length"]?.integer == 9)
    #expect(object["optlen"]?.integer == 96)
    #expect(object["fields"]?["mptcpi_subflows"]?["value"]?.integer == 1)
    #expect(object["fields"]?["mptcpi_flags"]?["presence"]?.text == "truncated")
  }

  @Test func `Refused calls keep their error`() throws {
    let text = """
      getsockopt(6, 0x11c /* SOL_?? */, 1, 0x7fef8817a330, [96]) = -1 EOPNOTSUPP (Operation not supported)
      getsockopt(6, SOL_MPTCP, MPTCP_FULL_INFO, NULL, [96]) = -1 EFAULT (Bad address)
      getsockopt(6, SOL_TCP, TCP_INFO, 0x7fef8817a330, NULL) = -1 EFAULT (Bad address)

      """
    let decoded = try decode(text)
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try decoded.objects.map { $0["errno"]?.integer } == [95, 14, 14])
    #expect(
      try decoded.objects.map { $0["sockopt"]?.text } == [
        "MPTCP_INFO", "MPTCP_FULL_INFO", "TCP_INFO",
      ])
    #expect(try decoded.objects[0]["error"]?.text == "EOPNOTSUPP")
  }

  @Test func `Interrupted calls are joined`() throws {
    let text = """
      [pid 11] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished ...>
      [pid 12] getsockopt(4, SOL_SOCKET, SO_TYPE,  <unfinished ...>
      [pid 12] <... getsockopt resumed>[1], [4]) = 0
      [pid 11] <... getsockopt resumed>\(escaped), [512 => 48]) = 0

      """
    let object = try decode(text).object
    #expect(object["pid"]?.integer == 11)
    #expect(object["length"]?.integer == 48)
  }

  @Test func `Other lines are passed over`() throws {
    let text = """
      execve("/usr/bin/x", ["x"], 0x7ffd /* 22 vars */) = 0
      write(1, "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \\"x\\", [1]) = 0", 40) = 40
      getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [4]) = 0
      getsockopt(3, SOL_IP, IP_TOS, [0], [4]) = 0
      getsockopt(3, SOL_MPTCP, 9, 0x7fef87f57050, [4]) = -1 EOPNOTSUPP (Operation not supported)
      hello from the program itself
      --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(escaped), [512 => 48]) = 0
      +++ exited with 0 +++

      """
    let decoded = try decode(text)
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try decoded.objects.count == 1)
  }

  @Test func `Integers are four bytes`() throws {
    let text = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, [33554433], [4]) = 0\n"
    let fields = try decode(text).object["fields"]
    #expect(fields?["mptcpi_subflows"]?["value"]?.integer == 1)
    #expect(fields?["mptcpi_subflows_max"]?["value"]?.integer == 2)
  }

  @Test func `What cannot be decoded is named by line`() throws {
    let text = """
      getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [4]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, {tcpi_state=TCP_ESTABLISHED, tcpi_rto=1}, [104]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, 0x7ffd1234, [104]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, "\\x01\\x02", [104]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, "\\x01\\x02\\x03", [2]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, "\\x01\\x02", [1 => 2]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, "\\x01\\xzz", [2]) = 0
      getsockopt(3, SOL_TCP, TCP_INFO, "\\x01\\x02
      getsockopt(3, SOL_TCP, TCP_INFO, "\\x01", [1]) = 0

      """
    let decoded = try decode(text)
    #expect(decoded.status == 1)
    #expect(decoded.errorLines == Array(2...8))
    #expect(decoded.errors.contains("took the TCP_INFO struct apart"))
    #expect(try decoded.objects.count == 1)
  }

  @Test func `Full info without its arrays has empty subflows`() throws {
    let pair = try #require(
      Repository.expectedPairs().first {
        $0.record.contains("MPTCP_FULL_INFO") && $0.record.contains("\"optlen\":136")
      })
    let record = try JSONObject(pair.record)
    let bytes = try #require(Hex.bytes(Array((record["bytes"]?.text ?? "").utf8)))
    let string = bytes.map { "\\x" + Hex.text([$0]) }.joined()
    let object = try decode("getsockopt(3, 284, 4, \"\(string)\", [400 => 136]) = 0\n").object
    #expect(object["mptcp_info"]?["length"]?.integer == 96)
    let subflows = try #require(object["subflows"]?.elements)
    #expect(!subflows.isEmpty)
    #expect(subflows.allSatisfy { $0 == .object([:]) })
  }
}
