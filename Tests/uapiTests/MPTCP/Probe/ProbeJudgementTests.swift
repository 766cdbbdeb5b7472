import TestSupport
import CaptureDecoding
import UAPIText
import MPTCP
import Routing
import Testing

@testable import UAPICommands

/// Why a connection over loopback did not answer, judged by what was seen of it.
struct ProbeJudgementTests {
  private static let getsockopt = "getsockopt(SOL_MPTCP, MPTCP_INFO)"

  private func failure(
    _ call: String, _ errno: Int32, state: MPTCPSocket.State? = nil, isUp: Bool? = true,
    tcp: LoopbackFailure.Control = .notTried, counters: [String: UInt64] = [:]
  ) -> LoopbackFailure {
    LoopbackFailure(
      error: MPTCPSocketError(call: call, errno: errno), state: state,
      interface: isUp.map { NetworkInterface(index: 1, name: "lo", flags: $0 ? 0x1_0049 : 0x8) },
      plainTCP: tcp, counters: counters)
  }

  @Test(arguments: [
    (errno: Int32(95), state: MPTCPSocket.State.mptcp, kind: LoopbackJudgement.noInfo),
    (92, .mptcp, .noInfo), (1, .mptcp, .questionDenied), (13, .undecided, .questionDenied),
    (95, .undecided, .failed), (107, .mptcp, .failed),
  ])
  func `Only a connection that speaks MPTCP tells of the kernel's age`(
    errno: Int32, state: MPTCPSocket.State, kind: LoopbackJudgement
  ) {
    let failure = failure(Self.getsockopt, errno, state: state)
    #expect(failure.judgement == kind)
    #expect((failure.remedy?.contains("Linux 5.16") == true) == (kind == .noInfo))
    #expect(failure.explanation.contains("errno \(errno)"))
  }

  @Test(
    arguments: [
      (counters: [:], kind: LoopbackJudgement.fellBack),
      (["MPCapableSYNTX": 1, "MPCapableFallbackSYNACK": 1], .optionRemoved),
      (["MPCapableSYNTX": 1, "MPCapableFallbackACK": 1], .optionRemoved),
      (["MPCapableSYNTX": 1, "MPCapableSYNTXDrop": 1], .handshakeDropped),
      (["MPCapableSYNTXDisabled": 1], .blackhole),
      // Another connection of the namespace had its pause, this one asked.
      (["MPCapableSYNTXDisabled": 1, "MPCapableSYNTX": 1], .fellBack),
      (["MPCurrEstab": 4], .fellBack),
    ] as [(counters: [String: UInt64], kind: LoopbackJudgement)])
  func `What the kernel counted tells how a fallback came about`(
    counters: [String: UInt64], kind: LoopbackJudgement
  ) throws {
    for errno: Int32 in [92, 95] {
      var failure = failure(Self.getsockopt, errno, state: .fellBack, counters: counters)
      #expect(failure.judgement == kind && kind.severity == .problem)
      let remedy = try #require(failure.remedy)
      #expect(remedy.contains("nft list ruleset") && !remedy.contains("5.16"))
      #expect(!remedy.contains("blackhole_timeout"))
      failure.blackholeTimeout = 1800
      #expect(failure.remedy?.hasSuffix("sysctl -w net.mptcp.blackhole_timeout=1800") == true)
      failure.blackholeTimeout = 0
      #expect(failure.remedy == remedy)
    }
  }

  @Test(arguments: [
    (
      call: "connect", errno: Int32(111), tcp: LoopbackFailure.Control.works,
      kind: LoopbackJudgement.handshakeRefused
    ),
    ("connect", 104, .works, .handshakeRefused),
    ("connect", 111, .failed(MPTCPSocketError(call: "connect", errno: 111)), .refused),
    ("connect", 111, .notTried, .refused), ("connect", 110, .works, .handshakeUnanswered),
    ("accept", 110, .works, .handshakeUnanswered),
    ("connect", 110, .failed(MPTCPSocketError(call: "connect", errno: 110)), .unanswered),
    ("accept", 110, .failed(MPTCPSocketError(call: "accept", errno: 110)), .unanswered),
    ("recv", 110, .works, .dataLost), ("send", 32, .works, .dataLost),
    ("recv", 110, .failed(MPTCPSocketError(call: "recv", errno: 110)), .unanswered),
    ("recv", 104, .works, .dataLost),
  ])
  func `Plain TCP tells what concerns MPTCP alone`(
    call: String, errno: Int32, tcp: LoopbackFailure.Control, kind: LoopbackJudgement
  ) {
    let failure = failure(call, errno, tcp: tcp)
    #expect(failure.judgement == kind)
    #expect((kind.severity == .problem) == (tcp == .works))
    #expect(failure.remedy?.contains("nft list ruleset") == true)
    #expect(failure.remedy?.contains("5.16") == false)
  }

  @Test(arguments: [
    (
      call: "connect", errno: Int32(110), isUp: false, hasRoute: true,
      kind: LoopbackJudgement.loopbackDown, remedy: "ip link set lo up"
    ),
    ("bind", 99, false, true, .loopbackDown, "ip link set lo up"),
    ("bind", 99, true, true, .loopbackWithoutAddress, "ip address add 127.0.0.1/8 dev lo"),
    ("connect", 101, true, false, .noRoute, "ip rule"),
    ("connect", 113, true, false, .noRoute, "ip rule"),
    ("connect", 22, true, false, .noRoute, "ip rule"),
    ("connect", 13, true, false, .noRoute, "ip rule"),
    ("connect", 13, true, true, .denied, "seccomp"), ("bind", 1, true, true, .denied, "seccomp"),
    ("recv", 1, true, true, .denied, "seccomp"),
    ("socket", 24, true, true, .exhausted, "ulimit -n"),
    ("accept", 23, false, true, .exhausted, "ulimit -n"),
    ("connect", 99, true, true, .exhausted, "ss -s"),
  ])
  func `What hinders every connection is not laid to MPTCP`(
    call: String, errno: Int32, isUp: Bool, hasRoute: Bool, kind: LoopbackJudgement, remedy: String
  ) {
    var failure = failure(call, errno, isUp: isUp)
    failure.hasRoute = hasRoute
    #expect(failure.judgement == kind && kind.severity == .note)
    #expect(failure.remedy?.contains(remedy) == true)
    #expect(failure.explanation.contains("errno \(errno)"))
  }

  @Test func `Both commands say the same of each failure`() throws {
    for (call, errno, state) in [
      (Self.getsockopt, Int32(95), MPTCPSocket.State.fellBack), ("connect", 110, .unconnected),
      (Self.getsockopt, 95, .mptcp), ("socket", 24, .undecided),
    ] {
      let failure = failure(call, errno, state: state)
      var facts = CheckReportTests.machine()
      facts.connection = .failed(failure)
      facts.header = nil
      let finding = try #require(
        CheckReport(facts).findings.first { $0.topic == .connection })
      #expect(finding.text == failure.explanation && finding.remedy == failure.remedy)
      #expect(finding.kind == failure.judgement.rawValue)

      let probe = ProbeReport(
        kernel: "6.18.1", support: "failed", explanation: failure.explanation,
        remedy: failure.remedy,
        failure: failure)
      let output = OutputBuffer()
      ProbeRenderer(structs: KnownStructs(), isColored: false).appendJSON(probe, to: output)
      let connection = try #require(try JSONObject(output.text)["connection"])
      #expect(connection["kind"]?.text == finding.kind)
      #expect(connection["call"]?.text == call && connection["state"]?.text == "\(state)")
      let check = OutputBuffer()
      CheckRenderer(style: Style(isColored: false)).appendJSON(CheckReport(facts), to: check)
      #expect(try JSONObject(check.text)["connection"] == connection)
    }
  }

  @Test func `Counters are read by their names`() {
    let text = """
      TcpExt: SyncookiesSent MPCapableSYNTX
      TcpExt: 7 8
      MPTcpExt: MPCapableSYNRX MPCapableSYNTX MPCapableSYNTXDrop
      MPTcpExt: 1 20 3

      """
    let counters = MPTCPCounters(text: text)
    #expect(
      counters?.values == ["MPCapableSYNRX": 1, "MPCapableSYNTX": 20, "MPCapableSYNTXDrop": 3])
    let earlier = MPTCPCounters(values: ["MPCapableSYNRX": 1, "MPCapableSYNTX": 18])
    #expect(
      counters?.change(since: earlier) == ["MPCapableSYNTX": 2, "MPCapableSYNTXDrop": 3])
    // Kernels without MPTCP have no such lines, and a line that is cut is no answer.
    #expect(MPTCPCounters(text: "TcpExt: A\nTcpExt: 1\n") == nil)
    #expect(MPTCPCounters(text: "MPTcpExt: A B\nMPTcpExt: 1\n") == nil)
  }
}
