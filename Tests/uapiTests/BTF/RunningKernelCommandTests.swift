import DecodingSupport
import TestSupport
import CaptureDecoding
import UAPIText
import BTF
import Foundation
import MPTCP
import Testing
import UAPIStructs

@testable import UAPICommands

/// What the commands make of the running kernel's own types.
struct RunningKernelCommandTests {
  private static var kernelShowsTypes: Bool {
    if FileManager.default.fileExists(atPath: "/sys/kernel/btf/vmlinux") { return true }
    print("skipped: this kernel shows no types in /sys/kernel/btf")
    return false
  }

  @Test(arguments: ["mptcp_info", "tcp_info"])
  func `Nothing is indeterminate in an answer of this kernel`(name: String) throws {
    guard Self.kernelShowsTypes, let layout = try BTFTypes.running().layout(of: name) else {
      return
    }
    let digits = String(repeating: "00", count: layout.size)
    let subject = CaptureRecord.Subject.structure(name)
    let undecided = try decode(digits, subject: subject, capacity: layout.size)
    let decided = try decode(digits, kernel: "running", subject: subject, capacity: layout.size)
    #expect(undecided.status == 0 && decided.status == 0)
    let fields = try decided.object["fields"]?.members ?? [:]
    #expect(!fields.isEmpty)
    let presences = Set(fields.values.map { $0["presence"]?.text })
    #expect(presences.isSubset(of: ["present", "absent"]))
    for field in layout.fields where fields[field.name] != nil {
      #expect(fields[field.name]?["presence"]?.text == "present", "\(field.name)")
    }
  }

  @Test func `The probe says what its certainty rests on`() throws {
    let report = MPTCPProbe.run()
    guard report.isAvailable else { return }
    #expect(report.evidence == KernelEvidence.running)
    let decoded = try #require(report.decoded(by: KnownStructs()))
    if Self.kernelShowsTypes {
      #expect(report.evidence == .types)
      #expect(decoded.reading.remarks == .exactLayout)
      let undecided = decoded.history.fields.indices.filter {
        decoded.presence(ofField: $0) == .indeterminate
      }
      #expect(undecided.isEmpty)
    }
    let output = OutputBuffer()
    ProbeRenderer(structs: KnownStructs(), isColored: false).appendJSON(report, to: output)
    #expect(["btf", "release"].contains(try JSONObject(output.text)["evidence"]?.text))
    #expect(report.answeredOptions.contains(.info))
  }
}

/// What a check says about the kernel, modelled by what it was told.
struct KernelFindingTests {
  private func texts(_ facts: CheckFacts, _ topic: CheckFinding.Topic) -> [String] {
    CheckReport(facts).findings.filter { $0.topic == topic }.map(\.text)
  }

  @Test func `The options that were answered are named`() {
    var facts = CheckReportTests.machine()
    facts.answeredOptions = [.info, .subflowTCPInfo, .tcpInfo]
    facts.evidence = .types
    #expect(
      texts(facts, .kernel) == [
        "The kernel answers MPTCP_INFO, MPTCP_TCPINFO.",
        "The kernel shows its own types: which fields it has is certain.",
      ])
  }

  @Test func `A kernel without types is judged by its release, and says why`() throws {
    var facts = CheckReportTests.machine()
    let error = #expect(throws: BTFError.self) { try BTFTypes(contentsOf: "/nowhere/vmlinux") }
    facts.evidence = .release("6.1.0-44", because: try #require(error))
    let finding = try #require(CheckReport(facts).findings.first { $0.topic == .kernel })
    #expect(finding.severity == .note)
    #expect(finding.text.contains("/nowhere/vmlinux") && finding.text.contains("6.1.0-44"))
    #expect(finding.remedy?.contains("CONFIG_DEBUG_INFO_BTF") == true)
  }

  @Test func `Names of netlink are compared in both directions`() {
    let kernel = KernelEnumerators([
      "MPTCP_PM_CMD_UNSPEC", "MPTCP_PM_CMD_ADD_ADDR", "MPTCP_EVENT_CREATED", "__MPTCP_PM_CMD_MAX",
      "MPTCP_PM_TYPE_KERNEL", "MPTCP_PM_CMD_MAX",
    ])
    let header = [
      "MPTCP_PM_CMD_UNSPEC", "MPTCP_PM_CMD_ADD_ADDR", "MPTCP_EVENT_SUB_CLOSED", "OTHER",
    ]
    // MPTCP_PM_TYPE_KERNEL is the kernel's own.
    #expect(kernel.missing(in: header) == ["MPTCP_EVENT_CREATED"])
    #expect(kernel.unknown(of: header) == ["MPTCP_EVENT_SUB_CLOSED"])
    var facts = CheckReportTests.machine()
    facts.header?.missingEnumerators = kernel.missing(in: header)
    facts.header?.unknownEnumerators = kernel.unknown(of: header)
    let said = texts(facts, .header).joined(separator: " ")
    #expect(said.contains("that this kernel knows: MPTCP_EVENT_CREATED."))
    #expect(said.contains("does not know: MPTCP_EVENT_SUB_CLOSED."))
  }
}
