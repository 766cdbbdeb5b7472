import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// What the in-kernel path manager was told, seen from its connections.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceLimitTests {
    @Test(arguments: [0, 1, 2])
    func `A limit of subflows is reported and kept`(limit: Int) throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.useAllLinks()
        try pair.client.setMPTCPLimits(subflows: limit)
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: pair.links[0].server.ipv4)
        try connection.exchange()
        let client = try #require(try connection.client.snapshot(withSubflows: limit + 1).info)
        let server = try #require(try connection.server.snapshot(withSubflows: limit + 1).info)
        #expect(client.subflowsMax == UInt8(limit) && client.extraSubflows == UInt8(limit))
        #expect(server.subflowsMax == 2)
        // Two endpoints for subflows at the client, none at the server.
        if let count = client.localAddrMax { #expect(count == 2) }
        if let count = server.localAddrMax { #expect(count == 0) }
        #expect(try limits(of: pair.client) == ["add_addr_accepted": 0, "subflows": UInt8(limit)])
        #expect(try limits(of: pair.server) == ["add_addr_accepted": 0, "subflows": 2])
        for (namespace, info) in [(pair.client, client), (pair.server, server)] {
          #expect(
            try #require(SSConnection.all(in: namespace).first).expectAgreement(with: info) >= 4)
        }
      }
    }

    @Test(arguments: [0, 1, 2])
    func `Addresses that a server announces are taken up to a limit`(limit: Int) throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.client.setMPTCPLimits(subflows: 8, addAddrAccepted: limit)
        try pair.server.setMPTCPLimits(subflows: 8)
        for link in pair.links.dropFirst() {
          try pair.server.addMPTCPEndpoint(link.server.ipv4, id: link.index, flags: ["signal"])
        }
        let connection = try Connection(
          from: pair.client, to: pair.server, listeningOn: "0.0.0.0",
          destination: pair.links[0].server.ipv4)
        try connection.exchange()
        let snapshot = try connection.client.snapshot(withSubflows: limit + 1)
        let client = try #require(snapshot.info)
        #expect(client.addAddrAcceptedMax == UInt8(limit) && client.addAddrAccepted == UInt8(limit))
        #expect(client.subflowsMax == 8)
        // A subflow goes to each address that was taken, over its link.
        let announced = Set(pair.links.dropFirst().map(\.server.ipv4))
        let joined = snapshot.subflows.compactMap { $0.remote?.address }.filter(announced.contains)
        #expect(Set(joined).count == limit)
        let server = try waiting(for: "announcements", until: { $0.addAddrSignal == 2 }) {
          try MPTCPInfo(socket: connection.server.descriptor)
        }
        #expect(server.addAddrSignalMax == 2 && server.addAddrAcceptedMax == 0)
        #expect(
          try limits(of: pair.client) == ["add_addr_accepted": UInt8(limit), "subflows": 8])
      }
    }

    /// What `ip mptcp limits` shows: a name and a number, again and again.
    private func limits(of namespace: NetworkNamespace) throws -> [String: UInt8] {
      let words = try namespace.run(["ip", "mptcp", "limits"]).output.split { $0.isWhitespace }
      try #require(words.count == 4, "\(words)")
      return [
        String(words[0]): try #require(UInt8(words[1])),
        String(words[2]): try #require(UInt8(words[3])),
      ]
    }
  }
#endif
