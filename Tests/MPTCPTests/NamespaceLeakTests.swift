import MPTCP
import NetworkNamespaces
import Testing

#if os(Linux)
  /// What stays open: nothing.
  ///
  /// The sockets of a namespace are counted, so that tests that run at the same time do not matter.
  @Suite(.enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceLeakTests {
    @Test func `Opening, judging and reading leave no descriptor behind`() throws {
      try NamespacePair.with(links: 1) { pair in
        let address = pair.links[0].server.ipv4
        let mptcp = try Connection(from: pair.client, to: pair.server, listeningOn: address)
        let tcp = try Connection(from: pair.client, to: pair.server, .tcp, listeningOn: address)
        for connection in [mptcp, tcp] { try connection.exchange() }
        let unconnected = try pair.client.inside { try StreamSocket(.mptcp) }
        let sockets = (mptcp.ends + tcp.ends + [unconnected]).map(\.descriptor)
        let before = try pair.client.openSockets()
        // The third is the fallen-back client.
        #expect(before == [sockets[0], sockets[2], sockets[4]])
        var answers = 0
        try pair.client.inside {
          for _ in 0..<20 {
            _ = MPTCPSupport.probe()
            for family in MPTCPSocket.Family.allCases {
              _ = try MPTCPSocket.open(family, policy: .require).state()
              _ = try MPTCPSocket.open(family, policy: .prefer, nonBlocking: true)
            }
            // Descriptors that are no sockets, or none, go the ways of the errors.
            for socket in sockets + [0, -1] {
              let calls: [() throws -> Void] = [
                { _ = try MPTCPSocket.state(of: socket) },
                { _ = try MPTCPInfo(socket: socket) },
                { _ = try TCPInfo(socket: socket) },
                { _ = try MPTCPTCPInfoAnswer(socket: socket) },
                { _ = try MPTCPSubflowAddressesAnswer(socket: socket) },
                { _ = try MPTCPFullInfoAnswer(socket: socket) },
                { _ = try MPTCPSnapshot(socket: socket, keepsCaptures: true) },
              ]
              for call in calls where (try? call()) != nil { answers += 1 }
            }
          }
        }
        #expect(answers > 20 * 20)
        #expect(try pair.client.openSockets() == before)
      }
    }
  }
#endif
