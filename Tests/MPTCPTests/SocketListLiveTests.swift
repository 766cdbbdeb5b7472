import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  import Glibc

  /// The list of all MPTCP sockets, held against what each socket says of itself.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketListLiveTests {
    @Test func `A connection of three subflows is what its sockets say`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.withConnectionOfThree { near, far in
          for (side, socket) in [(pair.client, near), (pair.server, far)] {
            let before = try side.entry(of: socket)
            let info = try MPTCPInfo(socket: socket.descriptor)
            let snapshot = try MPTCPSnapshot(socket: socket.descriptor)
            let after = try side.entry(of: socket)

            #expect(before.token == info.token && before.token != 0)
            let infos = Steady(before: try #require(before.info), after: try #require(after.info))
            #expect(infos.compare(with: info, mptcpInfoProperties) >= 10)
            #expect(infos.before.byteCount == info.byteCount && infos.before.remarks.isEmpty)
            #expect(before.state == .established && !before.isFallback)
            #expect(before.subflowCount == 3 && snapshot.subflowCount?.value == 3)
            #expect(before.userID == getuid())
            #expect(before.local == snapshot.subflows.first?.local)
            #expect(before.remote == snapshot.subflows.first?.remote)
            try compare(before, after, snapshot)
            #expect(Set(before.subflows.map(\.token)) == [before.token])
          }
        }
      }
    }

    /// Each subflow by its addresses.
    private func compare(
      _ before: MPTCPSocketList.Entry, _ after: MPTCPSocketList.Entry, _ snapshot: MPTCPSnapshot
    ) throws {
      #expect(before.subflows.map(\.cookie) == after.subflows.map(\.cookie))
      for (before, after) in zip(before.subflows, after.subflows) {
        let subflow = try #require(
          snapshot.subflows.first {
            $0.local == before.local && $0.remote == before.remote
          })
        let tcp = try #require(subflow.tcpInfo)
        let steady = Steady(
          before: try #require(before.tcpInfo), after: try #require(after.tcpInfo))
        #expect(steady.compare(with: tcp, tcpInfoProperties) >= 30)
        #expect(before.state.rawValue == tcp.state)
        #expect(before.tcpInfo?.byteCount == tcp.byteCount)
      }
    }

    @Test func `Subflows have the ids of their endpoints, and the backup mark of one`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.withConnectionOfThree { near, far in
          let client = try pair.client.entry(of: near)
          let server = try pair.server.entry(of: far)
          #expect(client.subflows.map(\.localID) == [0, 2, 3])
          #expect(client.subflows.map(\.remoteID) == [0, 0, 0])
          #expect(client.subflows.map(\.local.address) == pair.links.map(\.client.ipv4))
          #expect(client.subflows.map(\.isBackup) == [false, false, true])
          #expect(client.subflows.last?.flags?.contains(.localBackup) == true)
          #expect(server.subflows.map(\.remoteID) == [0, 2, 3])
          #expect(server.subflows.map(\.isBackup) == [false, false, true])
          #expect(server.subflows.last?.flags?.contains(.remoteBackup) == true)
          // Those that joined know the token of the other end.
          #expect(client.subflows.dropFirst().allSatisfy { $0.remoteToken == server.token })
          #expect(
            client.subflows.first?.flags?.isSuperset(of: [.localCapable, .remoteCapable]) == true)
          #expect(client.subflows.last?.flags?.isSuperset(of: [.localJoin, .remoteJoin]) == true)
          for (left, right) in zip(client.subflows, server.subflows) {
            #expect(left.local == right.remote)
            #expect(left.unknownAttributes.isEmpty && right.unknownAttributes.isEmpty)
          }

          try pair.client.deleteMPTCPEndpoint(id: 2)
          let fewer = try pair.client.entry(of: near) { $0.subflows.count == 2 }
          #expect(fewer.subflows.map(\.localID) == [0, 3] && fewer.subflowCount == 2)
        }
      }
    }

    @Test func `Listeners and connections that fell back are there, TCP is not`() throws {
      try NetworkNamespace.with { namespace in
        #expect(try namespace.sockets().entries.isEmpty)
        let listener = try namespace.inside {
          try StreamSocket.listening(.mptcp, on: SocketName("127.0.0.1"), backlog: 7)
        }
        let fallback = try Connection(
          from: namespace, .mptcp, to: namespace, .tcp, listeningOn: "127.0.0.1")
        let accepted = try Connection(
          from: namespace, .tcp, to: namespace, .mptcp, listeningOn: "127.0.0.1")
        let plain = try Connection(
          from: namespace, .tcp, to: namespace, .tcp, listeningOn: "127.0.0.1")
        for connection in [fallback, accepted, plain] { try connection.exchange() }

        let list = try namespace.sockets()
        #expect(
          try Set(list.entries.map(\.inode))
            == [listener.inode, fallback.client.inode, accepted.listener.inode])
        #expect(list.strays.isEmpty && !list.hidesSubflows)

        let waits = try namespace.entry(of: listener)
        #expect(waits.state == .listening && waits.sendQueue == 7)
        #expect(waits.local == .ipv4(MPTCPAddress.IPv4(127, 0, 0, 1), port: try listener.port()))
        #expect(waits.remote == .ipv4(MPTCPAddress.IPv4(0, 0, 0, 0), port: 0))
        #expect(waits.subflows.isEmpty && waits.subflowCount == 0 && waits.token == 0)

        let fell = try namespace.entry(of: fallback.client)
        let snapshot = try MPTCPSnapshot(socket: fallback.client.descriptor)
        #expect(fell.isFallback && fell.state == .established)
        #expect(fell.subflows.count == 1 && fell.subflowCount == 1)
        #expect(snapshot.info == nil && snapshot.speaksMPTCP != true)
        #expect(fell.subflows.first?.local == snapshot.subflows.first?.local)
        #expect(fell.subflows.first?.remote == snapshot.subflows.first?.remote)
        #expect(fell.subflows.first?.tcpInfo?.bytesReceived == 64)
      }
    }

    @Test func `What a listener accepts after it was listed is there, with its subflow`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.inside {
          let listeners = try ["127.0.0.1", "::"].map {
            try StreamSocket.listening(.mptcp, on: SocketName($0))
          }
          // From here on the kernel gives their cookies to what they accept.
          #expect(try MPTCPSocketList.current().entries.count == 2)
          var sockets: [StreamSocket] = []
          for (listener, address) in [
            (listeners[0], "127.0.0.1"), (listeners[1], "::1"), (listeners[0], "127.0.0.1"),
            (listeners[1], "127.0.0.1"), (listeners[1], "::1"),
          ] {
            let client = try StreamSocket(.mptcp, ipv6: address == "::1")
            try client.connect(to: SocketName(address, port: try listener.port()))
            sockets += [client, try listener.accept()]
          }
          // Two that no process accepts.
          let waiting = try listeners.map { listener in
            let client = try StreamSocket(.mptcp)
            try client.connect(to: SocketName("127.0.0.1", port: try listener.port()))
            return client
          }
          let list = try MPTCPSocketList.current()
          let inodes = try (listeners + sockets + waiting).map { try $0.inode }
          #expect(list.entries.count == inodes.count + waiting.count)
          #expect(
            list.entries.map(\.inode).sorted()
              == (inodes + waiting.map { _ in 0 }).sorted())
          #expect(list.strays.isEmpty)
          let connections = list.entries.filter { $0.state != .listening }
          #expect(connections.allSatisfy { $0.subflows.count == 1 })
          for connection in connections {
            let subflow = connection.subflows.first?.socket
            #expect(subflow?.local == connection.local)
            #expect(subflow?.remote == connection.remote)
          }
          withExtendedLifetime((listeners, sockets, waiting)) {}
        }
      }
    }

    @Test(arguments: [("::1", "::1"), ("::", "127.0.0.1")])
    func `IPv6 sockets are listed, those that speak IPv4 too`(
      address: String, destination: String
    ) throws {
      try NetworkNamespace.with { namespace in
        let connection = try Connection(
          from: namespace, to: namespace, listeningOn: address, destination: destination)
        try connection.exchange()
        for socket in [connection.client, connection.server] {
          let entry = try namespace.entry(of: socket)
          let snapshot = try MPTCPSnapshot(socket: socket.descriptor)
          #expect(entry.subflows.count == 1 && entry.token == snapshot.info?.token)
          #expect(entry.subflows.first?.local == snapshot.subflows.first?.local)
          #expect(entry.subflows.first?.remote == snapshot.subflows.first?.remote)
          #expect(entry.local == entry.subflows.first?.local)
        }
        let server = try namespace.entry(of: connection.server)
        #expect(server.local.family == 10)
        if case .ipv6(let local, _, _, _) = server.local {
          #expect(local.mappedIPv4?.description == (address == "::" ? destination : nil))
        }
      }
    }

    @Test func `Without the right to it the kernel keeps something to itself`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.withConnectionOfThree { near, _ in
          let known = try pair.client.entry(of: near)
          let list = try pair.client.inside {
            try Capabilities.dropNetworkAdministration()
            return try MPTCPSocketList.current()
          }
          let entry = try #require(list.entries.first)
          #expect(entry.token == known.token && entry.subflowCount == 3)
          #expect(list.entries.count == 1 && list.strays.isEmpty)
          #expect(entry.subflows.allSatisfy { $0.mapSequence == nil && $0.mapLength == nil })
          #expect(known.subflows.allSatisfy { $0.mapSequence != nil && $0.mapLength != nil })
          // Before Linux 6.15 there is nothing to be seen.
          #expect(list.hidesSubflows == entry.subflows.isEmpty)
          if list.hidesSubflows { return }
          #expect(entry.subflows.map(\.socket) == known.subflows.map(\.socket))
          #expect(entry.subflows.map(\.token) == known.subflows.map(\.token))
          #expect(entry.subflows.map(\.localID) == known.subflows.map(\.localID))
          #expect(entry.subflows.map(\.flags) == known.subflows.map(\.flags))
        }
      }
    }
  }
#endif
