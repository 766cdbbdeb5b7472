import TestSupport
import UAPIText
import MPTCP
import Testing

@testable import UAPICommands

/// How a check is written: the same findings in both formats.
struct CheckRenderingTests {
  /// A machine with a bit of everything, some of it hostile.
  private var report: CheckReport {
    var facts = CheckReportTests.machine(
      settings: ["checksum_enabled": "1", "of_the\u{1B}future": "\u{1B}[2J \"x\""],
      endpoints: [
        CheckReportTests.endpoint(7, [.subflow, .backup], interface: 3, name: "eth\u{7}0"),
        MPTCPEndpoint(
          id: 200,
          address: .ipv6(
            MPTCPAddress.IPv6(groups: [0xFD00, 0, 0, 0, 0, 0, 0, 1]), port: 4242, flowInfo: 0,
            scopeID: 0),
          flags: .signal),
        MPTCPEndpoint(id: 9, address: .other(family: 99, bytes: []), flags: [], interfaceIndex: 8),
      ])
    facts.header?.missing = (1...12).map { "mptcpi_field_of_the_future_\($0)" }
    return CheckReport(facts)
  }

  private func table(_ report: CheckReport, isColored: Bool = false) -> String {
    let output = OutputBuffer()
    CheckRenderer(style: Style(isColored: isColored)).appendTable(report, to: output)
    return output.text
  }

  private func json(_ report: CheckReport) throws -> JSONObject {
    let output = OutputBuffer()
    CheckRenderer(style: Style(isColored: false)).appendJSON(report, to: output)
    return try JSONObject(output.text)
  }

  /// A text without its line breaks.
  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `Both formats say the same`() throws {
    for report in [report, CheckReport(CheckReportTests.machine(.disabled))] {
      let (table, json) = (words(table(report)), try json(report))
      #expect(json["available"] == .bool(report.isAvailable))
      #expect(json["support"]?.text == report.facts.support.name)
      let findings = json["findings"]?.elements ?? []
      #expect(findings.count == report.findings.count)
      for (object, finding) in zip(findings, report.findings) {
        #expect(object["severity"]?.text == finding.severity.rawValue)
        #expect(object["topic"]?.text == finding.topic.rawValue)
        #expect(object["text"]?.text == finding.text)
        #expect(object["cure"]?.text == finding.remedy)
        let mark = ["ok": "✓", "note": "!", "problem": "✗"][finding.severity.rawValue] ?? "?"
        #expect(table.contains("\(mark) \(words(finding.text))"))
        for line in (finding.remedy ?? "").split(separator: "\n") {
          #expect(table.contains("→ \(words(String(line)))"))
        }
      }
    }
  }

  @Test func `Endpoints have a line each`() throws {
    let lines = table(report).split(separator: "\n").map { words(String($0)) }
    #expect(lines.contains("ENDPOINT ADDRESS PORT INTERFACE FLAGS"))
    #expect(lines.contains("7 10.0.0.7 - eth?0 subflow backup"))
    #expect(lines.contains("200 fd00::1 4242 any signal"))
    #expect(lines.contains("9 family 99 - 8 -"))
    let endpoints = try json(report)["endpoints"]?.elements ?? []
    #expect(endpoints.map { $0["id"]?.integer } == [7, 200, 9])
    #expect(endpoints.first?["flags"]?.elements.map(\.text) == ["subflow", "backup"])
    #expect(endpoints.first?["interface"]?.text == "eth\u{7}0")
    #expect(endpoints[1].members.keys.sorted() == ["address", "flags", "id", "port"])
    #expect(endpoints[2].members.keys.sorted() == ["flags", "id", "interface_index"])
    #expect(try json(report)["limits"]?["subflows"]?.integer == 2)
    #expect(try json(report)["limits"]?["add_addr_accepted"]?.integer == 2)
  }

  @Test func `Settings keep their texts`() throws {
    let settings = try json(report)["settings"]?.members ?? [:]
    #expect(
      settings.mapValues(\.text) == [
        "enabled": "1", "path_manager": "kernel", "checksum_enabled": "1",
        "of_the\u{1B}future": "\u{1B}[2J \"x\"",
      ])
    #expect(table(report).contains("of_the?future     ?[2J \"x\"\n"))
  }

  @Test func `Lines fit, and nothing reaches the terminal that others chose`() {
    let table = table(report)
    #expect(table.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    for line in table.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
    #expect(self.table(report, isColored: true).contains("\u{1B}[33m!\u{1B}[0m"))
  }
}
