import TestSupport
import DecodingSupport
import Testing

@testable import CaptureDecoding

/// No call disappears: it is decoded or named.
struct StraceLossTests {
  private let bytes = StraceSample.string(StraceSample.info)
  private var end: String { "\(bytes), [512 => 48]) = 0" }

  @Test func `An unfinished call at the end of a log is named by the line where it begins`() throws
  {
    let text = """
      getsockopt(3, SOL_MPTCP, MPTCP_INFO, "\\x00", [1]) = 0
      [pid 7] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished ...>
      [pid 8] getsockopt(3, SOL_SOCKET, SO_TYPE,  <unfinished ...>
      4711<probe> getsockopt(3, SOL_TCP, TCP_INFO,  <detached ...>
      [pid 9] getsockopt(sockfd=3, level=284, optname=2, optval= <unfinished ...>
      [pid 10] getsockopt(3,  <unfinished ...>
      +++ killed by SIGKILL +++

      """
    let decoded = try decode(text)
    #expect(decoded.status == 1)
    #expect(try decoded.objects.count == 1)
    #expect(decoded.errorLines == [2, 4, 5, 6])
    #expect(decoded.errors.contains("4 of 5 calls could not be read"))
    #expect(decoded.errors.contains("MPTCP_TCPINFO"))
  }

  @Test func `An unfinished call that another one replaces is named`() throws {
    let text = """
      [pid 7] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished ...>
      [pid 8] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished ...>
      [pid 7] getsockopt(4, SOL_TCP, TCP_INFO,  <unfinished ...>
      [pid 7] <... getsockopt resumed>"\\x01", [1]) = 0
      [pid 8] <... getsockopt resumed>\(end)

      """
    let decoded = try decode(text)
    #expect(decoded.status == 1)
    #expect(decoded.errorLines == [1])
    #expect(try decoded.objects.map { $0["struct"]?.text } == ["tcp_info", "mptcp_info"])
    #expect(try decoded.objects.map { $0["fd"]?.integer } == [4, 3])
  }

  @Test func `An end without a beginning is named, that of another option passes by`() throws {
    let text = """
      [pid 7] <... getsockopt resumed>\(end)
      [pid 8] getsockopt(3, SOL_SOCKET, SO_TYPE,  <unfinished ...>
      [pid 8] <... getsockopt resumed>[1], [4]) = 0
      [pid 7] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished ...>
      [pid 7] <... getsockopt resumed> <unfinished ...>) = ?

      """
    let decoded = try decode(text)
    #expect(decoded.status == 1)
    #expect(decoded.errorLines == [1, 5])
    #expect(decoded.output.isEmpty)
  }

  @Test(arguments: [
    ("[pid 7] ", "[pid 7] "), ("7 ", "7 "), ("7<a b> ", "7<a b> "), ("[pid 7<a>] ", "[pid 7<b>] "),
    ("7 15:00:00 ", "7 15:00:01 "), ("", ""), ("", "[pid 7] "), ("[pid 7] ", ""),
    ("[pid 7]      0 ", "[pid 7]      1 "), ("7      0 ", "7      1 "), ("[  55] ", "[  55] "),
    ("\u{1B}[33m[pid 7] ", "\u{1B}[33m[pid 7]\u{1B}[0m "), ("web-1 | [pid 7] ", "web-1 | [pid 7] "),
  ])
  func `Both parts of an interrupted call are joined`(first: String, second: String) throws {
    for (mark, option) in [("", "MPTCP_INFO"), ("optval=", "optname=0x1 /* MPTCP_??? */")] {
      for spelling in [
        "<... getsockopt resumed>", "<... \u{1B}[33mgetsockopt\u{1B}[0m resumed>",
        "<... getsockopt resumed> ",
      ] {
        let text = """
          \(first)getsockopt(3<TCP:[1.1.1.1:1->2.2.2.2:2]>, SOL_MPTCP, \(option), \(mark) <unfinished ...>
          \(second)\(spelling)\(end)

          """
        let decoded = try decode(text)
        #expect(decoded.status == 0, "\(text)\(decoded.errors)")
        #expect(try decoded.object["length"]?.integer == 48)
        #expect(try decoded.object["fd"]?.integer == 3)
      }
    }
  }

  @Test func `Several calls on one line are all taken`() throws {
    let call = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(end)"
    let lines = [
      "\(call)[pid 8] \(call) <0.1>\(call)",
      "[pid 7] getsockopt(3, 284, 1,  <unfinished ...>[pid 8] \(call)",
      "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \"\\x00\\x00[pid 8] \(call)",
      "getsockopt(3, SOL_SOCKET\(call)",
      "[pid 7] <... getsockopt resumed>\(end)[pid 8] \(call)", "getsockopt(2) says \(call)",
    ]
    let reading = StraceReading(lines)
    #expect(reading.records.map(\.line) == [1, 1, 1, 2, 3, 4, 5, 5, 6])
    #expect(reading.failures.map(\.line) == [3])
    #expect(reading.records.allSatisfy { $0.record.answer == .bytes(StraceSample.info) })
  }

  @Test func `A first line whose beginning is cut off is named`() throws {
    let call = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(end)"
    for count in 1..<"getsockopt(3, ".utf8.count {
      let decoded = try decode("\(call.dropFirst(count))\n\(call)\n")
      #expect(decoded.status == 1, "\(count)")
      #expect(decoded.errorLines == [1])
      #expect(try decoded.objects.count == 1)
    }
    // Another call with the same words passes by.
    #expect(StraceReading(["x(3, SOL_MPTCP, MPTCP_INFO, \"\", [0]) = 0"]).count == 0)
  }

  @Test func `A trace without a call that can be decoded says so`() throws {
    let traces = [
      "execve(\"/bin/true\", [\"true\"], 0x7ffc /* 35 vars */) = 0\n+++ exited with 0 +++\n",
      "getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [4]) = 0\n", "[00007f1200000dd4] close(3) = 0\n",
      "4711<probe> read(3, \"getsockopt(3, 284, 1, \\\"\\\", [0]) = 0\", 35) = 35\n",
      "% time     seconds  usecs/call     calls    errors syscall\n  0.00    0.000000           0        18 getsockopt\n",
      "strace: Process 12 attached\n", "[pid 7] <... read resumed>\"\", 1) = 0\n",
    ]
    for trace in traces {
      let decoded = try decode(trace)
      #expect(decoded.status == 1, "\(trace)")
      #expect(decoded.output.isEmpty)
      #expect(decoded.errors.contains("no getsockopt call whose answer can be decoded"), "\(trace)")
    }
  }

  @Test func `A call that strace hid in socketcall is named`() throws {
    let text = """
      socketcall(SYS_GETSOCKOPT, [3, 284, 1, 0xffd0, 0xffd4]) = 0
      socketcall(SYS_SOCKET, [2, 1, 0]) = 3
      socketcall(0xf, 0xffe16fd0) = 0
      write(1, "socketcall(SYS_GETSOCKOPT", 25) = 25

      """
    let decoded = try decode(text)
    #expect(decoded.status == 1)
    #expect(decoded.errorLines == [1, 3])
  }

  @Test func `More calls on a line than any trace has are named, and cost no time`() throws {
    let lines = [
      String(repeating: "getsockopt(", count: 25_000),
      String(repeating: "getsockopt(3, 284, 1, ", count: 12_500),
      String(repeating: "getsockopt(3, 284, 1, \"", count: 12_500),
      String(repeating: "[", count: 50_000) + "getsockopt(3",
      "getsockopt(3, 284, 1, " + String(repeating: "[{(", count: 25_000),
      "getsockopt(3" + String(repeating: "<", count: 50_000),
      String(repeating: "getsockopt(1,1,1,1,1,1,1,1,", count: 12_500),
    ]
    var reading = StraceReading([String]())
    let time = ContinuousClock().measure { reading = StraceReading(lines) }
    #expect(time < .seconds(60))
    #expect(reading.records.isEmpty)
    #expect(Set(reading.failures.map(\.line)).isSuperset(of: [2, 3, 4, 5, 6, 7]))
  }

  @Test func `Unfinished calls without end are bounded, and counted`() throws {
    let lines = (0..<70_000).map { "[pid \($0)] getsockopt(3, 284, 1,  <unfinished ...>" }
    let reading = StraceReading(lines)
    #expect(reading.failures.count == lines.count)
  }
}
