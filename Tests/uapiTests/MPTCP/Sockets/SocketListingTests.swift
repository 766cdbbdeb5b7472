#if os(Linux)
  import UAPIText
  import TestSupport
  import Glibc
  import MPTCP
  import Netlink
  import Testing

  @testable import UAPICommands

  /// `uapi mptcp sockets` on this machine's kernel, but for a terminal.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketListingTests {
    /// A server and a client that talk all the time over one link, and its address and port.
    private static func withTraffic(
      server kind: StreamSocket.Kind = .mptcp,
      _ body: (NamespacePair, _ client: Program, _ name: SocketName) throws -> Void
    ) throws {
      try NamespacePair.with(links: 1) { pair in
        let address = pair.links[0].server.ipv4
        let (_, port) = try pair.server.startPythonServer(on: address, kind)
        let name = SocketName(address, port: port)
        try body(pair, try pair.client.startPythonClient(to: name), name)
      }
    }

    @Test func `A fallback is marked`() throws {
      try Self.withTraffic(server: .tcp) { pair, client, _ in
        let all = try SocketListing.objects(in: pair.client)
        #expect(all.count == 1)
        #expect(all.first?["fallback"] == .bool(true) && all.first?["subflow_count"]?.integer == 1)
        #expect(all.first?.subflows.count == 1)
        let table = try pair.client.run(SocketListing.command("sockets", [])).output
        let rows = table.split(separator: "\n")
        #expect(rows.count == 4)
        #expect(rows[1].contains("fallback") && rows[1].hasSuffix("[\(client.pid)]"))
        #expect(rows[3] == "1 connection, 0 subflows, 1 fallback to TCP")
        // The server never spoke MPTCP.
        #expect(try SocketListing.objects(in: pair.server) == [])
      }
    }

    @Test func `The sockets of one process are listed alone`() throws {
      try Self.withTraffic { pair, client, name in
        let other = try pair.client.startPythonClient(to: name)
        #expect(try SocketListing.objects(in: pair.client).count == 2)
        for program in [client, other] {
          let own = try SocketListing.objects(in: pair.client, ["--pid", "\(program.pid)"])
          #expect(own.count == 1)
          #expect(own.first?["owners"]?.elements.first?["pid"]?.integer == Int(program.pid))
        }
        let none = try pair.client.start(["sleep", "60"])
        let words = try SocketListing.command("sockets", ["--pid", "\(none.pid)"])
        #expect(
          try pair.client.run(words).output == "No MPTCP sockets of process \(none.pid).\n")
      }
    }

    @Test func `Processes out of sight are errors`() throws {
      try NamespacePair.with(links: 1) { pair in
        func failure(_ pid: Int32, before words: [String] = []) throws -> String {
          let command = try SocketListing.command("sockets", ["--pid", "\(pid)"])
          let outcome = try pair.client.outcome(of: words + command)
          #expect(outcome.status == 1 && outcome.output.isEmpty)
          return outcome.errors
        }
        #expect(try failure(0) == "Error: there is no process 0\n")
        #expect(try failure(.max).contains("there is no process \(Int32.max)"))
        let elsewhere = try pair.server.start(["sleep", "60"])
        #expect(
          try failure(elsewhere.pid).contains(
            "in another network namespace; enter it with 'nsenter -t \(elsewhere.pid) -n"))
        // Root without capabilities sees no more than another user does.
        let foreign = try pair.client.start(
          ["setpriv", "--reuid", "65534", "--clear-groups", "sh", "-c", "echo ready; sleep 60"])
        _ = try foreign.line(after: "ready")
        #expect(
          try failure(foreign.pid, before: ["setpriv", "--bounding-set", "-all"]).contains(
            "the descriptors of process \(foreign.pid) cannot be seen: run this as its user"))
      }
    }

    @Test func `A watch gives an object for each socket and look`() throws {
      try Self.withTraffic { pair, _, name in
        _ = try pair.client.startPythonClient(to: name)
        let watch = try pair.client.start(
          SocketListing.command("sockets", ["--watch", "0.1", "--format", "ndjson"]))
        try waiting(for: "five looks", until: { $0 >= 10 }) {
          watch.output.count { $0.isNewline }
        }
        watch.send(signal: SIGINT)
        let outcome = try watch.wait()
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.hasSuffix("}\n"))
        let objects = try SocketListing.objects(outcome.output)
        let looks = Dictionary(grouping: objects) { $0["time"]?.number ?? 0 }
          .sorted { $0.key < $1.key }.map(\.value)
        #expect(looks.count >= 5)
        for look in looks {
          #expect(look.count == 2 && Set(look.map { $0["cookie"] }).count == 2)
        }
        #expect(looks[0].allSatisfy { $0["sent_per_second"] == nil })
        for socket in looks.dropFirst().joined() {
          let subflow = try #require(socket.subflows.first)
          #expect(socket["sent_per_second"]?.integer != nil)
          #expect(subflow["received_per_second"]?.integer != nil)
        }
        // Data flow all the time: some looks see that.
        for key in ["sent_per_second", "received_per_second"] {
          #expect(looks.joined().contains { $0[key]?.integer ?? 0 > 0 })
          #expect(looks.joined().contains { $0.subflows.first?[key]?.integer ?? 0 > 0 })
        }
      }
    }

    @Test func `A watch into a pipe gives one table after the other`() throws {
      try Self.withTraffic { pair, _, _ in
        let watch = try pair.client.start(SocketListing.command("sockets", ["--watch", "0.05"]))
        try waiting(for: "three tables", until: { $0 >= 3 }) {
          watch.output.split(separator: "\n").count { $0.hasPrefix("STATE") }
        }
        watch.send(signal: SIGTERM)
        let outcome = try watch.wait()
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(!outcome.output.contains("\u{1B}"))
        let tables = outcome.output.split(separator: "\n\n")
        for table in tables {
          #expect(table.split(separator: "\n").count == 4, "\(table)")
        }
      }
    }

    @Test func `A reader that stops ends it`() throws {
      try Self.withTraffic { pair, _, _ in
        let command = try SocketListing.command("sockets", ["--watch", "0.02"])
          .joined(separator: " ")
        let outcome = try pair.client.run(["sh", "-c", "\(command) | head -n 3"])
        #expect(outcome.output.split(separator: "\n").count == 3)
        #expect(outcome.errors == "Error: standard output: Broken pipe\n")
      }
    }

    @Test func `A watch that ignores a signal goes on`() throws {
      try Self.withTraffic { pair, _, _ in
        let command = try SocketListing.command("sockets", ["--watch", "0.02"])
          .joined(separator: " ")
        let watch = try pair.client.start(["sh", "-c", "trap '' HUP INT; exec \(command)"])
        func tables() -> Int { watch.output.split(separator: "\n").count { $0.hasPrefix("STATE") } }
        try waiting(for: "a table", until: { $0 > 0 }) { tables() }
        for signal in [SIGHUP, SIGINT] {
          watch.send(signal: signal)
          let count = tables()
          try waiting(for: "more tables", until: { $0 > count + 1 }) { tables() }
        }
        watch.send(signal: SIGTERM)
        #expect(try watch.wait().status == 0)
      }
    }

    @Test func `A full disk is an error`() throws {
      try Self.withTraffic { pair, _, _ in
        let command = try SocketListing.command("sockets", []).joined(separator: " ")
        for options in ["", "--format json", "--format ndjson", "--watch 0.01"] {
          let outcome = try pair.client.outcome(
            of: ["sh", "-c", "exec \(command) \(options) > /dev/full"])
          #expect(outcome.status == 1)
          #expect(outcome.errors == "Error: standard output: No space left on device\n")
        }
      }
    }

    @Test func `No sockets are not an error`() throws {
      try NetworkNamespace.with { namespace in
        func output(_ format: String) throws -> String {
          try namespace.run(SocketListing.command("sockets", ["--format", format])).output
        }
        #expect(try output("table") == "No MPTCP sockets.\n")
        #expect(try output("ndjson") == "")
        let document = try JSONObject(output("json"))
        #expect(document == .object(["sockets": .array([])]))
      }
    }

    @Test func `Hundreds of sockets are all there`() throws {
      try NetworkNamespace.with { namespace in
        let crowd = try ConnectionCrowd(of: 300, in: namespace)
        try withExtendedLifetime(crowd) {
          let table = try namespace.run(SocketListing.command("sockets", [])).output
          let rows = table.split(separator: "\n")
          #expect(rows.count == 1203)
          #expect(rows.last == "600 connections, 600 subflows, 1 listener")
          #expect(rows[1201].hasPrefix("LISTEN "))
          let document = try JSONObject(
            namespace.run(SocketListing.command("sockets", ["--format", "json"])).output)
          let sockets = document["sockets"]?.elements ?? []
          #expect(sockets.count == 601)
          #expect(Set(sockets.map { $0["inode"] }).count == 601)
          #expect(sockets.allSatisfy { $0.subflows.count == $0["subflow_count"]?.integer ?? 0 })
          let owners = sockets.compactMap { $0["owners"]?.elements }
          #expect(owners.allSatisfy { $0.count == 1 && $0[0]["pid"]?.integer == Int(getpid()) })
          #expect(Set(owners.map { $0.first?["fd"] }).count == 601)
        }
      }
    }

    @Test func `Missing lists name their causes`() {
      func text(_ error: NetlinkError) -> String { SocketListFailure.failure(error).description }
      let call = "list of MPTCP sockets"
      let missing = text(.refused(NetlinkError.Failure(call: call, errno: ENOENT), reason: nil))
      #expect(missing.contains("modprobe mptcp_diag") && missing.contains("Linux 5.9"))
      for errno in [EPERM, EACCES] {
        let denied = text(.call(NetlinkError.Failure(call: "socket(AF_NETLINK)", errno: errno)))
        #expect(denied.contains("security policy") && denied.contains("(errno \(errno))"))
      }
      let other = text(.interrupted(attempts: 8))
      #expect(other.contains("during each of 8 attempts") && !other.contains("modprobe"))
    }
  }
#endif
