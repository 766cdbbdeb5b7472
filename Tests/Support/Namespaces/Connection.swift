#if os(Linux)
  internal import Glibc

  /// Both ends of a connection.
  package struct Connection: Sendable {
    package let client: StreamSocket
    package let server: StreamSocket
    /// Additional subflows come in by the listener: without it their port is closed.
    package let listener: StreamSocket

    package var ends: [StreamSocket] { [client, server] }

    /// Connects two namespaces, which may be the same.
    ///
    /// - Parameters:
    ///   - address: where the server listens. "::" listens on everything, IPv4 too.
    ///   - destination: where the client connects to, if that is not the same.
    package init(
      from client: NetworkNamespace, _ clientKind: StreamSocket.Kind = .mptcp,
      to server: NetworkNamespace, _ serverKind: StreamSocket.Kind = .mptcp,
      listeningOn address: String, destination: String? = nil
    ) throws {
      let listener = try server.inside {
        try StreamSocket.listening(serverKind, on: SocketName(address))
      }
      let name = SocketName(destination ?? address, port: try listener.port())
      self.client = try client.inside {
        let socket = try StreamSocket(clientKind, ipv6: name.isIPv6)
        try socket.connect(to: name)
        return socket
      }
      self.server = try listener.accept()
      self.listener = listener
    }

    /// Connects two sockets over loopback, in the namespace of the calling thread, and moves some
    /// bytes, so that both ends have left the handshake.
    package init(overLoopback kind: StreamSocket.Kind) throws {
      listener = try StreamSocket.listening(kind, on: SocketName("127.0.0.1"))
      client = try StreamSocket(kind)
      try client.connect(to: SocketName("127.0.0.1", port: try listener.port()))
      server = try listener.accept()
      try exchange()
    }

    init(client: StreamSocket, server: StreamSocket, listener: StreamSocket) {
      self.client = client
      self.server = server
      self.listener = listener
    }

    /// Moves bytes from the client to the server, and as many back, and compares them.
    package func exchange(_ count: Int = 64) throws {
      try Self.move(count, from: client, to: server)
      try Self.move(count, from: server, to: client)
    }

    /// The period is not a power of two, so that a piece in the wrong place shows.
    private static let period = 251
    private static let pattern = (0..<262_144).map { UInt8($0 % period) }

    /// Moves bytes, as many at a time as the kernel takes, so that all subflows get work.
    package static func move(
      _ count: Int, from sender: StreamSocket, to receiver: StreamSocket
    ) throws {
      var buffer = [UInt8](repeating: 0, count: min(count, 131_072))
      var sent = 0
      var received = 0
      while received < count {
        let given = try pattern.withUnsafeBytes { pattern in
          let first = sent % period
          let wanted = min(count - sent, pattern.count - first)
          let piece = UnsafeRawBufferPointer(rebasing: pattern[first..<(first + wanted)])
          return wanted == 0 ? 0 : try sender.sendSome(piece)
        }
        let taken = try buffer.withUnsafeMutableBytes { try receiver.receiveSome($0) }
        let isRight = pattern.withUnsafeBytes { pattern in
          buffer.withUnsafeBytes { buffer in
            guard let left = buffer.baseAddress, let right = pattern.baseAddress else {
              return false
            }
            return memcmp(left, right + received % period, taken) == 0
          }
        }
        guard isRight else { throw FixtureError("one of the bytes from \(received) on is wrong") }
        sent += given
        received += taken
        if given == 0 && taken == 0 { try receiver.waitForInput() }
      }
    }
  }

  extension StreamSocket {
    /// Waits until there is something to receive.
    package func waitForInput() throws {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = poll(&entry, 1, 60_000)
      guard count != 0 else { throw FixtureError("nothing to receive for 60 s") }
      guard count > 0 || errno == EINTR else { throw FixtureError(call: "poll", errno: errno) }
    }
  }
#endif
