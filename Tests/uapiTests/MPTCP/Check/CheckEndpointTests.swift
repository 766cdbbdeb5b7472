import TestSupport
import UAPIText
import MPTCP
import Netlink
import Routing
import Testing

@testable import UAPICommands

/// What a check says of endpoints, modelled by what the kernel knows of their ways.
struct CheckEndpointTests {
  private static let up: UInt32 = 0x1_1043
  private static let interfaces: [UInt32: NetworkInterface] = [
    1: NetworkInterface(index: 1, name: "lo", flags: 0x1_0049),
    2: NetworkInterface(index: 2, name: "eth0", flags: up),
    3: NetworkInterface(index: 3, name: "eth1.100", flags: up, lowerIndex: 4),
    4: NetworkInterface(index: 4, name: "eth1", flags: up),
    5: NetworkInterface(index: 5, name: "wg0", flags: 0x1_00D1),
    6: NetworkInterface(index: 6, name: "dummy0", flags: 0x1_00C3),
  ]
  private static let peers: [RoutedAddress] = (1...3).map {
    .ipv4(MPTCPAddress.IPv4(203, 0, 113, $0))
  }

  /// Endpoint 2, with an address on eth1.100, to which it is bound.
  private func endpoint(
    _ flags: MPTCPEndpointFlags = .subflow, isBound: Bool = true
  ) -> MPTCPEndpoint {
    CheckReportTests.endpoint(
      2, flags, interface: isBound ? 3 : nil, name: isBound ? "eth1.100" : nil)
  }

  private func reach(
    isBound: Bool = true, on holder: UInt32 = 3, flags: UInt32 = 0, valid: UInt32? = nil,
    _ ways: [EndpointReach.Way] = [.interface(3)]
  ) -> EndpointReach {
    var reach = EndpointReach()
    reach.interfaces = Self.interfaces
    reach.bound = isBound ? Self.interfaces[3] : nil
    reach.holders =
      Self.interfaces[holder].map { interface in
        [
          EndpointReach.Holder(
            interface: interface,
            address: InterfaceAddress(
              address: .ipv4(MPTCPAddress.IPv4(10, 0, 0, 2)), interface: holder, flags: flags,
              validSeconds: valid))
        ]
      } ?? []
    reach.paths = zip(Self.peers, ways).map { EndpointReach.Path(peer: $0, way: $1) }
    return reach
  }

  private func finding(
    _ reach: EndpointReach, _ endpoint: MPTCPEndpoint? = nil
  ) -> CheckFinding? {
    var facts = CheckReportTests.machine(endpoints: [endpoint ?? self.endpoint()])
    facts.reaches = [2: reach]
    let found = CheckReport(facts).findings.filter { $0.topic == .endpoints && $0.severity != .ok }
    #expect(found.count < 2)
    return found.first
  }

  @Test func `An endpoint whose way is open is left alone`() {
    #expect(finding(reach()) == nil)
    #expect(finding(reach(isBound: false), endpoint(isBound: false)) == nil)
    #expect(finding(reach([]), endpoint(.signal)) == nil)
    // A tunnel has no ARP, and packets come in by it all the same.
    #expect(
      finding(reach(isBound: false, on: 5, [.interface(5)]), endpoint(isBound: false)) == nil)
    // What only holds addresses receives nothing: packets go by others.
    for holder: UInt32 in [1, 6] {
      #expect(
        finding(reach(isBound: false, on: holder, [.interface(2)]), endpoint(isBound: false)) == nil
      )
      #expect(finding(reach(on: holder)) == nil)
    }
  }

  @Test func `The state of interfaces, and of those below them`() {
    var down = reach([.none(NetlinkError.Failure(call: "RTM_GETROUTE", errno: 101))])
    for index in [3, 4] as [UInt32] { down.interfaces[index]?.flags = 0x1002 }
    down.bound = down.interfaces[3]
    down.holders[0].interface = down.interfaces[3] ?? down.holders[0].interface
    #expect(finding(down)?.kind == "interfaceDown")
    #expect(finding(down)?.subject?.interface == "eth1.100")
    #expect(finding(down)?.remedy == "ip link set dev eth1.100 up")
    #expect(finding(down, endpoint(.signal))?.text.contains("is announced in vain") == true)

    down.bound?.flags = 0x1003
    #expect(finding(down)?.kind == "noCarrier")
    #expect(finding(down)?.text.hasSuffix("has no carrier, since eth1 is down.") == true)
    #expect(finding(down)?.remedy == "ip link set dev eth1 up")
    down.interfaces[4]?.flags = Self.up
    #expect(finding(down)?.text.hasSuffix("eth1.100 has no carrier.") == true)
    #expect(finding(down)?.remedy?.hasSuffix("ip link show dev eth1.100") == true)
    down.bound?.flags = 0x3_1003
    #expect(finding(down)?.kind == "interfaceDormant" && finding(down)?.severity == .note)

    // Where two interfaces have the address, one is enough.
    var two = reach(isBound: false)
    two.holders.insert(two.holders[0], at: 0)
    two.holders[0].interface.flags = 0x1002
    #expect(finding(two, endpoint(isBound: false)) == nil)
    // The way may lead by another interface than the one that has the address.
    var other = reach(isBound: false, on: 1, [.interface(2)])
    other.interfaces[2]?.flags = 0x1003
    #expect(finding(other, endpoint(isBound: false))?.subject?.interface == "eth0")
  }

  @Test(arguments: [
    (flags: UInt32(0x48), kind: "addressDuplicate", severity: CheckFinding.Severity.problem),
    (0x40, "addressTentative", .note),
  ])
  func `Addresses that the kernel does not give out yet`(
    flags: UInt32, kind: String, severity: CheckFinding.Severity
  ) {
    var tentative = reach(flags: flags)
    tentative.isBindable = false
    #expect(finding(tentative)?.kind == kind && finding(tentative)?.severity == severity)
    #expect(finding(tentative, endpoint(.signal))?.kind == kind)
    // An optimistic one is given out.
    #expect(finding(reach(flags: 0x44)) == nil)
  }

  @Test func `An address that expires is noted, one that is kept from others is not`() {
    let expiring = finding(reach(flags: 0x20, valid: 600))
    #expect(expiring?.kind == "addressExpires" && expiring?.severity == .note)
    #expect(expiring?.text.contains("in 600 s") == true)
    #expect(finding(reach(flags: 0x20)) == nil)
    #expect(finding(reach(valid: 600)) == nil)
  }

  @Test func `An address on another interface than the one that is named`() {
    let elsewhere = finding(reach(on: 2))
    #expect(elsewhere?.kind == "addressElsewhere" && elsewhere?.severity == .problem)
    #expect(elsewhere?.text.contains("bound to eth1.100, and the address is on eth0") == true)
    // What is announced is not bound.
    #expect(finding(reach(on: 2, [.interface(2)]), endpoint(.signal)) == nil)
  }

  @Test func `Ways that are not there are counted`() {
    let refused = NetlinkError.Failure(call: "RTM_GETROUTE", errno: 101)
    let one = finding(reach([.interface(3), .none(refused)]))
    #expect(one?.kind == "noRoute" && one?.severity == .problem)
    #expect(one?.subject?.peer == "203.0.113.2")
    #expect(one?.text.contains("to 203.0.113.2: there is no route") == true)
    #expect(one?.text.contains("errno 101") == true)
    #expect(
      one?.remedy?.hasPrefix(
        "ip route add default via GATEWAY dev eth1.100 table N\nip rule add from 10.0.0.2 table N")
        == true)
    let two = finding(reach([.none(refused), .none(refused)]))
    #expect(two?.text.contains("to 203.0.113.1 and another peer: ") == true)
    let three = finding(reach([.assumedOnLink, .assumedOnLink, .assumedOnLink]))
    #expect(three?.text.contains("to 203.0.113.1 and 2 other peers: ") == true)
    #expect(three?.text.contains("looks for them on that network itself") == true)
  }

  @Test func `A subflow that there is proves its way`() {
    var proven = reach([.assumedOnLink, .interface(3)])
    proven.paths[0].isProven = true
    #expect(finding(proven) == nil)
    proven.paths[1].way = .assumedOnLink
    #expect(finding(proven)?.subject?.peer == "203.0.113.2")
  }

  @Test func `Without peers it counts whether the machine itself has a way`() {
    var alone = reach([.assumedOnLink])
    alone.paths[0].isStandIn = true
    #expect(finding(alone)?.kind == "noRoute" && finding(alone)?.severity == .problem)
    #expect(finding(alone)?.text.contains("peers beyond the networks of this machine") == true)
    #expect(finding(alone)?.subject?.peer == nil)
    alone.paths[0].machineHasRoute = false
    #expect(finding(alone)?.kind == "noDefaultRoute" && finding(alone)?.severity == .note)
    #expect(finding(alone, endpoint(.signal)) == nil)
  }

  @Test func `Answers that rp_filter drops`() {
    var filtered = reach()
    filtered.paths[0].filter = .init(interface: 3, mode: 1, wayBack: 2)
    let strict = finding(filtered)
    #expect(strict?.kind == "reversePathFilter" && strict?.severity == .problem)
    #expect(strict?.subject?.interface == "eth1.100")
    #expect(strict?.text.hasSuffix("since the way back leaves by eth0.") == true)
    // A dot in the name is no separator.
    #expect(
      strict?.remedy?.hasPrefix("sysctl -w net/ipv4/conf/eth1.100/rp_filter=2\nOr ") == true)
    filtered.paths[0].filter = .init(interface: 2, mode: 1, wayBack: nil)
    #expect(
      finding(filtered)?.remedy?.hasPrefix("sysctl -w net.ipv4.conf.eth0.rp_filter=2") == true)
    filtered.paths[0].filter = .init(interface: 3, mode: 2, wayBack: nil)
    let loose = finding(filtered)
    #expect(loose?.text.hasSuffix("since there is no way back.") == true)
    #expect(loose?.remedy?.contains("sysctl") == false)
  }

  @Test func `A way by another interface is worth knowing`() {
    let elsewhere = finding(
      reach(isBound: false, [.interface(2)]), endpoint(isBound: false))
    #expect(elsewhere?.kind == "leavesElsewhere" && elsewhere?.severity == .note)
    #expect(elsewhere?.subject?.interface == "eth1.100")
    #expect(elsewhere?.text.contains("leaves by eth0, and the address is on eth1.100") == true)
    #expect(elsewhere?.remedy?.contains("dev eth1.100 table N") == true)
  }

  @Test func `What cannot be asked is said`() {
    var facts = CheckReportTests.machine()
    facts.routingError = .call(NetlinkError.Failure(call: "socket(NETLINK_ROUTE)", errno: 1))
    let found = CheckReport(facts).findings.filter { $0.severity != .ok }
    #expect(found.map(\.topic) == [.endpoints] && found.map(\.severity) == [.note])
    #expect(found.first?.text.contains("socket(NETLINK_ROUTE)") == true)
  }

  @Test func `Programs find kind, endpoint, interface and peer`() throws {
    var facts = CheckReportTests.machine(endpoints: [endpoint()])
    facts.reaches = [2: reach([.none(NetlinkError.Failure(call: "RTM_GETROUTE", errno: 113))])]
    let output = OutputBuffer()
    CheckRenderer(style: Style(isColored: false)).appendJSON(CheckReport(facts), to: output)
    let findings = try JSONObject(output.text)["findings"]?.elements ?? []
    let found = try #require(findings.first { $0["kind"]?.text == "noRoute" })
    #expect(found["endpoint"]?.integer == 2 && found["interface"]?.text == "eth1.100")
    #expect(found["peer"]?.text == "203.0.113.1" && found["severity"]?.text == "problem")
    #expect(findings.count { $0["endpoint"] != nil } == 1)
  }

  @Test(arguments: [
    ("eth0", "eth0"), ("eth0.100", "eth0.100"), ("br-lan:1@x", "br-lan:1@x"),
    ("a;reboot", "'a;reboot'"), ("a'b", "'a'\\''b'"), ("-h", "'-h'"), ("$(x)", "'$(x)'"),
    ("\u{1B}[2J", "'\u{1B}[2J'"), ("ä", "'ä'"), ("", "''"),
  ])
  func `Names in commands are one word each`(name: String, word: String) {
    #expect(ShellWord.quoted(name) == word)
  }
}
