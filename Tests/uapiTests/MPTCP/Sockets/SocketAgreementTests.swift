#if os(Linux)
  import UAPIText
  import TestSupport
  import Glibc
  import Testing

  @testable import UAPICommands

  /// The listing of real connections beside what `ss` and `ip mptcp` say of them.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketAgreementTests {
    /// A connection of three subflows between stock Python programs, of which the client stands still.
    private static func withConnection(
      ipv6: Bool, _ body: (NamespacePair, _ client: Program, _ server: Program) throws -> Void
    ) throws {
      try NamespacePair.with(links: 3, ipv6: ipv6) { pair in
        func address(_ addresses: NamespacePair.Addresses) -> String {
          ipv6 ? addresses.ipv6 : addresses.ipv4
        }
        try pair.client.setMPTCPLimits(subflows: 2, addAddrAccepted: 1)
        try pair.server.setMPTCPLimits(subflows: 4, addAddrAccepted: 3)
        try pair.client.addMPTCPEndpoint(address(pair.links[1].client), id: 2, flags: ["subflow"])
        try pair.client.addMPTCPEndpoint(
          address(pair.links[2].client), id: 7, flags: ["subflow", "backup"])
        let (server, port) = try pair.server.startPythonServer(on: address(pair.links[0].server))
        let client = try pair.client.startPythonClient(
          to: SocketName(address(pair.links[0].server), port: port))
        _ = try SocketListing.connections(in: pair.client, subflows: 3)
        _ = try SocketListing.connections(in: pair.server, subflows: 3)
        client.send(signal: SIGSTOP)
        try body(pair, client, server)
      }
    }

    @Test(arguments: [false, true])
    func `Every number agrees with ss`(ipv6: Bool) throws {
      try Self.withConnection(ipv6: ipv6) { pair, _, _ in
        for namespace in [pair.client, pair.server] {
          let connections = try SurroundedLook.take("-M", in: namespace)
          let seen = connections.objects.filter { $0["state"]?.text == "ESTABLISHED" }
          #expect(connections.before.count == 1 && seen.count == 1)
          for (index, socket) in connections.before.enumerated() {
            let object = try #require(seen.first { $0["local"]?.endpoint == socket.local })
            let comparison = StatisticsComparison.connection(
              socket, connections.after[index], object)
            #expect(comparison.complaints == [])
            #expect(comparison.count >= 13, "\(socket)")
          }
          let subflows = try SurroundedLook.take("-t", in: namespace)
          let connection = try #require(
            subflows.objects.first { $0["state"]?.text == "ESTABLISHED" })
          let all = connection.subflows
          #expect(subflows.before.count == 3 && all.count == 3)
          for (index, socket) in subflows.before.enumerated() {
            let object = try #require(
              all.first {
                $0["local"]?.endpoint == socket.local && $0["remote"]?.endpoint == socket.remote
              })
            let comparison = StatisticsComparison.subflow(
              socket, subflows.after[index], object, of: connection)
            #expect(comparison.complaints == [])
            #expect(comparison.count >= 30, "\(socket)")
          }
        }
      }
    }

    @Test func `Limits and endpoints agree with ip`() throws {
      try Self.withConnection(ipv6: false) { pair, _, _ in
        for namespace in [pair.client, pair.server] {
          let connection = try #require(
            try SocketListing.objects(in: namespace).first { $0["state"]?.text == "ESTABLISHED" })
          func field(_ name: String) -> Int? {
            connection.value("mptcp_info", "mptcpi_" + name)?.integer
          }
          // "add_addr_accepted 1 subflows 2"
          let limits = try namespace.run(["ip", "mptcp", "limits", "show"]).output
            .split(separator: " ").map { $0.filter { !$0.isNewline } }
          for (name, limit) in zip(limits, limits.dropFirst()) {
            switch name {
            case "subflows": #expect(field("subflows_max") == Int(limit))
            case "add_addr_accepted": #expect(field("add_addr_accepted_max") == Int(limit))
            default: break
            }
          }
          #expect(limits.contains("subflows") && limits.contains("add_addr_accepted"))
          // "10.0.2.1 id 2 subflow"
          let endpoints = try namespace.run(["ip", "mptcp", "endpoint", "show"]).output
            .split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
          #expect(endpoints.count == (namespace === pair.client ? 2 : 0))
          #expect(field("local_addr_max") == endpoints.count { $0.contains("subflow") })
          #expect(field("add_addr_signal_max") == endpoints.count { $0.contains("signal") })
          for endpoint in endpoints {
            let subflow = try #require(
              connection.subflows.first { $0["local"]?["address"]?.text == endpoint[0] })
            #expect(subflow["local_id"]?.integer == Int(endpoint[2]))
            #expect(subflow["backup"] == .bool(endpoint.contains("backup")))
          }
        }
      }
    }

    @Test func `A connection has addresses, round-trip times and an owner`() throws {
      try Self.withConnection(ipv6: false) { pair, client, server in
        let own = try #require(try SocketListing.objects(in: pair.client).first)
        #expect(own["subflow_count"]?.integer == 3 && own["fallback"] == .bool(false))
        #expect(own["owners"]?.elements.map { $0["pid"]?.integer } == [Int(client.pid)])
        #expect(own["owners"]?.elements.first?["name"]?.text?.hasPrefix("python") == true)
        #expect(
          own.subflows.map { $0["local"]?["address"]?.text } == pair.links.map(\.client.ipv4))
        let peer = pair.links[0].server.ipv4
        #expect(own.subflows.allSatisfy { $0["remote"]?["address"]?.text == peer })
        #expect(own.subflows.map { $0["backup"] } == [.bool(false), .bool(false), .bool(true)])
        for subflow in own.subflows {
          #expect(subflow.value("tcp_info", "tcpi_rtt")?.integer ?? 0 > 0)
          #expect(subflow["token"] == own["token"])
        }
        // What one end calls local is remote to the other.
        let other = try #require(
          try SocketListing.objects(in: pair.server).first { $0["state"]?.text != "LISTEN" })
        #expect(other["owners"]?.elements.map { $0["pid"]?.integer } == [Int(server.pid)])
        #expect(
          Set(other.subflows.map { [$0["local"], $0["remote"], $0["remote_id"]] })
            == Set(own.subflows.map { [$0["remote"], $0["local"], $0["local_id"]] }))
        #expect(
          own.subflows.compactMap { $0["remote_token"]?.integer }.max() == other["token"]?.integer)
      }
    }
  }
#endif
