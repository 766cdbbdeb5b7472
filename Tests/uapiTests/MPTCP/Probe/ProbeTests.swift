import DecodingSupport
import TestSupport
import CaptureDecoding
import UAPIText
import Foundation
import MPTCP
import Testing

@testable import UAPICommands

/// The probe of this machine.
struct ProbeTests {
  private var report: ProbeReport {
    var bytes = [UInt8](repeating: 0, count: 96)
    bytes[8] = 2
    return ProbeReport(
      kernel: "6.18.1", support: "available", explanation: "It works.",
      capture: CaptureRecord(
        subject: .option(.info), answer: .bytes(bytes), capacity: .bytes(512),
        source: "getsockopt", kernel: "6.18.1", machine: "x86_64"),
      header: ProbeReport.InstalledHeader(
        path: "/usr/include/linux/mptcp.h", release: "6.1",
        fields: ["mptcpi_subflows", "mptcpi_flags"]))
  }

  @Test func `JSON holds a record that decodes`() throws {
    let output = OutputBuffer()
    ProbeRenderer(structs: KnownStructs(), isColored: false).appendJSON(report, to: output)
    let object = try JSONObject(output.text)
    #expect(object["kernel"]?.text == "6.18.1")
    #expect(object["support"]?.text == "available")
    #expect(object["capture"]?["optlen"]?.integer == 96)
    #expect(object["mptcp_info"]?["fields"]?["mptcpi_flags"]?["value"]?.integer == 2)
    let start = try #require(output.text.firstRange(of: "\"capture\": "))
    let end = try #require(output.text.firstRange(of: "\"mptcp_info\": {"))
    let capture = output.text[start.upperBound..<end.lowerBound]
      .dropLast(while: { ", \n".contains($0) })
    let decoded = try decode(String(capture), kernel: "record")
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try decoded.object["fields"] == object["mptcp_info"]?["fields"])
  }

  @Test func `The table names what the header lacks`() {
    let output = OutputBuffer()
    ProbeRenderer(structs: KnownStructs(), isColored: false).appendTable(report, to: output)
    #expect(output.text.contains("24 present, 1 absent"))
    #expect(output.text.contains("would have missed 22 fields"))
  }

  @Test func `Absence is explained`() throws {
    let report = ProbeReport(
      kernel: "5.10.0", support: "disabled", explanation: "It is off.", remedy: "Switch it on.")
    #expect(!report.isAvailable)
    let renderer = ProbeRenderer(structs: KnownStructs(), isColored: false)
    let table = OutputBuffer()
    renderer.appendTable(report, to: table)
    #expect(table.text.contains("It is off.\nSwitch it on.\n"))
    let json = OutputBuffer()
    renderer.appendJSON(report, to: json)
    #expect(try JSONObject(json.text)["support"]?.text == "disabled")
    #expect(try JSONObject(json.text)["capture"] == nil)
  }

  @Test func `This machine answers`() throws {
    let report = MPTCPProbe.run()
    let enabled = try? String(contentsOfFile: "/proc/sys/net/mptcp/enabled", encoding: .utf8)
    guard enabled?.first == "1" else {
      print("skipped: this kernel has no MPTCP, or it is switched off (\(report.explanation))")
      #expect(!report.isAvailable)
      return
    }
    #expect(report.isAvailable, "\(report.explanation)")
    let output = OutputBuffer()
    ProbeRenderer(structs: KnownStructs(), isColored: false).appendJSON(report, to: output)
    let info = try JSONObject(output.text)["mptcp_info"]
    #expect(info?["fields"]?["mptcpi_token"]?["presence"]?.text == "present")
  }
}

extension Substring {
  /// Without the characters at the end that a condition holds for.
  fileprivate func dropLast(while condition: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, condition(last) { text.removeLast() }
    return text
  }
}
