import UAPIText
import MPTCP
import Netlink
import Testing

@testable import UAPICommands

/// What a check says about machines of all kinds, modelled by their answers.
struct CheckReportTests {
  /// A machine on which all is well.
  static func machine(
    _ support: MPTCPSupport = .available, settings: [String: String] = [:],
    limits: MPTCPPathManager.Limits = .init(additionalSubflows: 2, acceptedAddresses: 2),
    endpoints: [MPTCPEndpoint] = [endpoint(1)]
  ) -> CheckFacts {
    var facts = CheckFacts(
      kernel: "6.18.1", support: support,
      settings: .success(
        MPTCPSettings(texts: ["enabled": "1", "path_manager": "kernel"].merging(settings) { $1 })),
      pathManager: .success(MPTCPPathManager(limits: limits, endpoints: endpoints)))
    guard support == .available else { return facts }
    facts.connection = .mptcp(fieldCount: 24)
    facts.header = CheckFacts.Header(
      title: "/usr/include/linux/mptcp.h (Linux 6.18)", path: "/usr/include/linux/mptcp.h",
      release: "6.18", missing: [])
    return facts
  }

  static func endpoint(
    _ id: UInt8, _ flags: MPTCPEndpointFlags = .subflow, interface: UInt32? = nil,
    name: String? = nil
  ) -> MPTCPEndpoint {
    MPTCPEndpoint(
      id: id, address: .ipv4(MPTCPAddress.IPv4(10, 0, 0, id), port: 0), flags: flags,
      interfaceIndex: interface, interfaceName: name)
  }

  /// The findings that are not as they should be.
  private func findings(
    _ facts: CheckFacts, _ topic: CheckFinding.Topic? = nil
  ) -> [CheckFinding] {
    CheckReport(facts).findings.filter {
      $0.severity != .ok && (topic == nil || $0.topic == topic)
    }
  }

  @Test func `Where all is well, nothing else is said`() {
    let report = CheckReport(Self.machine())
    #expect(report.isAvailable)
    #expect(findings(Self.machine()).isEmpty)
    #expect(
      report.findings.map(\.topic) == [
        .support, .connection, .settings, .pathManager, .limits, .limits, .endpoints, .header,
        .diagnostics,
      ])
    #expect(report.findings.allSatisfy { $0.remedy == nil })
  }

  // MARK: - No MPTCP

  @Test(arguments: [
    (MPTCPSupport.disabled, "switched off", "net.mptcp.enabled=1"),
    (.notBuilt, "built without", "CONFIG_MPTCP=y"), (.tooOld, "Linux 5.6", "Linux 5.6"),
    (.denied(errno: 13), "policy", "seccomp"), (.denied(errno: 1), "policy", "seccomp"),
    (.failed(errno: 97), "errno 97", "socket(2)"),
  ])
  func `Each cause of failure has its words and its remedy`(
    support: MPTCPSupport, words: String, remedy: String
  ) throws {
    // Kernels without MPTCP have neither its files nor its path manager nor its sockets.
    var facts = Self.machine(support)
    if support == .notBuilt || support == .tooOld {
      facts.settings = .success(MPTCPSettings(texts: [:]))
      facts.pathManager = .failure(.noFamily("mptcp_pm"))
      facts.listingError = .refused(NetlinkError.Failure(call: "list", errno: 2), reason: nil)
    }
    let report = CheckReport(facts)
    #expect(!report.isAvailable)
    let found = findings(facts)
    #expect(found.count == 1)
    #expect(found.first?.severity == .problem && found.first?.topic == .support)
    #expect(found.first?.text.contains(words) == true)
    #expect(found.first?.remedy?.contains(remedy) == true)
    #expect(report.findings.first == found.first)
  }

  @Test func `A system that is not Linux is told so`() {
    var facts = Self.machine(.notLinux)
    facts.settings = .success(MPTCPSettings(texts: [:]))
    facts.pathManager = .failure(.noFamily("mptcp_pm"))
    facts.listingError = .noFamily("mptcp_pm")
    #expect(findings(facts).map(\.topic) == [.support])
    #expect(CheckReport(facts).findings.count == 1)
  }

  @Test(arguments: [MPTCPSupport.notBuilt, .tooOld])
  func `A kernel that has MPTCP did not give that answer`(support: MPTCPSupport) {
    let found = findings(Self.machine(support), .support)
    #expect(found.count == 2)
    #expect(found.last?.text.contains("something in between") == true)
    #expect(found.last?.remedy?.contains("seccomp") == true)
  }

  @Test func `A policy does not hide the switch`() {
    let found = findings(Self.machine(.denied(errno: 1), settings: ["enabled": "0"]), .support)
    #expect(found.map(\.remedy).last == MPTCPSupport.disabled.remedy)
    #expect(found.count == 2)
    // Once is enough.
    #expect(findings(Self.machine(.disabled, settings: ["enabled": "0"]), .support).count == 1)
  }

  // MARK: - Settings

  @Test(arguments: [
    ("allow_join_initial_addr_port", "0", "load balancer"), ("checksum_enabled", "1", "checksum"),
    ("blackhole_timeout", "0", "drops"), ("syn_retrans_before_tcp_fallback", "0", "fall back"),
    ("add_addr_timeout", "0", "announced again"), ("stale_loss_cnt", "0", "never left alone"),
  ])
  func `A setting that hinders is named, with the command that changes it`(
    name: String, text: String, words: String
  ) {
    let found = findings(Self.machine(settings: [name: text]))
    #expect(found.map(\.topic) == [.settings])
    #expect(found.first?.severity == .note)
    #expect(found.first?.text.contains(words) == true)
    #expect(found.first?.remedy?.contains("sysctl -w net.mptcp.\(name)=") == true)
    let other = Self.machine(settings: [name: text == "0" ? "1" : "0"])
    #expect(findings(other).isEmpty)
  }

  @Test func `Settings that cannot be read are named`() {
    var facts = Self.machine()
    let error = MPTCPSocketError(call: "open(/proc/sys/net/mptcp/scheduler)", errno: 13)
    facts.settings = .success(MPTCPSettings(texts: [:], unreadable: ["scheduler": error]))
    #expect(findings(facts).map(\.text) == ["net.mptcp.scheduler cannot be read: \(error)."])
    facts.settings = .failure(MPTCPSocketError(call: "opendir(/proc/sys/net/mptcp)", errno: 13))
    #expect(findings(facts).count == 1)
    facts.settings = .success(MPTCPSettings(texts: [:]))
    #expect(findings(facts).first?.text.contains("/proc") == true)
  }

  // MARK: - Path manager

  @Test(arguments: [
    (["path_manager": "userspace"], "daemon", "path_manager=kernel"),
    (["path_manager": "", "pm_type": "1"], "daemon", "path_manager=kernel"),
    (["path_manager": "bpf"], "\"bpf\"", "path_manager=kernel"),
  ])
  func `Another path manager makes limits and endpoints idle`(
    settings: [String: String], words: String, remedy: String
  ) {
    let facts = Self.machine(
      settings: settings, limits: .init(additionalSubflows: 0, acceptedAddresses: 0))
    let found = findings(facts)
    #expect(found.map(\.topic) == [.pathManager])
    #expect(found.first?.text.contains(words) == true)
    #expect(found.first?.remedy?.hasSuffix("sysctl -w net.mptcp.\(remedy)") == true)
  }

  @Test func `Older kernels name the path manager by a number`() {
    var facts = Self.machine()
    facts.settings = .success(MPTCPSettings(texts: ["enabled": "1", "pm_type": "1"]))
    #expect(findings(facts).first?.remedy?.hasSuffix("sysctl -w net.mptcp.pm_type=0") == true)
    facts.settings = .success(MPTCPSettings(texts: ["enabled": "1"]))
    #expect(findings(facts).isEmpty)
  }

  @Test func `A path manager that does not answer`() {
    var facts = Self.machine()
    facts.pathManager = .failure(.noFamily("mptcp_pm"))
    #expect(findings(facts).map(\.remedy) == ["Use Linux 5.7 or later."])
    facts.pathManager = .failure(
      .refused(NetlinkError.Failure(call: "MPTCP_PM_CMD_GET_ADDR", errno: 1), reason: nil))
    #expect(findings(facts).first?.text.contains("MPTCP_PM_CMD_GET_ADDR") == true)
    #expect(findings(facts).count == 1)
  }

  @Test func `Limits of zero keep connections on one path`() {
    let none = findings(
      Self.machine(limits: .init(additionalSubflows: 0, acceptedAddresses: 0)))
    #expect(none.map(\.topic) == [.limits, .limits])
    #expect(none.map(\.severity) == [.problem, .note])
    #expect(none.map { $0.remedy?.contains("ip mptcp limits set") } == [true, true])
  }

  @Test func `No endpoints mean no subflows from here`() {
    let found = findings(Self.machine(endpoints: []))
    #expect(found.map(\.topic) == [.endpoints])
    #expect(found.first?.remedy?.contains("ip mptcp endpoint add") == true)
  }

  @Test func `Endpoints that do nothing are named`() {
    var facts = Self.machine(
      limits: .init(additionalSubflows: 8, acceptedAddresses: 2),
      endpoints: [
        Self.endpoint(1, interface: 4, name: "eth0"), Self.endpoint(2, interface: 5),
        Self.endpoint(3), Self.endpoint(4, .signal), Self.endpoint(5, .backup),
        Self.endpoint(6, .implicit), Self.endpoint(7, .laminar),
      ])
    for id: UInt8 in [3, 4, 7] { facts.reaches[id] = EndpointReach(isBindable: false) }
    let found = findings(facts)
    #expect(
      found.map(\.severity) == [.problem, .problem, .note, .problem])
    #expect(
      zip(found, ["Endpoint 2 (10.0.0.2)", "Endpoint 3 (", "Endpoint 5 (", "Endpoint 7 ("])
        .allSatisfy { $0.text.hasPrefix($1) })
    #expect(found.first?.text.contains("interface 5, which is gone") == true)
    #expect(found[1].remedy?.hasPrefix("ip address add 10.0.0.3/PREFIX dev INTERFACE") == true)
    #expect(
      CheckReport(facts).findings.contains {
        $0.text == "7 endpoints: 4 for subflows of this machine, 1 announced to peers, "
          + "1 made by the kernel for addresses in use."
      })
    #expect(
      CheckReport(Self.machine(endpoints: [Self.endpoint(1)])).findings.contains {
        $0.text == "1 endpoint: 1 for subflows of this machine, 0 announced to peers."
      })
  }

  @Test func `More endpoints than the limit has room for`() {
    let limits = MPTCPPathManager.Limits(additionalSubflows: 2, acceptedAddresses: 2)
    let three = (1...3).map { Self.endpoint($0) }
    // One of three may be the address of the first subflow.
    #expect(findings(Self.machine(limits: limits, endpoints: three)).isEmpty)
    let four = findings(Self.machine(limits: limits, endpoints: three + [Self.endpoint(4)]))
    #expect(four.map(\.remedy) == ["ip mptcp limits set subflows 4"])
    let huge = MPTCPPathManager.Limits(additionalSubflows: .max, acceptedAddresses: .max)
    #expect(findings(Self.machine(limits: huge)).isEmpty)
  }

  // MARK: - Connection, header, diagnostics

  @Test func `A connection that fails is named with its remedy`() {
    var facts = Self.machine()
    let refused = MPTCPSocketError(call: "getsockopt(SOL_MPTCP, MPTCP_INFO)", errno: 95)
    var failure = LoopbackFailure(error: refused, state: .fellBack)
    failure.blackholeTimeout = 1800
    facts.connection = .failed(failure)
    facts.header = nil
    let found = findings(facts)
    #expect(found.map(\.severity) == [.problem] && found.map(\.topic) == [.connection])
    #expect(found.first?.kind == "fellBack")
    #expect(found.first?.remedy?.hasSuffix("net.mptcp.blackhole_timeout=1800") == true)
    #expect(CheckReport(facts).isAvailable)
    facts.connection = .failed(LoopbackFailure(error: refused, state: .mptcp))
    #expect(findings(facts).map(\.remedy) == ["MPTCP_INFO needs Linux 5.16 or later."])
    #expect(findings(facts).map(\.severity) == [.note])
  }

  @Test func `A connection that was left out is no failure`() {
    var facts = Self.machine()
    facts.connection = .leftOut
    facts.header = nil
    let found = findings(facts)
    #expect(found.map(\.topic) == [.connection] && found.map(\.kind) == ["notTried"])
    #expect(found.first?.severity == .note && found.first?.text.contains("--passive") == true)
    #expect(CheckReport(facts).isAvailable)
  }

  @Test func `What the header lacks is named`() {
    var facts = Self.machine()
    facts.header?.missing = ["mptcpi_retransmits", "mptcpi_bytes_sent"]
    let found = findings(facts)
    #expect(found.map(\.topic) == [.header])
    #expect(found.first?.text.contains("2 fields") == true)
    #expect(found.first?.text.hasSuffix("mptcpi_retransmits, mptcpi_bytes_sent.") == true)
    facts.header = nil
    #expect(findings(facts).map(\.topic) == [.header])
  }

  @Test func `A kernel that cannot list its sockets`() {
    var facts = Self.machine()
    facts.listingError = .refused(NetlinkError.Failure(call: "list", errno: 2), reason: nil)
    #expect(findings(facts).first?.remedy?.contains("CONFIG_INET_MPTCP_DIAG") == true)
    facts.listingError = .call(NetlinkError.Failure(call: "socket", errno: 1))
    #expect(findings(facts).map(\.topic) == [.diagnostics])
    #expect(findings(facts).first?.remedy == nil)
  }
}
