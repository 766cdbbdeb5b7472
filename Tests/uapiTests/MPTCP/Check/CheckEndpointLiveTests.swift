import UAPIText
import Foundation
import MPTCP
import TestSupport
import Testing

@testable import UAPICommands

#if os(Linux)
  /// Endpoints in namespaces that are set up well and badly. The kernel has the last word: whether a
  /// subflow comes into being.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct CheckEndpointLiveTests {
    private static let withoutPolicy = [
      "rule delete from 10.0.2.1", "-6 rule delete from fd00:2::1",
    ]
    private static let strict = "net.ipv4.conf.link2.rp_filter=1"
    private static let twoDefaults =
      withoutPolicy + [
        "route add default via 10.0.1.2 metric 100", "route add default via 10.0.2.2 metric 200",
      ]

    static let good: [EndpointSituation] = [
      // Policy routing, with the strictest filter.
      .init(client: ["net.ipv4.conf.all.rp_filter=1"], opens: true),
      .init(client: ["net.ipv4.conf.all.rp_filter=1"], device: nil, opens: true),
      .init(client: ["net.ipv4.conf.all.rp_filter=2"], opens: true),
      .init(address: "fd00:2::1", opens: true),
      .init(address: "fd00:2::1", device: nil, opens: true),
      .init(client: ["route add default via 10.0.1.2"], opens: true),
      // Two default routes, as a desktop has them.
      .init(client: twoDefaults, opens: true),
      .init(client: twoDefaults + ["net.ipv4.conf.link2.rp_filter=2"], opens: true),
      .init(client: twoDefaults + [strict, "net.ipv4.conf.all.rp_filter=2"], opens: true),
      // Bogus addresses are refused, others are not.
      .init(
        client: ["route add default via 10.0.1.2", "route add blackhole 192.0.2.0/24"], opens: true),
      // Another address of the same interface, one of loopback that peers know the way to.
      .init(
        client: ["address add 10.0.1.9/24 dev link1", "route add default via 10.0.1.2"],
        address: "10.0.1.9", device: "link1", opens: true),
      .init(
        client: ["address add 10.0.9.1/32 dev lo", "route add default via 10.0.1.2"],
        server: ["route add 10.0.9.1 via 10.0.1.1"], address: "10.0.9.1", device: nil, opens: true),
      // A local route makes a whole network this machine's.
      .init(
        client: ["route add local 10.0.9.0/24 dev lo", "route add default via 10.0.1.2"],
        server: ["route add 10.0.9.0/24 via 10.0.1.1"], address: "10.0.9.1", device: nil,
        opens: true),
      // Deprecated, so that nothing else uses it.
      .init(
        client: [
          "address add fd00:2::7/64 dev link2 nodad preferred_lft 0",
          "-6 rule add from fd00:2::7 lookup 102",
        ], address: "fd00:2::7", opens: true),
      .init(device: nil, flags: ["signal"]), .init(address: "fd00:2::1", flags: ["signal"]),
    ]

    static let bad: [EndpointSituation] = [
      .init(client: ["link set link2 down"], kind: "interfaceDown", opens: false),
      .init(client: ["link set link2 down"], device: nil, kind: "interfaceDown", opens: false),
      // The addresses go with it.
      .init(
        client: ["link set link2 down"], address: "fd00:2::1", kind: "interfaceDown", opens: false),
      .init(
        client: ["link set link2 down"], device: nil, flags: ["signal"], kind: "interfaceDown"),
      .init(server: ["link set link2 down"], kind: "noCarrier", opens: false),
      .init(server: ["link set link2 down"], device: nil, kind: "noCarrier", opens: false),
      .init(
        server: ["link set link2 down"], address: "fd00:2::1", kind: "noCarrier", opens: false),
      .init(server: ["link set link2 down"], flags: ["signal"], kind: "noCarrier"),
      .init(
        client: [
          "link add upper link link2 type macvlan", "address add 10.0.2.9/24 dev upper",
          "link set upper up", "link set link2 down",
        ], address: "10.0.2.9", device: "upper", kind: "noCarrier", opens: false),
      .init(
        client: withoutPolicy + ["route add default via 10.0.1.2"], kind: "noRoute", opens: false),
      .init(
        client: withoutPolicy + ["-6 route add default via fd00:1::2"], address: "fd00:2::1",
        kind: "noRoute", opens: false),
      // Only what has no default route at all may be meant so, until there is a peer.
      .init(
        client: withoutPolicy + ["rule delete from 10.0.1.1"], kind: "noDefaultRoute",
        kindOfConnection: "noRoute", opens: false),
      .init(client: ["route flush table 102"], kind: "noRoute", opens: false),
      .init(
        client: ["rule add pref 1 from 10.0.2.1 prohibit"], device: nil, kind: "noRoute",
        opens: false),
      .init(
        client: ["rule add pref 1 from 10.0.2.1 blackhole"], device: nil, kind: "noRoute",
        opens: false),
      .init(
        client: ["-6 rule add pref 1 from fd00:2::1 unreachable"], address: "fd00:2::1",
        device: nil,
        kind: "noRoute", opens: false),
      .init(client: twoDefaults + [strict], kind: "reversePathFilter", opens: false),
      .init(
        client: twoDefaults + ["net.ipv4.conf.all.rp_filter=1"], kind: "reversePathFilter",
        opens: false),
      .init(
        client: twoDefaults + [strict], device: nil, kind: "reversePathFilter", opens: false),
      .init(
        client: twoDefaults + [strict], device: nil, flags: ["signal"], kind: "reversePathFilter"),
      // It gets through where no network checks senders.
      .init(client: twoDefaults, device: nil, kind: "leavesElsewhere", opens: true),
      .init(
        client: ["address add 10.0.1.9/24 dev link1"], address: "10.0.1.9",
        kind: "addressElsewhere",
        opens: false),
      .init(
        client: ["net.ipv6.conf.link2.dad_transmits=100", "address add fd00:2::9/64 dev link2"],
        address: "fd00:2::9", kind: "addressTentative", opens: false),
      .init(address: "fe80::9", device: nil, kind: "linkLocalWithoutInterface", opens: false),
      .init(
        client: ["net.ipv4.ip_nonlocal_bind=1"], address: "10.0.2.78", kind: "addressMissing",
        opens: false),
      .init(address: "10.0.2.77", kind: "addressMissing", opens: false),
    ]

    @Test(arguments: good)
    func `A machine that is set up well is left alone`(situation: EndpointSituation) throws {
      try NamespacePair.with(links: 2, ipv6: true) { pair in
        try situation.arrange(pair)
        #expect(try situation.findings(pair) == [])
        guard situation.opens == true else { return }
        let connection = try connect(pair, situation)
        #expect(try situation.opensSubflow(pair))
        #expect(try situation.findings(pair) == [])
        connection.close()
      }
    }

    @Test(arguments: bad)
    func `What keeps an endpoint from subflows is named`(situation: EndpointSituation) throws {
      try NamespacePair.with(links: 2, ipv6: true) { pair in
        try situation.arrange(pair)
        let found = try situation.findings(pair)
        #expect(found.map(\.kind) == [situation.kind])
        #expect(found.first?.subject?.endpoint == 2)
        #expect(found.first?.subject?.peer == nil)
        #expect(found.first?.text.hasPrefix("Endpoint 2 (\(situation.address))") == true)
        #expect(found.first?.remedy?.isEmpty == false)
        guard let opens = situation.opens else { return }
        // Where the kernel does not open a subflow, that is said; and where it does, nothing is.
        let connection = try connect(pair, situation)
        #expect(try situation.opensSubflow(pair) == opens)
        let kind = opens ? nil : situation.kindOfConnection ?? situation.kind
        let later = try situation.findings(pair)
        #expect(later.map(\.kind) == (kind.map { [$0] } ?? []))
        let names: Set = ["noRoute", "reversePathFilter"]
        if let kind, names.contains(kind) {
          #expect(later.first?.subject?.peer == (situation.isIPv6 ? "fd00:1::2" : "10.0.1.2"))
          #expect(later.first?.severity == .problem)
        }
        connection.close()
      }
    }

    @Test func `An address that another machine has is named`() throws {
      let situation = EndpointSituation(
        client: ["address add fd00:2::9/64 dev link2"], address: "fd00:2::9")
      try NamespacePair.with(links: 2, ipv6: true) { pair in
        // The server is there first.
        try pair.server.run(["ip", "address", "add", "fd00:2::9/64", "dev", "link2", "nodad"])
        try situation.arrange(pair)
        try waiting(for: "a duplicate", until: { $0 == ["addressDuplicate"] }) {
          try situation.findings(pair).map(\.kind)
        }
      }
    }

    /// The remedies are commands, with placeholders for what only the user knows.
    @Test(
      arguments: [
        (bad[0], [:]), (bad[2], ["PREFIX": "64"]), (bad[8], [:]),
        (bad[9], ["GATEWAY": "10.0.2.2", "N": "777"]),
        (bad[10], ["GATEWAY": "fd00:2::2", "N": "777"]), (bad[16], [:]),
      ] as [(EndpointSituation, [String: String])])
    func `The remedy is one`(situation: EndpointSituation, values: [String: String]) throws {
      try NamespacePair.with(links: 2, ipv6: true) { pair in
        try situation.arrange(pair)
        let remedy = try #require(try situation.findings(pair).first?.remedy)
        for line in remedy.split(separator: "\n") {
          var text = String(line)
          for end in [" (N:", ", and add"] {
            if let range = text.range(of: end) { text = String(text[..<range.lowerBound]) }
          }
          let words = text.split(separator: " ").map { values[String($0)] ?? String($0) }
          if words.first == "sysctl" {
            let setting = words[2].split(separator: "=").map(String.init)
            try pair.client.setSysctl(setting[0], to: setting[1])
            // What follows is another one.
            break
          }
          try pair.client.run(words)
        }
        let kinds = try situation.findings(pair).map(\.kind)
        #expect(!kinds.contains(situation.kind))
        // An interface that was down comes back without its routes, and IPv6 without addresses.
        if !["interfaceDown", "noCarrier"].contains(situation.kind) { #expect(kinds == []) }
      }
    }

    private func connect(
      _ pair: NamespacePair, _ situation: EndpointSituation
    ) throws -> Connection {
      let address = situation.isIPv6 ? "fd00:1::2" : "10.0.1.2"
      let connection = try Connection(
        from: pair.client, to: pair.server, listeningOn: situation.isIPv6 ? "::" : "0.0.0.0",
        destination: address)
      // The path manager begins once both ends have left the handshake.
      try connection.exchange()
      return connection
    }
  }

  extension Connection {
    fileprivate func close() {
      for socket in [client, server, listener] { socket.close() }
    }
  }
#endif
