#if os(Linux)
  internal import LibC
  internal import MPTCP

  /// A stream socket at the loopback address, none of whose calls waits for ever. Closed with its
  /// value.
  struct LoopbackSocket: ~Copyable {
    let descriptor: Int32
    private let family: Int32
    /// How long a call may wait.
    private let seconds: Int

    /// Opens a socket.
    ///
    /// - Parameter seconds: how long a call may wait, as connect does where the interface is down or
    ///   a filter drops packets.
    init(family: Int32, protocol number: Int32, patience seconds: Int) throws(MPTCPSocketError) {
      #if canImport(Musl)
        let type = SOCK_STREAM | SOCK_CLOEXEC
      #else
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      #endif
      let descriptor = socket(family, type, number)
      try Self.check(descriptor, "socket")
      self.init(descriptor: descriptor, family: family, patience: seconds)
    }

    private init(descriptor: Int32, family: Int32, patience seconds: Int) {
      self.descriptor = descriptor
      self.family = family
      self.seconds = seconds
      var time = timeval(tv_sec: seconds, tv_usec: 0)
      // A kernel that does not take it still answers.
      for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
        _ = setsockopt(
          descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
      }
    }

    deinit {
      _ = close(descriptor)
    }

    /// Listens at a port that the kernel chooses, and gives it.
    func listen() throws(MPTCPSocketError) -> UInt16 {
      var address = Self.address(family: family, port: 0)
      try Self.check(withAddress(&address) { bind(descriptor, $0, $1) }, "bind")
      try Self.check(listenCall(descriptor, 1), "listen")
      var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
      let status = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(descriptor, $0, &length)
        }
      }
      try Self.check(status, "getsockname")
      // It lies at the same place in both families.
      return UInt16(bigEndian: address.sin6_port)
    }

    func connect(port: UInt16) throws(MPTCPSocketError) {
      var address = Self.address(family: family, port: port)
      let status = withAddress(&address) { address, length in
        SystemCall.repeated { connectCall(descriptor, address, length) }
      }
      try Self.check(status, "connect")
    }

    /// The next connection. It has the patience of the listener.
    func accept() throws(MPTCPSocketError) -> LoopbackSocket {
      // An MPTCP listener waits for ever, whatever limit it has. So it does not wait by itself, and
      // what went away meanwhile is not waited for either.
      let flags = fcntl(descriptor, F_GETFL)
      try Self.check(fcntl(descriptor, F_SETFL, flags | O_NONBLOCK), "fcntl")
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = SystemCall.repeated { poll(&entry, 1, Int32(seconds) * 1000) }
      try Self.check(count, "poll")
      if count == 0 { throw MPTCPSocketError(call: "accept", errno: ETIMEDOUT) }
      let accepted = SystemCall.repeated { acceptCall(descriptor) }
      try Self.check(accepted, "accept")
      return LoopbackSocket(descriptor: accepted, family: family, patience: seconds)
    }

    /// Sends some bytes, and receives them at the other end.
    func move(bytes count: Int, to receiver: borrowing LoopbackSocket) throws(MPTCPSocketError) {
      let data = [UInt8](repeating: 0x55, count: count)
      // Small enough for the send buffer: nothing has to be read meanwhile.
      let sent = SystemCall.repeated { send(descriptor, data, data.count, Int32(MSG_NOSIGNAL)) }
      try Self.check(sent, "send")
      var buffer = [UInt8](repeating: 0, count: count)
      var received = 0
      while received < sent {
        let more = SystemCall.repeated { recv(receiver.descriptor, &buffer, buffer.count, 0) }
        try Self.check(more, "recv")
        if more == 0 { break }
        received += more
      }
    }

    /// The loopback address. That of IPv6 has room for that of IPv4.
    private static func address(family: Int32, port: UInt16) -> sockaddr_in6 {
      var address = sockaddr_in6()
      address.sin6_family = sa_family_t(family)
      address.sin6_port = port.bigEndian
      if family == AF_INET6 {
        withUnsafeMutableBytes(of: &address.sin6_addr) { $0[15] = 1 }
      } else {
        // sockaddr_in has its address where that of IPv6 has the flow label.
        address.sin6_flowinfo = UInt32(0x7F00_0001).bigEndian
      }
      return address
    }

    private func withAddress(
      _ address: inout sockaddr_in6, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
      let length =
        family == AF_INET6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
      return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          call($0, socklen_t(length))
        }
      }
    }

    private static func check(
      _ result: some SignedInteger, _ call: String
    ) throws(MPTCPSocketError) {
      guard result < 0 else { return }
      let number = errno
      // What these say of a call that may wait is that the time was up.
      let isTimeout = number == EINPROGRESS || number == EAGAIN || number == EALREADY
      throw MPTCPSocketError(call: call, errno: isTimeout ? ETIMEDOUT : number)
    }
  }

  // The system calls, where methods of the same name hide them.

  private func listenCall(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
    listen(descriptor, backlog)
  }

  private func connectCall(
    _ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ length: socklen_t
  ) -> Int32 {
    connect(descriptor, address, length)
  }

  /// No other program that this process starts meanwhile inherits it: it starts none.
  private func acceptCall(_ descriptor: Int32) -> Int32 {
    accept(descriptor, nil, nil)
  }
#endif
