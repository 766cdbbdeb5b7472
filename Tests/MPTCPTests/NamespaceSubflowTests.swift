import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// Connections of one and of many subflows, each over a link of its own.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceSubflowTests {
    @Test(arguments: [1, 3, 9], [false, true])
    func `Both ends list the subflows that were configured`(count: Int, ipv6: Bool) throws {
      try NamespacePair.with(links: count, ipv6: ipv6) { pair in
        try pair.useAllLinks(ipv6: ipv6)
        let server = pair.links[0].server.address(ipv6: ipv6)
        let connection = try Connection(from: pair.client, to: pair.server, listeningOn: server)
        try connection.exchange()
        let ends = try connection.ends.map { try $0.snapshot(withSubflows: count) }
        for snapshot in ends { try expectWhole(snapshot, count: count) }

        // Every subflow comes from the address of its link, and goes to the one listener.
        let locals = ends[0].subflows.map { $0.local?.address }
        #expect(Set(locals) == Set(pair.links.map { $0.client.address(ipv6: ipv6) }))
        #expect(ends[0].subflows.allSatisfy { $0.remote?.address == server })
        // The other end sees the same from its side, ports included.
        #expect(
          Set(ends[0].subflows.map { [$0.local, $0.remote] })
            == Set(ends[1].subflows.map { [$0.remote, $0.local] }))
        #expect(ends[0].info?.token != ends[1].info?.token)

        for (namespace, snapshot) in zip([pair.client, pair.server], ends) {
          let shown = try SSConnection.all(in: namespace)
          try #require(shown.count == 1)
          let info = try #require(snapshot.info)
          #expect(shown[0].expectAgreement(with: info) >= (count == 1 ? 4 : 6))
          #expect(shown[0].flags.contains("remote_key"))
          // What is 0 is not shown.
          #expect(UInt8(shown[0].values["subflows"] ?? "0") == UInt8(count - 1))
        }
      }
    }

    private func expectWhole(_ snapshot: MPTCPSnapshot, count: Int) throws {
      #expect(snapshot.subflows.count == count && snapshot.listedSubflowCount == count)
      #expect(snapshot.subflowCount?.isExact == true)
      let info = try #require(snapshot.info)
      #expect(info.remarks.isEmpty)
      #expect(info.subflows == UInt8(count - 1))
      if let total = info.subflowsTotal {
        #expect(Int(total) == count && snapshot.subflowCount?.evidence == .subflowsTotal)
      }
      if snapshot.idSource != nil {
        #expect(Set(snapshot.subflows.compactMap(\.id)).count == count)
        #expect(snapshot.subflows.allSatisfy { $0.id != 0 })
      }
      for subflow in snapshot.subflows {
        let tcp = try #require(subflow.tcpInfo)
        #expect(tcp.remarks.isEmpty)
        // In microseconds. It was measured, and the links are short.
        #expect((1..<60_000_000).contains(try #require(tcp.rtt)))
        #expect(try #require(tcp.sndMSS) > 500)
      }
    }

    @Test(arguments: [1, 3, 9])
    func `Bytes show in the differences of the connection and of each subflow`(count: Int) throws {
      try NamespacePair.with(links: count) { pair in
        try pair.slowDown()
        try pair.useAllLinks()
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: pair.links[0].server.ipv4)
        try connection.exchange()
        let before = try connection.ends.map { try $0.snapshot(withSubflows: count) }
        var moved: UInt64 = 0
        // With enough to do all of them get something.
        try waiting(for: "bytes on every subflow", until: { $0 }) {
          try Connection.move(1_000_000, from: connection.client, to: connection.server)
          moved += 1_000_000
          return try connection.client.snapshot().delta(since: before[0]).subflows.allSatisfy {
            $0.bytesSent != 0
          }
        }
        let after = try connection.ends.map { try $0.snapshot(withSubflows: count) }
        let sent = after[0].delta(since: before[0])
        let received = after[1].delta(since: before[1])
        for delta in [sent, received] {
          #expect(delta.isSameConnection == true && !delta.wasReset)
          #expect(delta.subflows.count == count)
          #expect(delta.appeared.isEmpty && delta.vanished.isEmpty)
        }
        // Kernels before 6.5 count nothing for the connection, and then nothing is invented.
        if after[0].info?.bytesSent != nil {
          #expect(sent.bytesSent == moved && sent.bytesAcked == moved && sent.bytesReceived == 0)
          #expect(received.bytesReceived == moved && received.bytesSent == 0)
        }
        // Subflows may carry some bytes twice, and none is lost.
        #expect(sent.subflows.reduce(0) { $0 + ($1.bytesSent ?? 0) } >= moved)
        #expect(received.subflows.reduce(0) { $0 + ($1.bytesReceived ?? 0) } >= moved)
        #expect(received.subflows.allSatisfy { $0.bytesReceived != 0 })
      }
    }

    @Test func `IPv4, mapped IPv4 and IPv6 mix in one connection`() throws {
      try NamespacePair.with(links: 3, ipv6: true) { pair in
        let links = pair.links
        try pair.server.setMPTCPLimits(subflows: 3)
        // From an IPv4 address, and from an IPv6 address to an IPv6 address that is announced.
        try pair.client.addMPTCPEndpoint(
          links[1].client.ipv4, id: 2, flags: ["subflow"], device: links[1].device)
        try pair.client.setMPTCPLimits(subflows: 3, addAddrAccepted: 1)
        try pair.server.addMPTCPEndpoint(links[2].server.ipv6, id: 3, flags: ["signal"])
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: "::",
          destination: "::ffff:" + links[0].server.ipv4)
        try connection.exchange()
        let ends = try connection.ends.map { try $0.snapshot(withSubflows: 3) }
        // A subflow has the family of its own TCP socket.
        #expect(
          Set(ends[0].subflows.map { [$0.local?.address, $0.remote?.address] }) == [
            ["::ffff:" + links[0].client.ipv4, "::ffff:" + links[0].server.ipv4],
            [links[1].client.ipv4, links[0].server.ipv4],
            [links[2].client.ipv6, links[2].server.ipv6],
          ])
        #expect(Set(ends[0].subflows.map { $0.local?.family }) == [2, 10])
        #expect(
          Set(ends[1].subflows.map { [$0.remote?.address, $0.local?.address] }) == [
            ["::ffff:" + links[0].client.ipv4, "::ffff:" + links[0].server.ipv4],
            ["::ffff:" + links[1].client.ipv4, "::ffff:" + links[0].server.ipv4],
            [links[2].client.ipv6, links[2].server.ipv6],
          ])
        try connection.exchange(100_000)
        for (end, before) in zip(connection.ends, ends) {
          let delta = try end.snapshot(withSubflows: 3).delta(since: before)
          #expect(delta.subflows.count == 3 && delta.vanished.isEmpty && delta.appeared.isEmpty)
        }
      }
    }

    @Test func `A backup carries bytes once nothing else is left`() throws {
      try NamespacePair.with(links: 2) { pair in
        try pair.useAllLinks(flags: ["subflow", "backup"])
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: pair.links[0].server.ipv4)
        try connection.exchange()
        let before = try connection.client.snapshot(withSubflows: 2)
        let backup = try before.subflow(from: pair.links[1].client.ipv4)
        try Connection.move(4_000_000, from: connection.client, to: connection.server)
        let middle = try connection.client.snapshot(withSubflows: 2)
        let used = middle.delta(since: before)
        let onBackup = used.subflows.first { $0.current.local == backup.local }
        // Where the first one stalled, a backup helps out.
        #expect(onBackup?.bytesSent == 0 || used.retransmits != 0)

        // The first subflow has the endpoint 0.
        try pair.client.run(
          ["ip", "mptcp", "endpoint", "delete", "id", "0", pair.links[0].client.ipv4])
        try connection.exchange(1_000_000)
        let after = try connection.client.snapshot(withSubflows: 1)
        let alone = after.delta(since: middle)
        #expect(alone.subflows.map(\.current.local) == [backup.local])
        #expect(try #require(alone.subflows.first?.bytesSent) >= 1_000_000)
      }
    }
  }
#endif
