import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  import Glibc

  extension NetworkNamespace {
    /// All MPTCP sockets of the namespace.
    func sockets() throws -> MPTCPSocketList { try inside { try MPTCPSocketList.current() } }

    /// The entry of a socket, once its connection is as a test wants it.
    func entry(
      of socket: StreamSocket, where isRight: (MPTCPSocketList.Entry) -> Bool = { _ in true }
    ) throws -> MPTCPSocketList.Entry {
      let inode = try socket.inode
      let entry = try waiting(for: "the entry", until: { $0.map(isRight) ?? false }) {
        try sockets().entries.first { $0.inode == inode }
      }
      return try #require(entry)
    }
  }

  extension StreamSocket {
    /// The number by which the kernel's lists and /proc name the socket.
    var inode: UInt32 {
      get throws {
        var status = stat()
        try #require(fstat(descriptor, &status) == 0)
        return UInt32(truncatingIfNeeded: status.st_ino)
      }
    }
  }

  extension NamespacePair {
    /// Makes a connection of three subflows for a closure, the third of which is a backup, once all are
    /// established.
    func withConnectionOfThree<Value>(
      _ body: (_ client: StreamSocket, _ server: StreamSocket) throws -> Value
    ) throws -> Value {
      for side in [client, server] { try side.setMPTCPLimits(subflows: 2) }
      for (link, flags) in zip(links[1...], [["subflow"], ["subflow", "backup"]]) {
        try client.addMPTCPEndpoint(
          link.client.ipv4, id: link.index, flags: flags, device: link.device)
      }
      // More subflows come to where the first one came, so that it must go on listening.
      let listener = try server.inside {
        try StreamSocket.listening(.mptcp, on: SocketName(links[0].server.ipv4))
      }
      let name = SocketName(links[0].server.ipv4, port: try listener.port())
      let near = try client.inside {
        let socket = try StreamSocket(.mptcp)
        try socket.connect(to: name)
        return socket
      }
      let far = try listener.accept()
      for (from, to) in [(near, far), (far, near)] {
        try Connection.move(100_000, from: from, to: to)
      }
      for (side, socket) in [(client, near), (server, far)] {
        _ = try side.entry(of: socket) { entry in
          entry.subflows.count == 3
            && entry.subflows.allSatisfy { $0.flags?.contains(.fullyEstablished) == true }
        }
      }
      return try withExtendedLifetime(listener) { try body(near, far) }
    }
  }

  /// What two looks at a connection agree on did not change between them, and must be what another
  /// way to look says in between.
  struct Steady<Struct: UAPIStruct> {
    let before: Struct
    let after: Struct

    /// Compares every property that has a number, and gives how many it compared.
    func compare(
      with other: Struct, _ properties: [IntegerProperty<Struct>],
      sourceLocation: SourceLocation = #_sourceLocation
    ) -> Int {
      var count = 0
      for property in properties {
        let value = property.value(before)
        guard property.value(after) == value else { continue }
        #expect(
          property.value(other) == value, "\(property.field.cName)", sourceLocation: sourceLocation)
        if value != nil { count += 1 }
      }
      return count
    }
  }
#endif
