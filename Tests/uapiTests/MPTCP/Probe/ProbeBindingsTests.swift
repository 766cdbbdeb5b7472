import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs
import UAPIText

@testable import CaptureDecoding
@testable import UAPICommands

/// The binding that the plugin makes when the command is built, next to the committed one.
struct ProbeBindingsTests {
  @Test func `Both bindings see the fields of an answer that the committed one knows`() {
    for count in [40, 56, 84, 96, 120] {
      let bytes = [UInt8](repeating: 0, count: count)
      let found = ProbeBindings.ofMPTCPInfo(bytes, capacity: 512, kernel: .unknown)
      #expect(found.name == "mptcp_info")
      #expect(found.committed.present.count >= 11)
      #expect(Set(found.installed.fields).isSuperset(of: found.committed.fields))
      #expect(Set(found.installed.present).isSuperset(of: found.committed.present))
    }
    let tcp = ProbeBindings.ofTCPInfo(
      [UInt8](repeating: 0, count: 232), capacity: 512, kernel: .unknown)
    #expect(tcp.name == "tcp_info")
    #expect(Set(tcp.installed.present).isSuperset(of: tcp.committed.present))
  }

  @Test func `Table and JSON say what each sees, and where they differ`() throws {
    var found = ProbeBindings.ofMPTCPInfo(
      [UInt8](repeating: 0, count: 40), capacity: 512, kernel: .unknown)
    found.installed = found.committed
    #expect(found.line.contains("committed 11 of 25 fields, to Linux "))
    #expect(found.line.hasSuffix(": the same"))
    found.installed.fields.append("mptcpi_brand_new")
    found.installed.present.append("mptcpi_brand_new")
    #expect(found.line.hasSuffix(": they differ in mptcpi_brand_new"))

    let report = ProbeReport(
      kernel: "6.18.1", support: "available", explanation: "It works.",
      capture: CaptureRecord(
        subject: .option(.info), answer: .bytes([UInt8](repeating: 0, count: 96)),
        capacity: .bytes(512), source: "getsockopt", kernel: "6.18.1", machine: "x86_64"),
      bindings: [found])
    let renderer = ProbeRenderer(structs: KnownStructs(), isColored: false)
    let json = OutputBuffer()
    renderer.appendJSON(report, to: json)
    let binding = try JSONObject(json.text)["bindings"]?.elements.first
    #expect(binding?["struct"]?.text == "mptcp_info")
    #expect(binding?["committed"]?["present"]?.integer == 11)
    #expect(binding?["installed"]?["fields"]?.integer == 26)
    #expect(binding?["differences"]?.elements.first?.text == "mptcpi_brand_new")
    let table = OutputBuffer()
    renderer.appendTable(report, to: table)
    #expect(table.text.contains(found.line))
  }
}
