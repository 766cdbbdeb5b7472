import TestSupport
import DecodingSupport
import Testing

@testable import CaptureDecoding

/// How calls end: with an error, by strace's own hand, or with bytes that strace did not print.
struct StraceResultTests {
  @Test(arguments: [
    ("-1 EOPNOTSUPP (Operation not supported)", 95),
    ("-1 ENOPROTOOPT (Protocol not available)", 92),
    ("-1 EINVAL (Invalid argument) (DELAYED) <0.000012>", 22), ("-1 (errno 95)", 95), ("-1 95", 95),
    ("-1 0x5f /* EOPNOTSUPP */ (Operation not supported)", 95), ("-1 95 /* EOPNOTSUPP */", 95),
    ("-95", 95),
    ("-1 ERRNO_524 (Unknown error 524)", 524), ("-1 EBADF (Bad file descriptor)", 9),
    ("-1 EPERM (Operation not permitted)", 1), ("-1 EFAULT (Bad addr", 14),
  ])
  func `An error is kept`(result: String, errno: Int) throws {
    for lengths in ["[512]", "0x7ffd29ba6b90", "NULL", "[-1]"] {
      let text = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, 0x7ffd29ba6b90, \(lengths)) = \(result)"
      let reading = StraceReading([text])
      #expect(reading.records.count == 1, "\(text): \(reading.failures)")
      #expect(reading.records.first?.record.answer == .refused(errno: errno), "\(text)")
      let capacity = reading.records.first?.record.capacity
      #expect(capacity == (lengths == "[512]" ? .bytes(512) : .unknown), "\(text)")
    }
  }

  @Test(arguments: [
    "(INJECTED)", "(INJECTED: args)", "(INJECTED: args, retval)", "(INJECTED) (DELAYED)",
  ])
  func `What strace injected is left out with a remark`(mark: String) throws {
    let bytes = StraceSample.string(StraceSample.info)
    let text = """
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(bytes), [512 => 48]) = 0 \(mark) <0.000009>
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, 0x7ffc, [512]) = -1 EINVAL (Invalid argument) \(mark)
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(bytes), [512 => 48]) = 0 (DELAYED)

      """
    let decoded = try decode(text)
    #expect(decoded.status == 0)
    #expect(try decoded.objects.count == 1)
    #expect(decoded.errorLines == [1, 2])
    #expect(
      decoded.errors.split(separator: "\n").allSatisfy { $0.contains("\"remark\":\"left out") })
  }

  @Test(arguments: [
    ("{tcpi_state=1, tcpi_rto=204000, ...}, [512 => 280]) = 0", "took the TCP_INFO struct apart"),
    (
      #"{tcpi_state=TCP_ESTABLISHED, x="})\"", y=[{1}]}, [104]) = 0"#,
      "took the TCP_INFO struct apart"
    ),
    ("[1, 2], [8]) = 0", "took the TCP_INFO struct apart"),
    ("0x7ffd1234, [104]) = 0", "without -e raw"), ("0x7ffd1234, 0x7ffd1200) = 0", "without -e raw"),
    (#""\x01\x02", [104]) = 0"#, "2 of 104"), (#""\x01\x02\x03", [2]) = 0"#, "3 TCP_INFO bytes"),
    (#""\x01\x02", [1 => 2]) = 0"#, "grew"), (#""\x01\xzz", [2]) = 0"#, "not written as a string"),
    (#""\x01\xz", [2]) = 0"#, "not written as a string"),
    (#""\400", [1]) = 0"#, "not written as a string"),
    (#""\x01\x02", [two]) = 0"#, "length of this TCP_INFO call cannot be read"),
    (#""\x01\x02", [1 => 2 => 2]) = 0"#, "length of this TCP_INFO call cannot be read"),
    (#""\x01", [1]) = 7"#, "result"), (#""\x01", [1]) = -1 EWHAT (What)"#, "result"),
    (#""\x01", [1]) = 0 (INJ"#, "result"), (#""\x01", [1]) = "#, "result"),
    (#""\x01", [1])"#, "result"),
    (#""\x01", [1]) = ?"#, "never returned"), ("<unavailable>) = ?", "could not read"),
    (#""\x01", [1]) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)"#, "never returned"),
    (" <unfinished ...>) = ?", "never ended"), (#""\x01", [1"#, "cut"), (#""\x01\x02"#, "cut"),
    ("", "cut"),
    (#""\x01", [1]"#, "cut"), (#""\x01" "\x02", [1]) = 0"#, "cut"),
  ])
  func `What cannot be read is named, with the line and the option`(rest: String, reason: String)
    throws
  {
    let text = "[pid 7] getsockopt(3, SOL_TCP, TCP_INFO, \(rest)"
    let decoded = try decode("getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [4]) = 0\n\(text)\n")
    #expect(decoded.status == 1)
    #expect(decoded.output.isEmpty)
    #expect(decoded.errorLines == [2])
    #expect(decoded.errors.contains(reason), "\(decoded.errors)")
    #expect(decoded.errors.contains("TCP_INFO"))
  }

  @Test func `A string that was cut says nothing about what an array's header promises`() throws {
    let bytes = StraceSample.string(StraceSample.hex("1000000001000000180100001801000001000000"))
    for option in ["MPTCP_TCPINFO", "MPTCP_SUBFLOW_ADDRS", "MPTCP_FULL_INFO"] {
      let decoded = try decode(
        "getsockopt(3, SOL_MPTCP, \(option), \(bytes)..., [5000 => 4536]) = 0\n")
      #expect(decoded.status == 1)
      #expect(decoded.output.isEmpty)
      #expect(decoded.errors.contains("20 of 4536 \(option) bytes: run it with -s 4536"))
    }
  }

  @Test func `Four bytes are an integer of the machine that was traced`() throws {
    let text = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, [33554433], [4]) = 0\n"
    for (machine, bytes) in [("x86_64", [1, 0, 0, 2]), ("s390x", [2, 0, 0, 1])] {
      let reading = StraceReading([text], machine: machine)
      #expect(reading.records.first?.record.answer == .bytes(bytes.map { UInt8($0) }))
      let decoded = try decode(text, machine: machine)
      let value = try decoded.object["fields"]?["mptcpi_subflows"]?["value"]?.integer
      #expect(value == bytes[0], "\(machine)")
    }
  }

  @Test func `An answer of no bytes is an answer`() throws {
    for lengths in ["[0]", "[512 => 0]"] {
      let object = try decode("getsockopt(4, 0x11c, 1, 0x7ffd29ba6b90, \(lengths)) = 0\n").object
      #expect(object["length"]?.integer == 0)
      #expect(object["fields"]?["mptcpi_subflows"]?["presence"]?.text == "absent")
    }
  }
}
