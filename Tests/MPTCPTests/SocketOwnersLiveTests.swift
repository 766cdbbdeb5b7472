import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// Who holds a socket, and what it says to a process that does not.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketOwnersLiveTests {
    @Test func `This process holds its sockets, each by its descriptor`() throws {
      try NetworkNamespace.with { namespace in
        let connection = try Connection(from: namespace, to: namespace, listeningOn: "127.0.0.1")
        let inodes = [try connection.client.inode, try connection.server.inode]
        let copy = fcntl(connection.client.descriptor, F_DUPFD_CLOEXEC, 0)
        try #require(copy >= 0)
        defer { close(copy) }
        let name = try namespace.run(["cat", "/proc/\(getpid())/comm"]).output.dropLast()
        for owners in [
          MPTCPSocketList.Owners.current(ofInodes: inodes),
          MPTCPSocketList.Owners.current(ofInodes: inodes, pid: getpid()),
        ] {
          let client = owners.owners(ofInode: inodes[0])
          #expect(client.map(\.descriptor) == [connection.client.descriptor, copy].sorted())
          let server = owners.owners(ofInode: inodes[1])
          #expect(server.map(\.descriptor) == [connection.server.descriptor])
          #expect(Set((client + server).map(\.pid)) == [getpid()])
          #expect(Set((client + server).map(\.processName)) == [String(name)])
        }
        #expect(MPTCPSocketList.Owners.current(ofInodes: []).owners(ofInode: inodes[0]).isEmpty)
        #expect(
          MPTCPSocketList.Owners.current(ofInodes: inodes, pid: 1).owners(ofInode: inodes[0])
            .isEmpty)
        for pid in [Int32.max, 0, -1, .min] {
          #expect(
            MPTCPSocketList.Owners.current(ofInodes: inodes, pid: pid).owners(ofInode: inodes[0])
              .isEmpty)
        }
      }
    }

    @Test func `A socket that a child inherited has two owners`() throws {
      try NetworkNamespace.with { namespace in
        let program = try namespace.start(["python3", "-c", Self.parentText])
        let words = try program.line(after: "pids").split(separator: " ").compactMap { Int32($0) }
        let listener = try #require(try namespace.sockets().entries.first)
        let owners = MPTCPSocketList.Owners.current(ofInodes: [listener.inode])
          .owners(ofInode: listener.inode)
        #expect(words.count == 3)
        #expect(owners.map(\.pid) == words.prefix(2).sorted())
        #expect(owners.map(\.descriptor) == [words[2], words[2]])
        #expect(owners.allSatisfy { $0.processName.hasPrefix("python") })
        let child = MPTCPSocketList.Owners.current(ofInodes: [listener.inode], pid: words[1])
        #expect(child.owners(ofInode: listener.inode).map(\.pid) == [words[1]])
      }
    }

    private static let parentText = """
      import os, socket, time
      listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
      listener.bind(("127.0.0.1", 0))
      listener.listen()
      child = os.fork()
      if child:
        print("pids", os.getpid(), child, listener.fileno(), flush=True)
      time.sleep(1000)
      """

    @Test func `A socket of another process says what the list says of it`() throws {
      try NetworkNamespace.with { namespace in
        let (server, port) = try namespace.startPythonServer(on: "127.0.0.1")
        let client = try namespace.startPythonClient(to: SocketName("127.0.0.1", port: port))
        client.send(signal: SIGSTOP)
        let entries = try namespace.sockets().entries
        #expect(entries.count == 3)
        let owners = MPTCPSocketList.Owners.current(ofInodes: entries.map(\.inode))
        var pids: Set<Int32> = []
        for entry in entries {
          let owner = try #require(owners.owners(ofInode: entry.inode).first)
          pids.insert(owner.pid)
          let snapshot = try MPTCPSnapshot(pid: owner.pid, fd: owner.descriptor)
          #expect(snapshot.info?.token == entry.token)
          #expect(snapshot.subflowCount?.value == entry.subflowCount)
          guard entry.state == .established else { continue }
          #expect(snapshot.subflows.map(\.local) == entry.subflows.map(\.local))
          #expect(snapshot.subflows.map(\.remote) == entry.subflows.map(\.remote))
          let captures = try MPTCPSnapshot(
            pid: owner.pid, fd: owner.descriptor, keepsCaptures: true
          ).captures
          #expect(try MPTCPSnapshot(captures: captures).info?.token == entry.token)
        }
        #expect(pids == [server.pid, client.pid])
        try noneIsOpen(in: namespace)
      }
    }

    @Test func `What cannot be borrowed is an error, and leaves nothing open`() throws {
      try NetworkNamespace.with { namespace in
        let (server, _) = try namespace.startPythonServer(on: "127.0.0.1")
        func errno(_ pid: Int32, _ descriptor: Int32) -> Int32? {
          let error = #expect(throws: MPTCPReadingError.self) {
            try MPTCPSnapshot(pid: pid, fd: descriptor)
          }
          return error?.errno
        }
        for descriptor in [1000, -1, .max, .min] as [Int32] {
          #expect(errno(server.pid, descriptor) == EBADF)
        }
        // What it reads from is a pipe.
        #expect(errno(server.pid, 0) == ENOTSOCK)
        #expect(errno(0, 0) == EINVAL && errno(-1, 0) == EINVAL)
        let ended = try namespace.start(["true"])
        #expect(try ended.wait().status == 0)
        #expect(errno(ended.pid, 0) == ESRCH)
        #expect(errno(.max, 0) == ESRCH)
        try noneIsOpen(in: namespace)
      }
    }

    /// Neither a borrowed socket nor the descriptor of a process. Other tests may have some for a
    /// moment.
    private func noneIsOpen(in namespace: NetworkNamespace) throws {
      #expect(try namespace.openSockets().isEmpty)
      let folder = "/proc/self/fd/"
      try waiting(for: "without descriptors of processes", until: \.isEmpty) {
        try FileManager.default.contentsOfDirectory(atPath: folder)
          .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: folder + $0) }
          .filter { $0.contains("pidfd") }
      }
    }
  }
#endif
