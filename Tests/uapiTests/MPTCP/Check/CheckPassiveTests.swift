import UAPIText
import TestSupport
import Foundation
import MPTCP
import Testing

@testable import UAPICommands

#if os(Linux)
  /// A check that opens no connection.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct CheckPassiveTests {
    private static var command: String {
      get throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "uapi").path
      }
    }

    /// Every counter of the namespace, those that `nstat` shows.
    private func counters(of namespace: NetworkNamespace) throws -> String {
      try namespace.run(
        ["cat"] + ["netstat", "snmp", "snmp6"].map { "/proc/net/\($0)" }
      ).output
    }

    /// A namespace in which a connection over loopback starts joins.
    private func withEndpoints(_ body: (NetworkNamespace) throws -> Void) throws {
      try NetworkNamespace.with { namespace in
        try namespace.run(["ip", "address", "add", "10.0.0.1/32", "dev", "lo"])
        try namespace.run(["ip", "address", "add", "fd00::1/128", "dev", "lo", "nodad"])
        try namespace.setMPTCPLimits(subflows: 2, addAddrAccepted: 2)
        try namespace.addMPTCPEndpoint("10.0.0.1", id: 1, flags: ["subflow"])
        try namespace.addMPTCPEndpoint("fd00::1", id: 2, flags: ["subflow"], device: "lo")
        try namespace.addMPTCPEndpoint("10.0.0.9", id: 3, flags: ["subflow"])
        try namespace.addMPTCPEndpoint("127.0.0.1", id: 4, flags: ["signal"])
        try body(namespace)
      }
    }

    @Test(arguments: ["table", "json"])
    func `No counter moves`(format: String) throws {
      try withEndpoints { namespace in
        let command = try Self.command
        let words = [command, "mptcp", "check", "--format", format]
        let before = try counters(of: namespace)
        #expect(before.contains("MPTcpExt: ") && before.contains("Tcp: "))
        let passive = try namespace.outcome(of: words + ["--passive"])
        #expect(passive.status == 0 && passive.errors.isEmpty, "\(passive.errors)")
        #expect(try counters(of: namespace) == before)
        #expect(passive.output.contains("No connection over loopback was tried (--passive)"))
        #expect(passive.output.contains("Endpoint 3 (10.0.0.9) opens no subflow"))

        // The same look at counters sees a connection, and its joins.
        let active = try namespace.outcome(of: words)
        #expect(active.status == 0)
        #expect(!active.output.contains("--passive"))
        let after = try counters(of: namespace)
        #expect(after != before)
        let change = try #require(MPTCPCounters(text: after)).change(
          since: try #require(MPTCPCounters(text: before)))
        #expect(change["MPCapableSYNRX"] == 1)
      }
    }

    @Test func `No connection is tried where there is a passive look`() throws {
      try NetworkNamespace.with { namespace in
        // A connection would wait for seconds here.
        try namespace.run(["ip", "link", "set", "lo", "down"])
        let words = [try Self.command, "mptcp", "check", "--passive", "--format", "json"]
        let outcome = try namespace.outcome(of: words)
        let object = try JSONObject(outcome.output)
        #expect(outcome.status == 0 && object["available"] == .bool(true))
        #expect(object["connection"]?["kind"]?.text == "notTried")
        #expect(object["evidence"]?.text != nil)
        let findings = object["findings"]?.elements ?? []
        #expect(
          findings.compactMap { $0["topic"]?.text == "connection" ? $0["kind"]?.text : nil }
            == ["notTried"])
        #expect(!findings.contains { $0["topic"]?.text == "header" })
      }
    }

    @Test func `A passive look sees that MPTCP is switched off`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.enabled", to: "0")
        let words = [try Self.command, "mptcp", "check", "--passive", "--format", "json"]
        let outcome = try namespace.outcome(of: words)
        #expect(outcome.status == 2)
        #expect(try JSONObject(outcome.output)["support"]?.text == "disabled")
      }
    }

    @Test(arguments: ["check", "probe"])
    func `The help says what a connection moves`(name: String) throws {
      try NetworkNamespace.with { namespace in
        let help = try namespace.run([try Self.command, "mptcp", name, "--help"]).output
        let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("moves the counters of MPTCP and TCP"))
        #expect(words.contains("can start joins"))
        #expect(words.contains("--passive opens no"))
      }
    }
  }
#endif
