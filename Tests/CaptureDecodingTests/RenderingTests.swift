import DecodingSupport
import TestSupport
import Testing
import UAPIStructs
import UAPIText

@testable import CaptureDecoding

/// Answers as tables and as JSON for the eye.
@Suite struct RenderingTests {
  private let answer =
    #"{"kernel":"6.1.0","machine":"x86_64","sockopt":"MPTCP_INFO","capacity":512,"optlen":48,"#
    + #""bytes":"01000002000000000300000064000000"# + String(repeating: "00", count: 32) + "\"}\n"

  @Test func tablesShowPresenceAtAGlance() throws {
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

  @Test func coloursAreAddedOnlyWhenAskedFor() {
    #expect(Style(isColored: false).mark(.present) == "●")
    #expect(
      Style(isColored: true).mark(.present) == "\(TerminalText.escape)[32m●\(TerminalText.plain)")
  }

  @Test func readableJSONIsTheSameValue() throws {
    let compact = try decode(answer).object
    let one = try decode(answer, format: .json).output
    #expect(try JSONObject(one) == compact)
    #expect(one.contains("    \"mptcpi_subflows\": {\"presence\": \"present\", \"value\": 1},\n"))
    let two = try decode(answer + answer, format: .json).output
    #expect(try JSONObject(two) == .array([compact, compact]))
    #expect(try decode("", format: .json).output == "[]\n")
  }

  @Test func errorsOfTablesAreLinksToLines() throws {
    #expect(try decode("{}\n", format: .table).errors.hasPrefix("input:1: error: "))
  }

  @Test func missingFilesAreNamed() {
    let errors = OutputBuffer()
    let status = DecodeRun(format: .ndjson)
      .run([.file("/nowhere/x")], output: OutputBuffer(), errors: errors)
    #expect(status == 1)
    #expect(errors.text.contains("/nowhere/x"))
  }

  @Test(
    arguments: [
      (999, "us", nil), (1500, "us", "1.5 ms"), (1_000_000, "us", "1 s"),
      (2_083_192, "ms", "34 min 43 s"), (4_294_673_808, "ms", "49 d 16 h"),
      (30_000, "bytes", "29.2 KiB"), (UInt64.max, "bytes/s", "no limit"), (7, "count", nil),
      (UInt64.max, "ms", nil), (UInt64.max, "bytes", "16777215.9 TiB"),
    ] as [(UInt64, String, String?)])
  func numbersInWords(value: UInt64, unit: String, words: String?) {
    #expect(ValueText.words(forValue: value, unit: unit) == words)
  }

  @Test func releasesBeforeOthers() {
    #expect(ReleaseSpan.before(KernelRelease(7, 0)) == KernelRelease(6, 19))
    #expect(ReleaseSpan.before(KernelRelease(5, 0)) == KernelRelease(4, 20))
    #expect(ReleaseSpan.before(KernelRelease(6, 5)) == KernelRelease(6, 4))
  }
}
