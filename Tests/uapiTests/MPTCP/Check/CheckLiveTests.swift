import UAPIText
import TestSupport
import Foundation
import MPTCP
import Testing

@testable import UAPICommands

#if os(Linux)
  /// Checks of namespaces and threads in which something is wrong.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct CheckLiveTests {
    private func report(in namespace: NetworkNamespace) throws -> CheckReport {
      try namespace.inside { CheckReport(CheckFacts.ofThisMachine()) }
    }

    private func texts(
      _ report: CheckReport, _ severity: CheckFinding.Severity, _ topic: CheckFinding.Topic
    ) -> [String] {
      report.findings.filter { $0.severity == severity && $0.topic == topic }.map(\.text)
    }

    @Test func `A namespace where MPTCP is switched off`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.enabled", to: "0")
        let report = try report(in: namespace)
        #expect(!report.isAvailable && report.facts.support == .disabled)
        #expect(report.findings.first?.remedy?.hasSuffix("sysctl -w net.mptcp.enabled=1") == true)
        #expect(report.findings.count { $0.topic == .support } == 1)
        // The remedy is one.
        try namespace.setSysctl("net.mptcp.enabled", to: "1")
        let after = try self.report(in: namespace)
        #expect(after.isAvailable)
        #expect(texts(after, .ok, .connection).count == 1)
      }
    }

    @Test(arguments: [EACCES, EPERM])
    func `A thread to which a policy forbids MPTCP`(errno: Int32) throws {
      try NetworkNamespace.with { namespace in
        let report = try namespace.inside {
          try refusingSockets(with: errno) { CheckReport(CheckFacts.ofThisMachine()) }
        }
        #expect(!report.isAvailable && report.facts.support == .denied(errno: errno))
        #expect(report.findings.first?.text.contains("errno \(errno)") == true)
        #expect(report.findings.first?.remedy?.contains("seccomp") == true)
      }
    }

    @Test(arguments: [EPROTONOSUPPORT, EINVAL])
    func `A policy that plays a kernel without MPTCP is found out`(errno: Int32) throws {
      try NetworkNamespace.with { namespace in
        let report = try namespace.inside {
          try refusingSockets(with: errno) { CheckReport(CheckFacts.ofThisMachine()) }
        }
        #expect(!report.isAvailable)
        #expect(texts(report, .problem, .support).count == 2)
      }
    }

    @Test(arguments: [
      // The first refuses at once, the second lets packets vanish.
      [["ip", "link", "set", "lo", "down"], ["ip", "address", "flush", "dev", "lo"]],
      [["ip", "link", "set", "lo", "down"]],
    ])
    func `A namespace without loopback`(commands: [[String]]) throws {
      try NetworkNamespace.with { namespace in
        for words in commands { try namespace.run(words) }
        let report = try report(in: namespace)
        #expect(report.isAvailable)
        let found = report.findings.filter { $0.topic == .connection }
        #expect(found.map(\.severity) == [.note])
        #expect(found.first?.remedy?.contains("ip link set lo up") == true)
        guard case .failed(let failure) = report.facts.connection else {
          Issue.record("\(report.facts.connection)")
          return
        }
        #expect(failure.judgement == .loopbackDown)
        if commands.count == 1 { #expect(failure.error.errno == ETIMEDOUT) }
      }
    }

    @Test func `Limits, endpoints and path manager of a namespace`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.run(["ip", "address", "add", "10.0.0.1/32", "dev", "lo"])
        try namespace.setMPTCPLimits(subflows: 0, addAddrAccepted: 1)
        try namespace.addMPTCPEndpoint("10.0.0.1", id: 1, flags: ["subflow"])
        try namespace.addMPTCPEndpoint("10.0.0.2", id: 2, flags: ["subflow"])
        try namespace.addMPTCPEndpoint("fd00::1", id: 3, flags: ["subflow"], device: "lo")
        try namespace.addMPTCPEndpoint("fd00::2", id: 4, flags: ["signal"])
        let report = try report(in: namespace)
        #expect(texts(report, .problem, .limits).count == 1)
        #expect(texts(report, .ok, .limits).count == 1)
        let strangers = report.facts.reaches.filter { !$0.value.isBindable }.keys
        #expect(strangers.sorted() == [2, 3, 4])
        let problems = texts(report, .problem, .endpoints)
        #expect(problems.count == 2)
        #expect(zip(problems, [2, 3]).allSatisfy { $0.hasPrefix("Endpoint \($1) (") })

        try namespace.run(["ip", "address", "add", "10.0.0.2/32", "dev", "lo"])
        try namespace.run(["ip", "address", "add", "fd00::1/128", "dev", "lo", "nodad"])
        let cured = try self.report(in: namespace)
        #expect(texts(cured, .problem, .endpoints).isEmpty)

        try namespace.setSysctl("net.mptcp.pm_type", to: "1")
        let foreign = try self.report(in: namespace)
        #expect(texts(foreign, .note, .pathManager).count == 1)
        #expect(texts(foreign, .problem, .limits).isEmpty)
      }
    }

    @Test func `The kernel's answers agree with the header beside it`() throws {
      try NetworkNamespace.with { namespace in
        let report = try report(in: namespace)
        let header = try #require(report.facts.header)
        guard case .mptcp(let count) = report.facts.connection else {
          Issue.record("\(report.facts.connection)")
          return
        }
        let text = try String(contentsOfFile: header.path, encoding: .utf8)
        #expect(header.missing.count < count)
        #expect(header.missing.allSatisfy { !text.contains("\($0);") })
        #expect(text.contains("mptcpi_token;") && !header.missing.contains("mptcpi_token"))
      }
    }

    /// The command itself, as a process.
    @Test func `The exit status says whether MPTCP is available`() throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let command = URL(filePath: tests).deletingLastPathComponent().appending(path: "uapi").path
      try NetworkNamespace.with { namespace in
        let words = [command, "mptcp", "check"]
        let table = try namespace.outcome(of: words)
        #expect(table.status == 0 && table.errors.isEmpty, "\(table.errors)")
        #expect(table.output.contains("✓ MPTCP sockets can be opened.\n"))
        try namespace.setSysctl("net.mptcp.enabled", to: "0")
        let json = try namespace.outcome(of: words + ["--format", "json"])
        #expect(json.status == 2 && json.errors.isEmpty, "\(json.errors)")
        #expect(try JSONObject(json.output)["support"]?.text == "disabled")
        #expect(try JSONObject(json.output)["available"] == .bool(false))
      }
    }
  }
#endif
