#if os(Linux)
  import UAPIText
  import TestSupport
  import Foundation
  import Glibc
  import Testing

  @testable import UAPICommands

  /// Sockets with one cookie, as a listener and what it accepts have it after the first listing.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SharedCookieTests {
    /// Two listeners of IPv4 and IPv6 that were listed before three clients connected to each.
    private static func withSockets(
      _ body: (NetworkNamespace, [StreamSocket]) throws -> Void
    ) throws {
      try NetworkNamespace.with { namespace in
        let listeners = try namespace.inside {
          try ["127.0.0.1", "::"].map { try StreamSocket.listening(.mptcp, on: SocketName($0)) }
        }
        #expect(try SocketListing.objects(in: namespace).count == 2)
        let ends = try namespace.inside {
          try (0..<6).flatMap { (index: Int) -> [StreamSocket] in
            let listener = listeners[index % 2]
            // The listener of IPv6 takes IPv4 too.
            let isIPv6 = index == 1
            let client = try StreamSocket(.mptcp, ipv6: isIPv6)
            try client.connect(
              to: SocketName(isIPv6 ? "::1" : "127.0.0.1", port: try listener.port()))
            let ends = [client, try listener.accept()]
            try Connection.move(64, from: ends[0], to: ends[1])
            try Connection.move(64, from: ends[1], to: ends[0])
            return ends
          }
        }
        try withExtendedLifetime((listeners, ends)) { try body(namespace, ends) }
      }
    }

    private static func inode(_ socket: StreamSocket) -> Int {
      var status = stat()
      return fstat(socket.descriptor, &status) == 0 ? Int(status.st_ino) : 0
    }

    private static func inodes(_ objects: [JSONObject]) -> Set<Int> {
      Set(objects.compactMap { $0["inode"]?.integer })
    }

    @Test func `Every format shows each socket`() throws {
      try Self.withSockets { namespace, _ in
        let objects = try SocketListing.objects(in: namespace)
        #expect(objects.count == 14 && Self.inodes(objects).count == 14)
        // A kernel that gives each its own has nothing to tell apart.
        let cookies = Set(objects.compactMap { $0["cookie"]?.integer }).count
        print("14 sockets have \(cookies) cookies")
        #expect(objects.allSatisfy { $0.subflows.count == $0["subflow_count"]?.integer ?? 0 })

        for options in [[], ["--no-subflows"], ["--no-owners"]] {
          let words = try SocketListing.command("sockets", options)
          let rows = try namespace.run(words).output.split(separator: "\n")
          #expect(rows.last == "12 connections, 12 subflows, 2 listeners")
          #expect(rows.count { $0.hasPrefix("ESTABLISHED") } == 12)
          let document = try JSONObject(namespace.run(words + ["--format", "json"]).output)
          #expect(Self.inodes(document["sockets"]?.elements ?? []) == Self.inodes(objects))
        }
      }
    }

    @Test func `The sockets of one process are all there`() throws {
      try NetworkNamespace.with { namespace in
        let (server, port) = try namespace.startPythonServer(on: "127.0.0.1")
        #expect(try SocketListing.objects(in: namespace).count == 1)
        let clients = try (0..<3).map { _ in
          try namespace.startPythonClient(to: SocketName("127.0.0.1", port: port))
        }
        let own = try SocketListing.objects(in: namespace, ["--pid", "\(server.pid)"])
        #expect(
          own.compactMap { $0["state"]?.text }.sorted()
            == ["ESTABLISHED", "ESTABLISHED", "ESTABLISHED", "LISTEN"])
        #expect(own.allSatisfy { $0["owners"]?.elements.count == 1 })
        for client in clients {
          #expect(try SocketListing.objects(in: namespace, ["--pid", "\(client.pid)"]).count == 1)
        }
      }
    }

    @Test func `A capture has a record of each socket and subflow`() throws {
      try Self.withSockets { namespace, _ in
        let records = try SocketListing.objects(
          namespace.run(SocketListing.command("capture", [])).output)
        let connections = records.filter { $0["sockopt"]?.text == "MPTCP_INFO" }
        #expect(connections.count == 14 && Self.inodes(connections).count == 14)
        #expect(Set(connections.map { $0["token"] }).count == 13)
        let subflows = records.filter { $0["sockopt"]?.text == "TCP_INFO" }
        #expect(subflows.count == 12)
        #expect(Set(subflows.map { $0["token"] }).count == 12)
      }
    }

    @Test func `Each socket has its own rate`() throws {
      try Self.withSockets { namespace, ends in
        let watch = try namespace.start(
          SocketListing.command(
            "sockets", ["--watch", "0.3", "--format", "ndjson", "--no-owners"]))
        // The first connection alone moves something, in one direction.
        try waiting(for: "three looks", until: { $0 >= 42 }) {
          try Connection.move(100_000, from: ends[0], to: ends[1])
          return watch.output.count { $0.isNewline }
        }
        watch.send(signal: SIGINT)
        let objects = try SocketListing.objects(try watch.wait().output)
        let inodes = ends.prefix(2).map(Self.inode)
        for object in objects {
          let isSender = object["inode"]?.integer == inodes[0]
          let isReceiver = object["inode"]?.integer == inodes[1]
          for (key, moves) in [("sent_per_second", isSender), ("received_per_second", isReceiver)] {
            guard let rate = object[key]?.integer, !moves else { continue }
            #expect(rate == 0, "\(object)")
          }
        }
        for (key, inode) in [("sent_per_second", inodes[0]), ("received_per_second", inodes[1])] {
          #expect(objects.contains { $0["inode"]?.integer == inode && $0[key]?.integer ?? 0 > 0 })
        }
      }
    }

    /// The same at length: `Scripts/check-sockets UAPI`.
    @Test func `Quiet looks show what ss shows, while connections come and go`() throws {
      let script = Repository.root.appending(path: "Scripts/check-sockets").path
      try NetworkNamespace.with { namespace in
        let outcome = try namespace.outcome(
          of: ["python3", script, BuiltCommand.path(), "--seconds", "4", "--clients", "12"])
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
        #expect(outcome.output.contains("\n0 quiet looks differ from ss\n"), "\(outcome.output)")
      }
    }
  }
#endif
