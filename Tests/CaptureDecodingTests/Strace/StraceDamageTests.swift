import Testing

@testable import CaptureDecoding

/// Lines that were cut or damaged anywhere.
struct StraceDamageTests {
  private static let bytes = StraceSample.string(StraceSample.hex("0100000000077701"))

  static let lines = [
    "getsockopt(3, SOL_TCP, TCP_INFO, \(bytes), [512 => 8]) = 0",
    "[pid 7<probe>] 15:00:00 getsockopt(3<TCP:[[::1]:1->[::1]:2]>, SOL_TCP, TCP_INFO, "
      + "\(bytes), [8]) = 0 <0.00012>",
    "4711 getsockopt(sockfd=3, level=0x6 /* SOL_TCP */, optname=0xb /* TCP_INFO */, "
      + "optval=\(bytes), optlen=[8->8]) = 0",
    "\u{1B}[93mgetsockopt\u{1B}[0m(\u{1B}[95m3\u{1B}[0m, 6, 11, \u{1B}[95m\(bytes)\u{1B}[0m, "
      + "[8]) = \u{1B}[92m0\u{1B}[0m",
    "getsockopt(3, SOL_TCP, TCP_INFO, 0x7ffd29ba6b90, [512]) = -1 EOPNOTSUPP "
      + "(Operation not supported)",
    "getsockopt(3, SOL_TCP, TCP_INFO, {tcpi_state=1, ...}, [512 => 280]) = 0",
    "[pid 7] getsockopt(3, SOL_TCP, TCP_INFO,  <unfinished ...>",
    "getsockopt(3, SOL_TCP, TCP_INFO, \(bytes)..., [512 => 280]) = 0 (DELAYED) <0.000012>",
    "getsockopt(3</tmp/\\\"a [<b\\76>, IPPROTO_TCP, TCP_INFO, \(bytes), [8]) = 0",
  ]

  @Test(arguments: lines)
  func `A line that is cut at any byte is decoded or named`(line: String) throws {
    let whole = StraceReading(["", line])
    #expect(whole.count >= 1)
    let text = Array(line.utf8)
    let call = try #require(StraceText.find(Array("getsockopt".utf8), in: text))
    let first = try #require(text[call...].firstIndex { $0 == UInt8(ascii: "3") })
    // The digit may be that of a colour.
    let start = line.contains("\u{1B}") ? first + 30 : first
    for count in 0...text.count {
      let reading = StraceReading([[], Array(text[..<count])])
      if count > start {
        #expect(reading.records.count + reading.failures.count == 1, "\(count): \(line)")
        #expect(reading.failures.allSatisfy { $0.line == 2 })
      }
      for (_, record) in reading.records {
        if case .refused(let errno) = record.answer {
          #expect(errno == 95, "\(count): \(line)")
        } else {
          #expect(record.answer == whole.records.first?.record.answer, "\(count): \(line)")
        }
      }
    }
  }

  @Test func `A line of any form that is cut anywhere is decoded or named`() throws {
    let lines = StraceFormTests.lines.enumerated().filter { $0.offset % 97 == 0 }.map(
      \.element.text)
    try #require(lines.count > 50)
    for line in lines {
      let text = Array(line.utf8)
      let call = try #require(StraceText.find(Array("getsockopt(".utf8), in: text)) + 11
      let isLabelled = StraceText.has("sockfd=", in: text, at: call)
      for count in stride(from: call + (isLabelled ? 8 : 1), through: text.count, by: 3) {
        let reading = StraceReading([[], Array(text[..<count])])
        #expect(reading.records.count + reading.failures.count == 1, "\(count): \(line)")
        for (_, record) in reading.records {
          #expect(record.answer == .bytes(StraceSample.info), "\(count): \(line)")
        }
      }
    }
  }

  @Test func `A part of an interrupted call that is cut anywhere is joined or named`() {
    let bytes = StraceSample.string(StraceSample.info)
    let parts = [
      "[pid 7] getsockopt(3, SOL_MPTCP, MPTCP_INFO,  <unfinished ...>",
      "[pid 7] <... getsockopt resumed>\(bytes), [512 => 48]) = 0",
    ]
    for part in parts.indices {
      for count in 0...parts[part].utf8.count {
        var lines = [""] + parts
        lines[part + 1] = String(parts[part].prefix(count))
        let reading = StraceReading(lines)
        #expect(reading.records.count + reading.failures.count >= 1, "\(lines)")
        #expect(reading.records.allSatisfy { $0.record.answer == .bytes(StraceSample.info) })
      }
    }
  }

  @Test(arguments: lines)
  func `A line with any byte damaged does no harm`(line: String) {
    let text = Array(line.utf8)
    let letters: [UInt8] = Array("\"<>()[]{},=\\/ 0x\u{1B}".utf8) + [0, 0x80, 0xFF]
    for position in text.indices {
      for letter in letters where letter != text[position] {
        var damaged = text
        damaged[position] = letter
        let reading = StraceReading([[], damaged])
        #expect(reading.records.count <= 1)
        damaged.remove(at: position)
        _ = StraceReading([[], damaged])
        _ = StraceReader.isTrace(line: damaged[...])
        // Where the call's own words are whole, it does not disappear.
        let isWhole = String(decoding: damaged, as: UTF8.self)
          .contains("getsockopt(3, SOL_TCP, TCP_INFO, ")
        if isWhole, !line.contains("unfinished") {
          let found = StraceReading([[], damaged])
          #expect(found.count >= 1, "\(String(decoding: damaged, as: UTF8.self))")
        }
      }
    }
  }

  @Test func `Calls in strings and names of files are text of the program`() throws {
    let call = "getsockopt(3, SOL_MPTCP, MPTCP_INFO, \"x\", [1]) = 0"
    let escaped = call.replacing("\"", with: "\\\"")
    let lines = [
      "write(1, \"\(escaped)\", 50) = 50", "[pid 7] <... read resumed>\"\(escaped)\", 50) = 50",
      "write(1</tmp/getsockopt(3, 284, 1,>, \"\", 0) = 0", "write(1, \"\(escaped)",
      "open(\"a\", 0) = 3</tmp/\(escaped)>",
      "execve(\"/bin/sh\", [\"sh\", \"-c\", \"\(escaped)\"], 0x1) = 0",
      "sendmsg(3, {msg_iov=[{iov_base=\"\(escaped)\", iov_len=1}]}, 0) = 1",
      "printf(\"\(escaped)\\n\") = 9",
      "sys_getsockopt(3, SOL_MPTCP, MPTCP_INFO, \"x\", [1]) = 0",
      "setsockopt(3, SOL_TCP, TCP_INFO, \"x\", 1) = 0",
      " > /usr/lib/libc.so.6(getsockopt+0xa) [0x10a8ba]", "see getsockopt(2)",
      "getsockopt() failed",
      "getsockopt(MPTCP_INFO): Operation not supported",
      "getsockopt(SOL_MPTCP, MPTCP_INFO): refused",
      "ret = getsockopt(fd, SOL_MPTCP, MPTCP_INFO, &info, &len);",
      "getsockopt(fd, level, name, value, length)",
      "--- SIGCHLD {si_signo=SIGCHLD} ---", "<... getsockopt", "getsockopt", "k", "sock",
      "socket(2, 1, 0) = 3",
    ]
    for line in lines {
      let reading = StraceReading(["", line])
      #expect(reading.count == 0, "\(line): \(reading.failures)")
    }
    // After them a call is a call.
    #expect(StraceReading(["", lines[0] + "\(call)"]).records.count == 1)
    #expect(StraceReading(["", "\"\(escaped)\" and \(call)"]).records.count == 2)
  }
}
