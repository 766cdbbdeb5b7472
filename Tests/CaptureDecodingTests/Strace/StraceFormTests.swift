import MPTCP
import TestSupport
import DecodingSupport
import Testing

@testable import CaptureDecoding

/// All that strace's options change around a call and in it.
struct StraceFormTests {
  /// What is before a call, and what of it is carried.
  static let prefixes: [(text: String, carried: String)] = [
    ("", ""), ("4711 ", "pid=4711"), ("4711  ", "pid=4711"), ("[pid 7] ", "pid=7"),
    ("[pid  1234] ", "pid=1234"), ("4711<probe> ", "pid=4711 comm=probe"),
    (#"4711<\x70\x72\x6f\x62\x65> "#, "pid=4711 comm=probe"),
    ("[pid 7<a] b[c>] ", "pid=7 comm=a] b[c"),
    ("[pid 7<my probe>] 15:00:00.25 ", "pid=7 comm=my probe time=15:00:00.25"),
    ("15:00:00 ", "time=15:00:00"), ("4711 15:00:00.000001 ", "pid=4711 time=15:00:00.000001"),
    ("1700000000.123456789 ", "time=1700000000.123456789"), ("1700000000 ", "time=1700000000"),
    ("4711 1700000000 ", "pid=4711 time=1700000000"), ("     0.000123 ", "time=0.000123"),
    ("4711      0.000123 ", "pid=4711 time=0.000123"), ("4711      3 ", "pid=4711 time=3"),
    ("[pid 7]      3 ", "pid=7 time=3"), ("(+     0.000012) ", ""),
    ("15:00:00.000001 (+     0.000012) ", "time=15:00:00.000001"),
    (
      "4711<probe> 1700000000.000001 (+     0.000012) [  55] [00007fd729a878ba] ",
      "pid=4711 comm=probe time=1700000000.000001"
    ),
    ("[00007f1200000dd4] ", ""), ("[ 38] ", ""), ("[55] ", ""), ("[????????????????] ", ""),
    ("[pid 7] [unconfined_u:unconfined_r:unconfined_t:s0] ", "pid=7"),
    ("Nov 27 17:06:51 host strace[12]: ", ""), ("Nov 27 17:06:51 host probe: [pid 7] ", "pid=7"),
    ("Nov 27 17:06:51 4711 ", "pid=4711"), ("<30>1 2026-11-27T17:00:00Z host strace 12 - - ", ""),
    ("2026-11-27T17:00:00.000Z stdout F ", ""),
    ("2026-11-27T17:00:00.000Z stderr F [pid 7] ", "pid=7"),
    ("web-1  | ", ""), ("web-1  | 4711 ", "pid=4711"), ("[2026-11-27T17:00:00.000Z] ", ""),
    ("2026-11-27T17:00:00.0000000Z ##[debug] ", ""), ("#12 0.345 ", "time=0.345"), ("> ", ""),
    ("> > ", ""),
    ("- ", ""), ("* `", ""), ("1. ", ""), ("    ", ""), ("\t", ""), ("\"", ""), ("'", ""),
    ("12:", ""),
    ("log.4711:[pid 7] ", "pid=7"), ("Password: ", ""), ("done", ""), ("trace(1): ", ""),
    ("say \"hello\": ", ""), ("(strace) ", ""), ("\u{FEFF}", ""), ("größe→ ", ""),
  ]

  /// How the socket is printed: plainly, by -y, -yy, with -xx, with a security context, raw.
  static let sockets = [
    "3", "0x3", "3<TCP:[127.0.0.1:40000->127.0.0.1:80]>", "3<TCPv6:[[::1]:40000->[::1]:80]>",
    "3<socket:[58525]>", #"3<\x73\x6f\x63\x6b\x65\x74\x3a\x5b\x35\x38\x35\x32\x35\x5d>"#,
    #"3</tmp/a [b, (c-\76>"#, "3</dev/null<char 1:3>>", "3</tmp/gone>(deleted)", #"3</tmp/q"uote>"#,
    #"3<UNIX-STREAM:[1->2,"/run/a>, \"b]"]>"#,
    "3<socket:[1]> [unconfined_u:unconfined_r:unconfined_t:s0]",
  ]

  static let options = [
    ("SOL_MPTCP", "MPTCP_INFO"), ("284", "1"), ("0x11c /* SOL_?? */", "1"),
    ("0x11c /* SOL_??? */", "0x1 /* MPTCP_??? */"),
    ("0x11c /* SOL_MPTCP */", "0x1 /* MPTCP_INFO */"),
    ("SOL_MPTCP", "0x1"),
  ]

  static let results = [
    " = 0", "       = 0", " = 0 <0.000012>", " = 0 (DELAYED)", " = 0 (DELAYED) <0.000012>",
    " = 0\"", " = 0'",
    " = 0\t", " = 0`", "\t= 0", " = 0x0",
  ]

  static let lengths = ["[512 => 48]", "[512->48]", "[0x200 => 0x30]"]

  /// Every prefix with every result and every socket; the rest takes turns.
  static var lines: [(text: String, carried: String)] {
    let bytes = StraceSample.info
    var lines: [(String, String)] = []
    for (prefix, carried) in prefixes {
      for result in results {
        for socket in sockets {
          let turn = lines.count
          let (level, option) = options[turn % options.count]
          let buffer =
            turn % 5 == 0 ? StraceSample.octalString(bytes) : StraceSample.string(bytes)
          let labels =
            turn % 3 == 0
            ? ["sockfd=", "level=", "optname=", "optval=", "optlen="]
            : ["", "", "", "", ""]
          let arguments = [socket, level, option, buffer, lengths[turn % lengths.count]]
          let call = zip(labels, arguments).map { $0 + $1 }.joined(separator: ", ")
          lines.append(("\(prefix)getsockopt(\(call))\(result)", carried))
        }
      }
    }
    return lines
  }

  private func check(_ reading: StraceReading, _ lines: [(text: String, carried: String)]) {
    #expect(reading.failures.isEmpty, "\(reading.failures.prefix(3))")
    #expect(reading.remarks.isEmpty)
    #expect(reading.records.map(\.line) == Array(1...lines.count))
    for (line, record) in reading.records {
      let text = lines[line - 1].text
      #expect(record.answer == .bytes(StraceSample.info), "\(text)")
      #expect(record.capacity == .bytes(512), "\(text)")
      #expect(record.subject == .option(.info), "\(text)")
      var carried = ["\"source\":\"getsockopt\""]
      var rest = lines[line - 1].carried[...]
      var values: [String: String] = [:]
      for key in ["time=", "comm=", "pid="] {
        guard let range = rest.firstRange(of: key) else { continue }
        values[key] = rest[range.upperBound...].trimmed
        rest = rest[..<range.lowerBound]
      }
      if let pid = values["pid="] { carried.append("\"pid\":\(pid)") }
      if let comm = values["comm="] { carried.append("\"comm\":\"\(comm)\"") }
      carried.append("\"fd\":3")
      if let time = values["time="] { carried.append("\"time\":\"\(time)\"") }
      #expect(record.carriedText == carried.joined(separator: ","), "\(text)")
    }
  }

  @Test func `Every prefix with every style of arguments and results gives the same record`() {
    let lines = Self.lines
    check(StraceReading(lines.map(\.text)), lines)
  }

  @Test func `Colours change nothing`() {
    let lines = Self.lines.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    for escape in ["\u{1B}[", "^[[", "#033["] {
      let colored = lines.map { line in
        line.text
          .replacing("getsockopt(", with: "\(escape)33mgetsockopt\(escape)0m(\(escape)35m")
          .replacing(", ", with: "\(escape)0m, \(escape)38;5;12m")
          .replacing(" /*", with: " \(escape)1;96m/*").replacing("*/", with: "*/\(escape)m")
          .replacing(") =", with: ")\(escape)0m = \(escape)K")
          .replacing("K 0", with: "K0")
      }
      check(StraceReading(colored), lines)
    }
  }

  @Test(arguments: [
    "[00007f1200000dd4] CALL", "[ 38] CALL", "[2026-11-27T17:00:00.000Z] CALL", "4711<probe> CALL",
    "\u{1B}[33mCALL", "\"CALL\"", "web-1  | CALL", "00001234: CALL", "4711 1700000000 CALL",
    "Nov 27 17:06:51 host strace[12]: CALL",
    "[2026-11-27T17:00:00.000Z] starting (1)\nCALL", "hello\n\nCALL",
    "$ strace -xx -e getsockopt ./a\nCALL\r\n",
    "```\n> CALL\n```", "[pid 7] +++ exited with 0 +++\nCALL", "\u{FEFF}[pid 7] CALL",
  ])
  func `The content tells that it is a trace`(shape: String) throws {
    let call =
      "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(StraceSample.string(StraceSample.info)), [512 => 48]) = 0"
    let decoded = try decode(shape.replacing("CALL", with: call))
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(decoded.errors.isEmpty)
    #expect(try decoded.object["fields"]?["mptcpi_token"]?["value"]?.integer == 0x646D_0560)
  }

  @Test func `Lines that a container's log quotes are read`() throws {
    let bytes = StraceSample.string(StraceSample.info)
    let quoted = "[pid 7] getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(bytes), [512 => 48]) = 0"
      .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let quotedBytes = bytes.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let text = """
      {"log":"starting\\n","stream":"stdout","time":"2026-11-27T17:00:00Z"}
      {"log":"\(quoted)\\n","stream":"stderr","time":"2026-11-27T17:00:01Z"}
      {"log":"\(quoted.replacing("getsockopt(", with: "\\u001b[33mgetsockopt\\u001b[0m("))\\n","stream":"stderr"}

      """
    let interrupted = """
      {"log":"[pid 8] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  \\u003cunfinished ...\\u003e\\n"}
      {"log":"[pid 8] \\u003c... getsockopt resumed\\u003e\(quotedBytes), [512 =\\u003e 48]) = 0\\n"}

      """
    let decoded = try decode(text + interrupted)
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try decoded.objects.map { $0["pid"]?.integer } == [7, 7, 8])
    let fields = try decoded.objects.map { $0["fields"]?["mptcpi_token"]?["value"]?.integer }
    #expect(fields == [0x646D_0560, 0x646D_0560, 0x646D_0560])
  }

  @Test func `A line that a log quotes inside a string is read`() throws {
    let bytes = StraceSample.string(StraceSample.info)
    let call = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \(bytes), [512 => 48]) = 0"
    let quoted = call.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let lines = ["level=info msg=\"\(quoted)\" pid=3", "\"\(quoted)\"", "  \"\(quoted)\\n\","]
    let reading = StraceReading(lines)
    #expect(reading.records.map(\.record.answer) == lines.map { _ in .bytes(StraceSample.info) })
    #expect(reading.failures.isEmpty)
  }

  @Test func `Characters that a word processor changed are read`() throws {
    let bytes = StraceSample.string(StraceSample.info).replacing("\"", with: "\u{201D}")
    let lines = [
      "getsockopt(3,\u{A0}SOL_MPTCP, MPTCP_INFO,\u{A0}\u{201C}\(bytes.dropFirst()), [512 => 48])\u{A0}= 0",
      "[pid 7] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished \u{2026}>",
      "[pid 7] <\u{2026} getsockopt resumed>\(bytes), [512 => 48]) = 0",
    ]
    let reading = StraceReading(lines)
    #expect(reading.records.map(\.line) == [1, 3])
    #expect(reading.records.allSatisfy { $0.record.answer == .bytes(StraceSample.info) })
  }

  @Test func `Documents and dumps that mention calls are not traces`() throws {
    let texts = [
      "[1, 0, 2]", "[{\"note\":\"getsockopt(3, 284, 1, x) = 0\"}]", "[\n  {\"a\": 1}\n]",
      "{\"note\":\"getsockopt(3, 284, 1, \\\"\\\", [0]) = 0\"}\n",
      "00000000: 7374 7261 6365 3a20  strace: \n",
      "00000000: 6765 7473 6f63 6b6f 7074 2833 2c20 0000  getsockopt(3, ..\n",
    ]
    for text in texts {
      let kind = InputKind(beginning: Array(text.utf8)[...], isWhole: true)
      #expect(kind != .strace && kind != .raw && kind != nil, "\(text)")
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(self.reversed().drop { $0 == " " }.reversed().drop { $0 == " " })
  }
}
