import Foundation
import TestSupport
import Testing

#if os(Linux)
  /// The networks in which the other tests run.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceFixtureTests {
    @Test func `A namespace has sockets, switches and programs of its own`() throws {
      let before = try String(contentsOfFile: "/proc/sys/net/mptcp/close_timeout", encoding: .utf8)
      try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.close_timeout", to: "77")
        #expect(try namespace.sysctl("net.mptcp.close_timeout") == "77")
        let name = try namespace.run(["readlink", "/proc/self/ns/net"]).output
        #expect(name == "net:[\(try namespace.inode)]\n")
        #expect(try namespace.run(["ls", "/sys/class/net"]).status == 0)
        let socket = try namespace.inside {
          try StreamSocket.listening(.mptcp, on: SocketName("::"))
        }
        #expect(try namespace.openSockets() == [socket.descriptor])
        let listed = try namespace.run(["ss", "-M", "-l", "-n", "-H"]).output
        #expect(listed.contains(":\(try socket.port()) "), "\(listed)")
      }
      let after = try String(contentsOfFile: "/proc/sys/net/mptcp/close_timeout", encoding: .utf8)
      #expect(before == after)
    }

    @Test func `A namespace ends with its programs, whatever happens`() throws {
      struct Thrown: Error {}
      var left: (pid: Int32, inode: UInt64)?
      #expect(throws: Thrown.self) {
        try NetworkNamespace.with { namespace in
          // The shell waits for its child, so that there are two.
          let program = try namespace.start(["sh", "-c", "sleep 1000; true"])
          left = (program.pid, try namespace.inode)
          throw Thrown()
        }
      }
      let (pid, inode) = try #require(left)
      #expect(kill(pid, 0) != 0)
      // Its child was killed with it; that may take a moment, and the namespace is gone then.
      try waiting(for: "empty", until: \.isEmpty) {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { process in
          let path = "/proc/\(process)/ns/net"
          let name = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
          return Int32(process) != nil && name == "net:[\(inode)]"
        }
      }
    }

    @Test func `A descriptor that a test leaves open is an error`() throws {
      var socket: StreamSocket?
      let error = #expect(throws: FixtureError.self) {
        try NetworkNamespace.with { namespace in
          socket = try namespace.inside { try StreamSocket(.mptcp) }
        }
      }
      #expect(error?.description.hasPrefix("descriptors leaked: 1 ") == true)
      #expect(socket != nil)
    }

    @Test func `Programs hand back what they print, and their status`() throws {
      try NetworkNamespace.with { namespace in
        let outcome = try namespace.outcome(
          of: ["sh", "-c", "cat; echo $WORD >&2; exit 7"], input: "text",
          environment: ["WORD": "error"])
        #expect(outcome.status == 7)
        #expect(outcome.output == "text" && outcome.errors == "error\n")
        // More than a pipe holds.
        let long = try namespace.run(["sh", "-c", "seq 1 100000"]).output
        #expect(long.utf8.count == 588_895)
        let killed = try namespace.outcome(of: ["sh", "-c", "kill -TERM $$"])
        #expect(killed.status == 128 + SIGTERM)
        let error = #expect(throws: FixtureError.self) {
          try namespace.run(["no-such-program-here"])
        }
        #expect(error?.description.contains("install no-such-program-here") == true)
        let program = try namespace.start(["sh", "-c", "echo ready now; exec sleep 1000"])
        #expect(try program.line(after: "ready") == "now")
        program.send(signal: SIGINT)
        #expect(try program.wait().status == 128 + SIGINT)
      }
    }

    @Test func `A child that went its own way does not keep a program alive`() throws {
      try NetworkNamespace.with { namespace in
        let program = try namespace.start(
          ["sh", "-c", "setsid sleep 1000 & echo child $!; exec sleep 1000"])
        let child = try #require(Int32(try program.line(after: "child")))
        defer { kill(child, SIGKILL) }
        // It may be still on its way out of the group.
        try waiting(for: "a session of its own", until: { $0 == child }) { getsid(child) }
        program.stop()
        #expect(kill(program.pid, 0) != 0)
        #expect(kill(child, 0) == 0)
      }
    }

    @Test func `What is waited for in vain is named`() {
      let error = #expect(throws: FixtureError.self) {
        try waiting(for: "two", limit: .milliseconds(5), until: { $0 == 2 }) { 1 }
      }
      #expect(error?.description == "after 0.005 seconds still not two: 1")
    }

    /// By the counters of the interfaces: each link carries what belongs to it.
    @Test(arguments: [false, true])
    func `What comes from the address of a link goes over it`(ipv6: Bool) throws {
      try NamespacePair.with(links: 3, ipv6: true) { pair in
        let first = pair.links[0].server
        let listener = try pair.server.inside {
          try StreamSocket.listening(.tcp, on: SocketName(ipv6 ? first.ipv6 : first.ipv4))
        }
        let name = SocketName(ipv6 ? first.ipv6 : first.ipv4, port: try listener.port())
        for link in pair.links {
          let before = try Self.bytes(pair.client)
          let client = try pair.client.inside {
            let client = try StreamSocket(.tcp, ipv6: ipv6)
            try client.bind(to: SocketName(ipv6 ? link.client.ipv6 : link.client.ipv4))
            try client.connect(to: name)
            return client
          }
          let server = try listener.accept()
          try Connection.move(100_000, from: client, to: server)
          try Connection.move(100_000, from: server, to: client)
          let after = try Self.bytes(pair.client)
          for other in pair.links {
            let (old, new) = (before[other.device] ?? [0, 0], after[other.device] ?? [0, 0])
            #expect((new[0] - old[0] > 100_000) == (other.index == link.index), "received")
            #expect((new[1] - old[1] > 100_000) == (other.index == link.index), "sent")
          }
        }
      }
    }

    /// How many bytes each interface received and sent.
    private static func bytes(_ namespace: NetworkNamespace) throws -> [String: [Int]] {
      let lines = try namespace.run(["cat", "/proc/self/net/dev"]).output.split(separator: "\n")
      return Dictionary(
        uniqueKeysWithValues: lines.dropFirst(2).map { line in
          let words = line.split { $0 == " " || $0 == ":" }
          return (String(words[0]), [Int(words[1]) ?? 0, Int(words[9]) ?? 0])
        })
    }

    @Test func `Stock Python programs speak MPTCP over three links`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.useAllLinks()
        let address = pair.links[0].server.ipv4
        let (_, port) = try pair.server.startPythonServer(on: address)
        let client = try pair.client.startPythonClient(to: SocketName(address, port: port))
        try waiting(for: "three subflows", until: { $0.contains(" subflows:2 ") }) {
          try pair.client.run(["ss", "-M", "-i", "-n", "-H"]).output
        }
        #expect(client.output == "connected\n" && client.errors.isEmpty)
      }
    }

    @Test func `A crowd of connections stays while others come and go`() throws {
      try NetworkNamespace.with { namespace in
        let crowd = try ConnectionCrowd(of: 300, in: namespace)
        try ConnectionChurn.with(in: namespace) { churn in
          let first = try churn.opened()
          for connection in crowd.connections { try connection.exchange() }
          try waiting(for: "100 more connections", until: { $0 > first + 100 }) {
            try churn.opened()
          }
        }
        #expect(try namespace.openSockets().count == 601)
      }
    }
  }
#endif
