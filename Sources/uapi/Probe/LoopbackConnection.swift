#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif
  internal import MPTCP

  /// An MPTCP connection of this process to itself, over loopback.
  struct LoopbackConnection: ~Copyable {
    /// The end that connected.
    let client: Int32
    /// The end that was accepted.
    let server: Int32

    private init(client: Int32, server: Int32) {
      self.client = client
      self.server = server
    }

    /// Connects to a port that the kernel chooses, and moves some bytes in both directions.
    static func open() throws(SocketError) -> LoopbackConnection {
      let connection = try connect()
      try move(bytes: 4096, from: connection.client, to: connection.server)
      try move(bytes: 1024, from: connection.server, to: connection.client)
      return connection
    }

    private static func connect() throws(SocketError) -> LoopbackConnection {
      let listener = try socket()
      defer { _ = close(listener) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      try check(withAddress(&address) { bind(listener, $0, $1) }, "bind")
      try check(listen(listener, 1), "listen")
      try check(readName(of: listener, into: &address), "getsockname")
      let client = try socket()
      do throws(SocketError) {
        try check(withAddress(&address) { connectCall(client, $0, $1) }, "connect")
        let server = retrying { accept(listener, nil, nil) }
        try check(server, "accept")
        return LoopbackConnection(client: client, server: server)
      } catch {
        _ = close(client)
        throw error
      }
    }

    deinit {
      _ = close(client)
      _ = close(server)
    }

    private static func socket() throws(SocketError) -> Int32 {
      #if canImport(Musl)
        let type = SOCK_STREAM | SOCK_CLOEXEC
      #else
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      #endif
      let descriptor = socketCall(AF_INET, type, MPTCPSupport.protocolNumber)
      try check(descriptor, "socket")
      limitWaiting(of: descriptor)
      return descriptor
    }

    /// Lets no call wait for ever, as connect does where the interface is down or a filter drops
    /// packets. Long enough for the kernel to repeat the handshake without MPTCP.
    private static func limitWaiting(of descriptor: Int32) {
      var time = timeval(tv_sec: 5, tv_usec: 0)
      // A kernel that does not take it still answers.
      for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
        _ = setsockopt(
          descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
      }
    }

    private static func move(
      bytes count: Int, from sender: Int32, to receiver: Int32
    ) throws(SocketError) {
      let data = [UInt8](repeating: 0x55, count: count)
      // Small enough for the send buffer: nobody has to read meanwhile.
      let sent = retrying { send(sender, data, data.count, Int32(MSG_NOSIGNAL)) }
      try check(sent, "send")
      var buffer = [UInt8](repeating: 0, count: count)
      var received = 0
      while received < sent {
        let more = retrying { recv(receiver, &buffer, buffer.count, 0) }
        try check(more, "recv")
        if more == 0 { break }
        received += more
      }
    }

    private static func readName(of socket: Int32, into address: inout sockaddr_in) -> Int32 {
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      return withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(socket, $0, &length)
        }
      }
    }

    private static func withAddress(
      _ address: inout sockaddr_in, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          retrying { call(address, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
      }
    }

    private static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
      while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
      }
    }

    private static func check(
      _ result: some SignedInteger, _ call: String
    ) throws(SocketError) {
      guard result < 0 else { return }
      let number = errno
      // What these say of a call that may wait is that the time was up.
      let isTimeout = number == EINPROGRESS || number == EAGAIN
      throw SocketError(call: call, errno: isTimeout ? ETIMEDOUT : number)
    }
  }

  /// The system calls, where methods of the same name hide them.
  private func socketCall(_ family: Int32, _ type: Int32, _ number: Int32) -> Int32 {
    socket(family, type, number)
  }

  private func connectCall(
    _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
  ) -> Int32 {
    connect(descriptor, address, length)
  }
#endif
