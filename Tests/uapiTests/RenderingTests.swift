import ArgumentParser
import Testing
import UAPIStructs

@testable import uapi

/// Tables, matrices and layouts.
struct RenderingTests {
  private let answer =
    #"{"kernel":"6.1.0","machine":"x86_64","sockopt":"MPTCP_INFO","capacity":512,"optlen":48,"#
    + #""bytes":"01000002000000000300000064000000"# + String(repeating: "00", count: 32) + "\"}\n"

  @Test func `Tables show presence at a glance`() throws {
    let table = try decode(answer, format: .table).output
    #expect(table.contains("MPTCP_INFO  48 bytes of 512 offered · Linux 6.1.0 x86_64"))
    #expect(table.contains("layout of Linux 5.12 to 6.4"))
    let lines = table.split(separator: "\n").map(String.init)
    func line(_ name: String) -> String? { lines.first { $0.contains(name) } }
    let flags = "flags      5.9    FALLBACK REMOTE_KEY_RECEIVED"
    #expect(line("mptcpi_flags")?.hasSuffix(flags) == true)
    #expect(line("mptcpi_csum_enabled")?.hasPrefix("?") == true)
    #expect(line("mptcpi_csum_enabled")?.contains("bytes 00") == true)
    #expect(line("mptcpi_retransmits")?.hasPrefix("○") == true)
    #expect(line("mptcpi_retransmits")?.contains("6.5") == true)
    #expect(lines.allSatisfy { $0.count <= 100 && $0.last != " " })
    #expect(lines.last == "● present  ○ absent  ◐ truncated  ? indeterminate")
  }

  @Test func `Colours are added only when asked for`() {
    #expect(Style(isColored: false).mark(.present) == "●")
    #expect(
      Style(isColored: true).mark(.present) == "\(TerminalText.escape)[32m●\(TerminalText.plain)")
  }

  @Test func `Readable JSON is the same value`() throws {
    let compact = try decode(answer).object
    let one = try decode(answer, format: .json).output
    #expect(try JSONObject(one) == compact)
    #expect(one.contains("    \"mptcpi_subflows\": {\"presence\": \"present\", \"value\": 1},\n"))
    let two = try decode(answer + answer, format: .json).output
    #expect(try JSONObject(two) == .array([compact, compact]))
    #expect(try decode("", format: .json).output == "[]\n")
  }

  @Test func `Errors of tables are links to lines`() throws {
    #expect(try decode("{}\n", format: .table).errors.hasPrefix("input:1: error: "))
  }

  @Test func `Missing files are named`() {
    let errors = OutputBuffer()
    let status = DecodeRun(format: .ndjson)
      .run([.file("/nowhere/x")], output: OutputBuffer(), errors: errors)
    #expect(status == 1)
    #expect(errors.text.contains("/nowhere/x"))
  }

  @Test func `The matrix has all releases`() throws {
    let output = OutputBuffer()
    try FieldsCommand.parse(["mptcp_info"]).append(to: output, isColored: false)
    let lines = output.text.split(separator: "\n").map(String.init)
    func cells(_ name: String) -> [Substring] {
      lines.first { $0.hasPrefix(name) }?.split(separator: " ").dropFirst().map { $0 } ?? []
    }
    #expect(cells("sizeof") == ["40", "48", "48", "80", "88", "96", "96", "96"])
    #expect(cells("mptcpi_retransmits") == ["·", "·", "·", "44*", "44", "44", "44", "44"])
    #expect(cells("mptcpi_endp_fullmesh_max") == ["·", "·", "·", "·", "·", "·", "·", "82*"])
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test func `The fields of one release are listed`() throws {
    let output = OutputBuffer()
    try FieldsCommand.parse(["tcp_info", "--release", "6.1"]).append(to: output, isColored: false)
    #expect(output.text.contains("in Linux 6.1: 232 bytes"))
    #expect(!output.text.contains("tcpi_rcv_wnd"))
    #expect(output.text.contains("tcpi_rcv_wscale"))
  }

  @Test(arguments: [("i686", 260, 4), ("armv7l", 260, 4), ("s390x", 264, 8)])
  func `The layout of another machine is its own`(machine: String, size: Int, offset: Int) throws {
    let output = OutputBuffer()
    try LayoutCommand.parse(["mptcp_subflow_info", "--format", "json", "--machine", machine])
      .append(to: output, isColored: false)
    let layout = try JSONObject(output.text)
    #expect(layout["size"]?.integer == size)
    #expect(layout["align"]?.integer == offset)
    #expect(layout["fields"]?.elements.last?["bit_offset"]?.integer == offset * 8)
  }

  @Test func `A layout is JSON where that is asked for`() throws {
    let output = OutputBuffer()
    try LayoutCommand.parse(["mptcp_info", "--format", "json"])
      .append(to: output, isColored: false)
    let layout = try JSONObject(output.text)
    #expect(Set(layout.members.keys) == ["struct", "size", "align", "fields"])
    #expect(layout["size"]?.integer == 96)
    #expect(layout["align"]?.integer == 8)
    let first = try JSONObject(
      #"{"name":"mptcpi_subflows","type":"__u8","bit_offset":0,"bit_width":8}"#)
    #expect(layout["fields"]?.elements.first == first)
    // Every bit once, in order.
    var end = 0
    for field in layout["fields"]?.elements ?? [] {
      #expect((field["bit_offset"]?.integer ?? -1) >= end)
      end = (field["bit_offset"]?.integer ?? 0) + (field["bit_width"]?.integer ?? 0)
    }
    #expect(end <= 96 * 8)
  }

  @Test func `Layout shows holes`() throws {
    let output = OutputBuffer()
    try LayoutCommand.parse(["mptcp_info", "--release", "6.8"])
      .append(to: output, isColored: false)
    #expect(output.text.contains("hole: 2 bytes at byte 6"))
    #expect(output.text.contains("hole: 1 byte at byte 43"))
    #expect(output.text.contains("padding: 7 bytes at byte 81"))
    let bits = OutputBuffer()
    try LayoutCommand.parse(["tcp_info", "--release", "5.4"]).append(to: bits, isColored: false)
    #expect(bits.text.contains("bit hole: 7 bits at byte 7, bit 1"))
  }

  @Test func `Unknown structs and releases are named`() throws {
    let output = OutputBuffer()
    #expect(throws: CommandFailure.self) {
      try FieldsCommand.parse(["mptcp_imfo"]).append(to: output, isColored: false)
    }
    do {
      try LayoutCommand.parse(["tcp_inf"]).append(to: output, isColored: false)
    } catch {
      #expect("\(error)".contains("did you mean 'tcp_info'?"))
    }
    do {
      try LayoutCommand.parse(["mptcp_info", "--release", "5.8"])
        .append(to: output, isColored: false)
    } catch {
      #expect("\(error)".contains("came with Linux 5.9"))
    }
  }

  @Test func `Arguments that make no sense are refused`() {
    for arguments in [
      ["decode", "--struct", "a", "--sockopt", "b"], ["decode", "--struct", "mptcp_inf"],
      ["decode", "--sockopt", "X"], ["decode", "--kernel", "six"], ["decode", "--capacity", "-1"],
      ["decode", "--format", "yaml"], ["layout"], ["generate"],
    ] {
      #expect(throws: (any Error).self, "\(arguments)") {
        _ = try UAPICommand.parseAsRoot(arguments)
      }
    }
  }

  @Test(
    arguments: [
      (999, "us", nil), (1500, "us", "1.5 ms"), (1_000_000, "us", "1 s"),
      (2_083_192, "ms", "34 min 43 s"), (4_294_673_808, "ms", "49 d 16 h"),
      (30_000, "bytes", "29.2 KiB"), (UInt64.max, "bytes/s", "no limit"), (7, "count", nil),
      (UInt64.max, "ms", nil), (UInt64.max, "bytes", "16777215.9 TiB"),
    ] as [(UInt64, String, String?)])
  func `Numbers are told in words`(value: UInt64, unit: String, words: String?) {
    #expect(ValueText.words(forValue: value, unit: unit) == words)
  }

  @Test func `Releases are put before others`() {
    #expect(ReleaseSpan.before(KernelRelease(7, 0)) == KernelRelease(6, 19))
    #expect(ReleaseSpan.before(KernelRelease(5, 0)) == KernelRelease(4, 20))
    #expect(ReleaseSpan.before(KernelRelease(6, 5)) == KernelRelease(6, 4))
  }
}
