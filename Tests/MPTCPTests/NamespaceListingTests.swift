import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// The kernel's list of all MPTCP sockets, in namespaces whose sockets are known.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceListingTests {
    @Test func `A connection between programs is listed with its subflows and its owner`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.useAllLinks()
        let address = pair.links[0].server.ipv4
        let (server, port) = try pair.server.startPythonServer(on: address)
        let client = try pair.client.startPythonClient(to: SocketName(address, port: port))
        for (namespace, program) in [(pair.client, client), (pair.server, server)] {
          let list = try waiting(for: "three subflows", until: { $0.hasConnection(subflows: 3) }) {
            try namespace.inside { try MPTCPSocketList.current() }
          }
          #expect(list.strays.isEmpty && !list.hidesSubflows)
          let connections = list.entries.filter { $0.state == .established }
          #expect(connections.count == 1)
          let entry = try #require(connections.first)
          #expect(!entry.isFallback && entry.subflowCount == 3)
          #expect(entry.userID == 0 && entry.inode != 0 && entry.token != 0)
          #expect(entry.subflows.allSatisfy { $0.token == entry.token && !$0.isBackup })
          #expect(entry.subflows.allSatisfy { $0.flags?.contains(.fullyEstablished) == true })
          #expect(entry.subflows.allSatisfy { ($0.tcpInfo?.rtt ?? 0) > 0 })
          // Each address has the number of its endpoint, the first one 0.
          let ids = entry.subflows.map { namespace === pair.client ? $0.localID : $0.remoteID }
          #expect(Set(ids) == [0, 2, 3])

          let owners = MPTCPSocketList.Owners.current(ofInodes: [entry.inode])
            .owners(ofInode: entry.inode)
          #expect(owners.map(\.pid) == [program.pid])
          let owner = try #require(owners.first)
          #expect(owner.processName.hasPrefix("python"))
          // What the socket says of itself.
          let snapshot = try MPTCPSnapshot(pid: owner.pid, fd: owner.descriptor)
          #expect(snapshot.info?.token == entry.token && snapshot.subflowCount?.value == 3)
          #expect(
            Set(snapshot.subflows.map { [$0.local, $0.remote] })
              == Set(entry.subflows.map { [$0.local, $0.remote] }))
          // What `ss` says of it.
          let shown = try #require(
            try SSConnection.all(in: namespace).first { $0.state == "ESTAB" })
          #expect(shown.local == entry.local.description)
          #expect(shown.remote == entry.remote.description)
          #expect(shown.values["token"].flatMap { UInt32($0, radix: 16) } == entry.token)
          #expect(shown.values["subflows"] == "2")
        }
        let listener = try pair.server.inside { try MPTCPSocketList.current() }.entries
          .first { $0.state == .listening }
        #expect(listener?.local.port == port && listener?.subflowCount == 0)
      }
    }

    @Test func `Backups are marked at both ends`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.client.setMPTCPLimits(subflows: 2)
        try pair.server.setMPTCPLimits(subflows: 2)
        for (link, flags) in zip(pair.links.dropFirst(), [["subflow"], ["subflow", "backup"]]) {
          try pair.client.addMPTCPEndpoint(link.client.ipv4, id: link.index, flags: flags)
        }
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: pair.links[0].server.ipv4)
        try connection.exchange()
        for end in connection.ends { _ = try end.snapshot(withSubflows: 3) }
        let backup = pair.links[2].client.ipv4
        for namespace in [pair.client, pair.server] {
          let list = try namespace.inside { try MPTCPSocketList.current() }
          let subflows = list.entries.flatMap(\.subflows)
          #expect(subflows.count == 3)
          for subflow in subflows {
            let ends = [subflow.local.address, subflow.remote.address]
            #expect(subflow.isBackup == ends.contains(backup), "\(ends)")
          }
        }
      }
    }

    @Test func `A connection that fell back is listed as that, and plain TCP is not`() throws {
      try NamespacePair.with(links: 1) { pair in
        let address = pair.links[0].server.ipv4
        let fallback = try Connection(
          from: pair.client, to: pair.server, .tcp, listeningOn: address)
        let plain = try Connection(
          from: pair.client, .tcp, to: pair.server, .tcp, listeningOn: address)
        for connection in [fallback, plain] { try connection.exchange() }
        let entries = try pair.client.inside { try MPTCPSocketList.current() }.entries
        #expect(entries.count == 1)
        #expect(entries.first?.isFallback == true)
        #expect(entries.first?.local.port == (try fallback.client.port()))
        #expect(try pair.server.inside { try MPTCPSocketList.current() }.entries.isEmpty)
      }
    }

    @Test func `A thousand sockets are listed while others come and go`() throws {
      try NetworkNamespace.with { namespace in
        let crowd = try ConnectionCrowd(of: 500, in: namespace)
        let tokens = try crowd.connections.flatMap(\.ends).map { end in
          try #require(try MPTCPInfo(socket: end.descriptor).token)
        }
        #expect(Set(tokens).count == 1000)
        try ConnectionChurn.with(in: namespace) { churn in
          for _ in 0..<10 {
            let opened = try churn.opened()
            let list = try namespace.inside { try MPTCPSocketList.current() }
            // Those that the churn opens share the cookie of its listener.
            #expect(Set(list.entries.map(\.identity)).count == list.entries.count)
            for numbers in [list.entries.compactMap(\.token), list.entries.map(\.inode)] {
              let given = numbers.filter { $0 != 0 }
              #expect(Set(given).count == given.count)
            }
            let subflows = list.entries.flatMap(\.subflows) + list.strays
            #expect(Set(subflows.map(\.identity)).count == subflows.count)
            let listed = Dictionary(grouping: list.entries) { $0.token ?? 0 }
            for token in tokens {
              let entries = listed[token] ?? []
              #expect(entries.count == 1 && entries.first?.subflows.count == 1)
              #expect(entries.first?.subflows.first?.token == token)
            }
            try waiting(for: "more connections", until: { $0 > opened }) { try churn.opened() }
          }
        }
        // In peace the list holds both ends of each, and the listener.
        let list = try waiting(for: "only the crowd", until: { $0.entries.count == 1001 }) {
          try namespace.inside { try MPTCPSocketList.current() }
        }
        #expect(list.strays.isEmpty && !list.hidesSubflows)
        #expect(list.entries.count { $0.state == .listening } == 1)
        #expect(list.entries.allSatisfy { $0.subflowCount <= 1 })
        let few = try namespace.inside { try MPTCPSocketList.current(includesSubflows: false) }
        #expect(few.entries.count == 1001 && few.entries.allSatisfy(\.subflows.isEmpty))
      }
    }

    @Test func `Two namespaces are listed at the same time, each for itself`() throws {
      try NetworkNamespace.with { first in
        try NetworkNamespace.with { second in
          let crowds = try [first, second].map { try ConnectionCrowd(of: 20, in: $0) }
          for (namespace, crowd) in zip([first, second], crowds) {
            let listed = try namespace.inside { try MPTCPSocketList.current() }.entries.compactMap(
              \.token)
            let tokens = try crowd.connections.flatMap(\.ends).map {
              try MPTCPInfo(socket: $0.descriptor).token
            }
            #expect(Set(listed.filter { $0 != 0 }) == Set(tokens.compactMap { $0 }))
          }
        }
      }
    }
  }

  extension MPTCPSocketList {
    /// Whether there is an established connection with so many established subflows.
    fileprivate func hasConnection(subflows count: Int) -> Bool {
      entries.contains { entry in
        entry.state == .established && entry.subflowCount == count
          && entry.subflows.count { $0.state == .established } == count
          && entry.subflows.allSatisfy { $0.flags?.contains(.fullyEstablished) == true }
      }
    }
  }
#endif
