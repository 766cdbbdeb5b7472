import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// Connections whose subflows come and go.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceChangeTests {
    private func withThreeSubflows(
      _ body: (NamespacePair, Connection, [MPTCPSnapshot]) throws -> Void
    ) throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.useAllLinks()
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: pair.links[0].server.ipv4)
        try connection.exchange()
        try body(pair, connection, try connection.ends.map { try $0.snapshot(withSubflows: 3) })
      }
    }

    @Test func `A subflow whose endpoint is deleted has vanished, and its id is used no more`()
      throws
    {
      try withThreeSubflows { pair, connection, before in
        let link = pair.links[1]
        let lost = try before[0].subflow(from: link.client.ipv4)
        try pair.client.deleteMPTCPEndpoint(id: link.index)
        let middle = try connection.ends.map { try $0.snapshot(withSubflows: 2) }
        for (new, old) in zip(middle, before) {
          let delta = new.delta(since: old)
          #expect(delta.isSameConnection == true && delta.appeared.isEmpty)
          #expect(delta.vanished.count == 1 && delta.subflows.count == 2)
        }
        let delta = middle[0].delta(since: before[0])
        #expect(delta.vanished.map(\.id) == [lost.id])
        #expect(delta.vanished.map(\.local) == [lost.local])
        #expect(middle[1].delta(since: before[1]).vanished.map(\.remote) == [lost.local])
        let kept = Set(before[0].subflows.map(\.id)).subtracting([lost.id])
        #expect(Set(middle[0].subflows.map(\.id)) == kept)
        try connection.exchange(100_000)

        // What comes next has another id.
        try pair.client.addMPTCPEndpoint(
          link.client.ipv4, id: link.index, flags: ["subflow"], device: link.device)
        let after = try connection.client.snapshot(withSubflows: 3)
        let again = after.delta(since: middle[0])
        #expect(again.appeared.map { $0.local?.address } == [link.client.ipv4])
        #expect(again.vanished.isEmpty && again.subflows.count == 2)
        if after.idSource != nil {
          let ids = before[0].subflows.compactMap(\.id)
          #expect(try #require(again.appeared.first?.id) > (ids.max() ?? 0))
        }
      }
    }

    @Test func `A subflow that is cut has vanished at both ends`() throws {
      try withThreeSubflows { pair, connection, before in
        let lost = try before[0].subflow(from: pair.links[2].client.ipv4)
        guard try pair.client.cutConnections(from: pair.links[2].client.ipv4) else { return }
        let after = try connection.ends.map { try $0.snapshot(withSubflows: 2) }
        #expect(after[0].delta(since: before[0]).vanished.map(\.local) == [lost.local])
        #expect(after[1].delta(since: before[1]).vanished.map(\.remote) == [lost.local])
        try connection.exchange(100_000)
        let delta = try connection.client.snapshot(withSubflows: 2).delta(since: after[0])
        #expect(delta.subflows.count == 2)
        if after[0].info?.bytesSent != nil { #expect(delta.bytesSent == 100_000) }
        let shown = try SSConnection.all(in: pair.client)
        #expect(shown.first?.values["subflows"] == "1")
      }
    }

    /// Closed in good order and cut: the kernel keeps its place in another way.
    @Test(arguments: [true, false])
    func `A connection outlives its first subflow`(inGoodOrder: Bool) throws {
      try withThreeSubflows { pair, connection, before in
        let address = pair.links[0].client.ipv4
        let lost = try before[0].subflow(from: address)
        if inGoodOrder {
          try pair.client.run(["ip", "mptcp", "endpoint", "delete", "id", "0", address])
        } else {
          guard try pair.client.cutConnections(from: address) else { return }
        }
        let after = try connection.ends.map { try $0.snapshot(withSubflows: 2) }
        let delta = after[0].delta(since: before[0])
        #expect(delta.vanished.map(\.local) == [lost.local])
        #expect(delta.subflows.count == 2 && delta.appeared.isEmpty)
        #expect(after[1].delta(since: before[1]).vanished.map(\.remote) == [lost.local])
        // `mptcpi_subflows` leaves out a first subflow, and there is none any more.
        #expect(after[0].info?.subflows == 2)
        try connection.exchange(100_000)
        #expect(try MPTCPSocket.state(of: connection.client.descriptor) == .mptcp)
        let shown = try #require(try SSConnection.all(in: pair.client).first)
        #expect(shown.values["subflows"] == "2")
      }
    }
  }
#endif
