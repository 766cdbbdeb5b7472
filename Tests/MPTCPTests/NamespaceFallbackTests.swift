import MPTCP
import NetworkNamespaces
import Testing
import UAPIStructs

#if os(Linux)
  /// Connections that one end or the machine does not let speak MPTCP.
  @Suite(.enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
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
          #expect(throws: SocketError.self) { try MPTCPInfo(socket: end.descriptor) }
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
    func `A namespace without MPTCP gives TCP and says so`(family: MPTCPSocket.Family) throws {
      try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.enabled", to: "0")
        #expect(try namespace.inside { MPTCPSupport.probe() } == .disabled)
        let error = #expect(throws: SocketError.self) {
          try namespace.inside { _ = try MPTCPSocket.open(family, policy: .require) }
        }
        #expect(error.map { MPTCPSupport(socketErrno: $0.errno) } == .disabled)

        let socket = try namespace.inside { try MPTCPSocket.open(family, policy: .prefer) }
        #expect(socket.outcome == .tcp(because: .disabled))
        #expect(socket.outcome.fallbackReason?.cure?.contains("net.mptcp.enabled") == true)
        #expect(try socket.state() == .tcp)

        // The switch is for new sockets, and works at once.
        try namespace.setSysctl("net.mptcp.enabled", to: "1")
        #expect(try namespace.inside { MPTCPSupport.probe() } == .available)
        #expect(try socket.state() == .tcp)
      }
    }
  }
#endif
