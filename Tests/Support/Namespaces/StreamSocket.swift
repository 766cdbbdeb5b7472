#if os(Linux)
  internal import Glibc

  /// A stream socket of a test, closed with the object.
  ///
  /// It is opened by the calls of the C library alone, and owes nothing to what is tested with it.
  package final class StreamSocket: Sendable {
    /// What to ask socket(2) for.
    package enum Kind: Int32, Sendable, CaseIterable {
      case tcp = 6
      case mptcp = 262
    }

    private let handle: Descriptor

    package var descriptor: Int32 { handle.number }

    /// Takes a descriptor over, which it closes from now on.
    package init(owning descriptor: Int32) {
      handle = Descriptor(descriptor)
      // Nothing that a test waits for takes so long: it fails then, and does not hang.
      var limit = timeval(tv_sec: 60, tv_usec: 0)
      for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        setsockopt(
          descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
      }
    }

    /// Opens a socket in the namespace of the calling thread.
    package convenience init(_ kind: Kind, ipv6: Bool = false) throws {
      let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      let descriptor = socket(ipv6 ? AF_INET6 : AF_INET, type, kind.rawValue)
      guard descriptor >= 0 else { throw FixtureError(call: "socket(\(kind))", errno: errno) }
      self.init(owning: descriptor)
    }

    /// Listens in the namespace of the calling thread, on a port that the kernel chooses for 0.
    package static func listening(
      _ kind: Kind, on name: SocketName, backlog: Int32 = 4096
    ) throws -> StreamSocket {
      let socket = try StreamSocket(kind, ipv6: name.isIPv6)
      try socket.bind(to: name)
      guard Glibc.listen(socket.descriptor, backlog) == 0 else {
        throw FixtureError(call: "listen", errno: errno)
      }
      return socket
    }

    package func bind(to name: SocketName) throws {
      try name.withAddress { address, length in
        guard Glibc.bind(descriptor, address, length) == 0 else {
          throw FixtureError(call: "bind \(name)", errno: errno)
        }
      }
    }

    package func connect(to name: SocketName) throws { try Self.connect(descriptor, to: name) }

    /// Connects a socket that belongs to somebody else.
    package static func connect(_ descriptor: Int32, to name: SocketName) throws {
      try name.withAddress { address, length in
        guard Glibc.connect(descriptor, address, length) == 0 else {
          throw FixtureError(call: "connect \(name)", errno: errno)
        }
      }
    }

    package func accept() throws -> StreamSocket {
      StreamSocket(owning: try LinuxCalls.accept(descriptor))
    }

    package func close() { handle.close() }

    /// The port of this end.
    package func port() throws -> UInt16 {
      var storage = sockaddr_in6()
      var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
      let status = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(descriptor, $0, &length)
        }
      }
      guard status == 0 else { throw FixtureError(call: "getsockname", errno: errno) }
      // It lies at the same place in both families.
      return UInt16(bigEndian: storage.sin6_port)
    }

    /// Lets the descriptor's end cut the connection, so that no port waits for late segments.
    package func cutWhenClosed() {
      var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
      setsockopt(
        descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }

    /// Sends some of the bytes, 0 where none fit now.
    func sendSome(_ bytes: UnsafeRawBufferPointer) throws -> Int {
      let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
      let count = send(descriptor, bytes.baseAddress, bytes.count, flags)
      if count >= 0 { return count }
      guard errno == EAGAIN || errno == EINTR else {
        throw FixtureError(call: "send", errno: errno)
      }
      return 0
    }

    /// Receives some bytes, 0 where none are there now.
    func receiveSome(_ bytes: UnsafeMutableRawBufferPointer) throws -> Int {
      let count = recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
      if count > 0 { return count }
      guard count < 0, errno == EAGAIN || errno == EINTR else {
        throw FixtureError(call: "recv", errno: count == 0 ? EPIPE : errno)
      }
      return 0
    }
  }
#endif
