import Foundation
import MPTCP
import TestSupport
import Testing

#if os(Linux)
  /// What stays open: nothing.
  ///
  /// The sockets of a namespace are counted, and what is open of one process, so that tests that run
  /// at the same time do not matter.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct NamespaceLeakTests {
    @Test func `Opening, judging and reading leave no descriptor open`() throws {
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
            // Descriptors that are not sockets, or none, go the ways of the errors.
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

    @Test func `Lists, owners and sockets of other processes leave no descriptor open`() throws {
      try NetworkNamespace.with { namespace in
        let (server, port) = try namespace.startPythonServer(on: "127.0.0.1")
        let client = try namespace.startPythonClient(to: SocketName("127.0.0.1", port: port))
        try namespace.inside {
          for _ in 0..<20 {
            let inodes = try MPTCPSocketList.current().entries.map(\.inode)
            let owners = inodes.flatMap { inode in
              MPTCPSocketList.Owners.current(ofInodes: [inode], pid: client.pid).owners(
                ofInode: inode)
            }
            let owner = try #require(owners.first)
            #expect(owner.pid == client.pid)
            let snapshot = try MPTCPSnapshot(pid: owner.pid, fd: owner.descriptor)
            #expect(snapshot.subflowCount?.value == 1)
            // None, no socket, and a process that is none.
            for (pid, descriptor) in [(owner.pid, 9999), (owner.pid, 0), (Int32.max, 0)] {
              #expect(throws: MPTCPReadingError.self) {
                try MPTCPSnapshot(pid: pid, fd: Int32(descriptor))
              }
            }
          }
        }
        #expect(try namespace.openSockets().isEmpty)
        for program in [server, client] {
          #expect(try descriptors(aboutProcess: program.pid).isEmpty)
        }
      }
    }

    /// The descriptors of this process that lead to another process or its folder in /proc.
    private func descriptors(aboutProcess pid: Int32) throws -> [String] {
      let files = FileManager.default
      return try files.contentsOfDirectory(atPath: "/proc/self/fd").filter { number in
        let link = try? files.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
        // That is all a descriptor of a process says of it.
        let text = try? String(contentsOfFile: "/proc/self/fdinfo/\(number)", encoding: .utf8)
        return link?.hasPrefix("/proc/\(pid)/") == true
          || text?.split(separator: "\n").contains("Pid:\t\(pid)") == true
      }
    }
  }
#endif
