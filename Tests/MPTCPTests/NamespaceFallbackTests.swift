import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// Connections that one end or the machine does not let speak MPTCP.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceFallbackTests {
    @Test(arguments: [false, true])
    func `A client of a TCP server fell back, and its snapshot is of TCP`(ipv6: Bool) throws {
      try NamespacePair.with(links: 2, ipv6: ipv6) { pair in
        // They change nothing: where there is no MPTCP, nothing joins.
        try pair.useAllLinks(ipv6: ipv6)
        let link = pair.links[0]
        let connection = try Connection(
          from: pair.client, to: pair.server, .tcp, listeningOn: link.server.address(ipv6: ipv6))
        try connection.exchange()
        #expect(try MPTCPSocket.state(of: connection.client.descriptor) == .fellBack)
        #expect(try MPTCPSocket.state(of: connection.server.descriptor) == .tcp)
        let client = try connection.client.snapshot()
        try expectTCP(client, protocolNumber: 262)
        #expect(client.subflows.first?.local?.address == link.client.address(ipv6: ipv6))
        #expect(client.subflows.first?.remote?.address == link.server.address(ipv6: ipv6))
        #expect(client.subflows.first?.remote?.port == client.subflows.first?.remote?.port)
        try expectTCP(try connection.server.snapshot(), protocolNumber: 6)

        // `ss` shows the same socket, marked.
        let shown = try SSConnection.all(in: pair.client)
        #expect(shown.count == 1 && shown.first?.flags.contains("fallback") == true)
        #expect(try SSConnection.all(in: pair.server).isEmpty)

        try Connection.move(100_000, from: connection.client, to: connection.server)
        let delta = try connection.client.snapshot().delta(since: client)
        #expect(delta.isSameConnection == nil && delta.changes.isEmpty)
        #expect(try #require(delta.subflows.first?.bytesSent) >= 100_000)
        #expect(delta.appeared.isEmpty && delta.vanished.isEmpty)
      }
    }

    @Test(arguments: [false, true])
    func `A listener gives a client of TCP a TCP socket`(ipv6: Bool) throws {
      try NamespacePair.with(links: 1, ipv6: ipv6) { pair in
        let connection = try Connection(
          from: pair.client, .tcp, to: pair.server,
          listeningOn: pair.links[0].server.address(ipv6: ipv6))
        try connection.exchange()
        for end in connection.ends {
          #expect(try MPTCPSocket.state(of: end.descriptor) == .tcp)
          try expectTCP(try end.snapshot(), protocolNumber: 6)
          #expect(throws: MPTCPSocketError.self) { try MPTCPInfo(socket: end.descriptor) }
        }
      }
    }

    private func expectTCP(_ snapshot: MPTCPSnapshot, protocolNumber: Int32) throws {
      #expect(snapshot.info == nil && snapshot.infoSource == nil && snapshot.idSource == nil)
      #expect(snapshot.tcpInfoSource == .tcpInfo && snapshot.addressSource == .socketNames)
      #expect(snapshot.protocolNumber == protocolNumber && snapshot.speaksMPTCP != true)
      #expect(snapshot.isConsistent && snapshot.subflows.count == 1)
      #expect(snapshot.subflowCount?.value == 1 && snapshot.subflowCount?.evidence == .tcpInfo)
      #expect(snapshot.subflows.first?.tcpInfo?.state == 1)
      #expect(try #require(snapshot.subflows.first?.tcpInfo?.rtt) > 0)
    }

    @Test func `The switch leaves a listener alone that is already there`() throws {
      try NamespacePair.with(links: 1) { pair in
        let address = pair.links[0].server.ipv4
        let listener = try pair.server.inside {
          try StreamSocket.listening(.mptcp, on: SocketName(address))
        }
        let name = SocketName(address, port: try listener.port())
        try pair.server.setSysctl("net.mptcp.enabled", to: "0")
        let client = try pair.client.inside {
          let client = try StreamSocket(.mptcp)
          try client.connect(to: name)
          return client
        }
        let server = try listener.accept()
        #expect(try pair.server.inside { MPTCPSupport.probe() } == .disabled)
        for end in [client, server] {
          #expect(try MPTCPSocket.state(of: end.descriptor) == .mptcp)
        }
        #expect(try MPTCPSocket.state(of: listener.descriptor) == .listening)
      }
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `A client that may not speak MPTCP goes by TCP`(family: MPTCPSocket.Family) throws {
      let ipv6 = family == .ipv6
      try NamespacePair.with(links: 1, ipv6: ipv6) { pair in
        let address = pair.links[0].server.address(ipv6: ipv6)
        let listener = try pair.server.inside {
          try StreamSocket.listening(.mptcp, on: SocketName(address))
        }
        let name = SocketName(address, port: try listener.port())
        for (isEnabled, state): (String, MPTCPSocket.State) in [("0", .tcp), ("1", .mptcp)] {
          // The switch works at once.
          try pair.client.setSysctl("net.mptcp.enabled", to: isEnabled)
          let opened = try pair.client.inside { try MPTCPSocket.open(family, policy: .prefer) }
          let reason = opened.outcome.fallbackReason
          #expect(reason == (isEnabled == "0" ? .disabled : nil))
          let client = StreamSocket(owning: opened.release())
          try client.connect(to: name)
          let server = try listener.accept()
          try Connection.move(100_000, from: client, to: server)
          for end in [client, server] {
            #expect(try MPTCPSocket.state(of: end.descriptor) == state)
          }
        }
      }
    }
  }
#endif
