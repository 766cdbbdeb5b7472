import UAPIText
import TestSupport
import Foundation
import MPTCP
import Testing

@testable import UAPICommands

#if os(Linux)
  /// Probes and checks of namespaces in which something hinders the connection over loopback.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct ProbeLiveTests {
    private struct Outcome {
      var probe: LoopbackJudgement?
      var check: LoopbackJudgement?
      var duration: Duration
    }

    /// What both commands judge, and how long the first one took. Where it had to wait, the second one
    /// is spared.
    private func judgements(in namespace: NetworkNamespace) throws -> Outcome {
      try namespace.inside {
        let clock = ContinuousClock()
        let start = clock.now
        let probe = MPTCPProbe.run()
        let duration = clock.now - start
        var outcome = Outcome(
          probe: probe.failure?.judgement, check: probe.failure?.judgement, duration: duration)
        // The kernel gives up a dropped handshake after three seconds, on a busy machine later.
        guard duration < .seconds(4) || outcome.probe == .handshakeDropped else { return outcome }
        outcome.check = nil
        if case .failed(let failure) = CheckFacts.ofThisMachine().connection {
          outcome.check = failure.judgement
        }
        return outcome
      }
    }

    @Test(arguments: [
      (
        rule: "tcp option mptcp exists drop", retries: "2",
        probe: LoopbackJudgement.handshakeDropped, check: LoopbackJudgement.blackhole
      ),
      ("tcp option mptcp exists drop", "100", .handshakeUnanswered, .handshakeUnanswered),
      ("tcp option mptcp exists reject with tcp reset", "2", .handshakeRefused, .handshakeRefused),
      ("reset tcp option mptcp", "2", .optionRemoved, .optionRemoved),
      // The option of the answer alone, and that of the data.
      (
        "tcp flags & (syn|ack) == (syn|ack) reset tcp option mptcp", "2", .optionRemoved,
        .optionRemoved
      ),
      ("tcp flags & syn == 0 reset tcp option mptcp", "2", .optionRemoved, .optionRemoved),
      // Only the connection of the client is there.
      (
        "tcp flags & syn == 0 tcp option mptcp exists drop", "2", .handshakeUnanswered,
        .handshakeUnanswered
      ),
      ("ip protocol tcp reject", "2", .refused, .refused),
      ("meta length > 1000 drop", "2", .unanswered, .unanswered),
      ("meta length > 1000 tcp option mptcp exists drop", "2", .dataLost, .dataLost),
    ])
    func `Rules of a firewall are told from the kernel's age`(
      rule: String, retries: String, probe: LoopbackJudgement, check: LoopbackJudgement
    ) throws {
      try NetworkNamespace.with { namespace in
        let setting = "net.mptcp.syn_retrans_before_tcp_fallback"
        guard (try? namespace.setSysctl(setting, to: retries)) != nil else {
          print("skipped: this kernel has no \(setting)")
          return
        }
        guard try namespace.addInputRule(rule) else { return }
        let outcome = try judgements(in: namespace)
        #expect(outcome.probe == probe)
        #expect(outcome.check == check)
        #expect(outcome.duration < .seconds(20))
        // The remedy is one.
        try namespace.deleteInputRules()
        if check == .blackhole {
          try namespace.setSysctl("net.mptcp.blackhole_timeout", to: "3600")
        }
        let after = try judgements(in: namespace)
        #expect(after.probe == nil && after.check == nil)
      }
    }

    @Test(arguments: [
      (
        commands: ["ip link set lo down"], kind: LoopbackJudgement.loopbackDown,
        remedy: "ip link set lo up"
      ),
      (["ip link set lo down", "ip address flush dev lo"], .loopbackDown, "ip link set lo up"),
      (["ip address flush dev lo"], .loopbackWithoutAddress, "ip address add 127.0.0.1/8 dev lo"),
      (
        ["ip rule add pref 1 prohibit", "ip rule delete pref 0"], .noRoute, "ip rule delete pref 1"
      ),
      (
        ["ip rule add pref 1 blackhole", "ip rule delete pref 0"], .noRoute, "ip rule delete pref 1"
      ),
      (
        ["ip rule add pref 1 unreachable", "ip rule delete pref 0"], .noRoute,
        "ip rule delete pref 1"
      ),
    ])
    func `A namespace whose loopback is not set up is told from the kernel's age`(
      commands: [String], kind: LoopbackJudgement, remedy: String
    ) throws {
      try NetworkNamespace.with { namespace in
        func run(_ command: String) throws {
          try namespace.run(command.split(separator: " ").map(String.init))
        }
        for command in commands { try run(command) }
        let outcome = try judgements(in: namespace)
        #expect(outcome.probe == kind && outcome.check == kind)
        #expect(outcome.duration < .seconds(20))
        if kind == .noRoute { try run("ip rule add pref 0 lookup local") }
        try run(remedy)
        #expect(try judgements(in: namespace).probe == nil)
      }
    }

    @Test func `A system without IPv4 is probed by IPv6`() throws {
      try NetworkNamespace.with { namespace in
        let report = try namespace.inside {
          try refusingSockets(ofFamily: AF_INET, with: EAFNOSUPPORT) { MPTCPProbe.run() }
        }
        #expect(report.isAvailable && report.failure == nil)
        try namespace.run(["ip", "address", "delete", "::1/128", "dev", "lo"])
        let without = try namespace.inside {
          try refusingSockets(ofFamily: AF_INET, with: EAFNOSUPPORT) { MPTCPProbe.run() }
        }
        #expect(without.failure?.judgement == .loopbackWithoutAddress)
      }
    }

    @Test(arguments: [EPROTONOSUPPORT, EINVAL])
    func `A policy that plays a kernel without MPTCP is not the kernel's age`(
      errno: Int32
    ) throws {
      try NetworkNamespace.with { namespace in
        let (probe, check) = try namespace.inside {
          try refusingSockets(with: errno) {
            (MPTCPProbe.run(), CheckReport(CheckFacts.ofThisMachine()))
          }
        }
        let findings = check.findings.filter { $0.topic == .support }
        #expect(probe.explanation == findings.map(\.text).joined(separator: " "))
        #expect(probe.explanation.contains("something in between refuses it"))
        #expect(probe.remedy?.contains("seccomp") == true)
        #expect(probe.remedy?.contains("Linux 5") == false)
        #expect(findings.allSatisfy { $0.remedy?.contains("Linux 5") != true })
      }
    }

    @Test func `The command names the firewall, in both formats`() throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let command = URL(filePath: tests).deletingLastPathComponent().appending(path: "uapi").path
      try NetworkNamespace.with { namespace in
        guard try namespace.addInputRule("reset tcp option mptcp") else { return }
        let table = try namespace.outcome(of: [command, "mptcp", "probe"])
        #expect(table.status == 2 && table.errors.isEmpty)
        #expect(table.output.contains("fell back to TCP: the option did not arrive."))
        #expect(table.output.contains("\nLook for rules that match or strip TCP options: nft"))
        #expect(!table.output.contains("5.16"))
        let json = try namespace.outcome(of: [command, "mptcp", "probe", "--format", "json"])
        let connection = try JSONObject(json.output)["connection"]
        #expect(json.status == 2 && connection?["kind"]?.text == "optionRemoved")
        #expect(connection?["state"]?.text == "fellBack")
        let check = try namespace.outcome(of: [command, "mptcp", "check", "--format", "json"])
        #expect(try JSONObject(check.output)["connection"]?["kind"]?.text == "optionRemoved")
        #expect(check.status == 0)
      }
    }
  }
#endif
