#if os(Linux) || os(Android)
  internal import LibC
  internal import UAPIStructs

  /// A netlink socket for requests to the kernel, in the network namespace of the calling thread.
  struct NetlinkSocket: ~Copyable {
    /// The subsystems of the kernel that are asked here.
    enum Family: Int32 {
      /// NETLINK_ROUTE: interfaces, addresses and routes.
      case route = 0
      /// NETLINK_SOCK_DIAG: the sockets of the machine.
      case socketDiagnostics = 4
      /// NETLINK_GENERIC: among others the path manager of MPTCP.
      case generic = 16

      var name: String {
        switch self {
        case .route: "NETLINK_ROUTE"
        case .socketDiagnostics: "NETLINK_SOCK_DIAG"
        case .generic: "NETLINK_GENERIC"
        }
      }
    }

    private let descriptor: Int32
    /// What is asked by the descriptor: nobody may use it once the socket is gone.
    private let exchange: NetlinkExchange

    private init(_ family: Family) throws(MPTCPSocketError) {
      #if canImport(Musl) || canImport(Android)
        let type = SOCK_RAW | SOCK_CLOEXEC
      #else
        let type = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
      #endif
      let opened = socket(AF_NETLINK, type, family.rawValue)
      if opened < 0 {
        throw MPTCPSocketError(call: "socket(AF_NETLINK, SOCK_RAW, \(family.name))", errno: errno)
      }
      descriptor = opened
      exchange = Self.exchange(by: opened)
      // Words beside error numbers. A kernel before 4.12 has none, and that is all right.
      var on: Int32 = 1
      _ = unsafe setsockopt(
        opened, Self.level, Self.extendedAcknowledgement, &on,
        socklen_t(MemoryLayout<Int32>.size))
    }

    deinit {
      // Whatever close says, the descriptor is gone.
      _ = close(descriptor)
    }

    /// Opens a socket and hands over what asks and answers, for several requests while it is open.
    static func withExchange<Result>(
      _ family: Family, _ body: (NetlinkExchange) throws(NetlinkError) -> Result
    ) throws(NetlinkError) -> Result {
      let netlink: NetlinkSocket
      do throws(MPTCPSocketError) {
        netlink = try NetlinkSocket(family)
      } catch {
        throw .call(error)
      }
      return try netlink.use(body)
    }

    /// The socket stays open until the body ends.
    private func use<Result>(
      _ body: (NetlinkExchange) throws(NetlinkError) -> Result
    ) throws(NetlinkError) -> Result {
      try body(exchange)
    }

    private static func exchange(by descriptor: Int32) -> NetlinkExchange {
      var buffer = [UInt8](repeating: 0, count: datagramCapacity)
      return NetlinkExchange(
        send: { message throws(MPTCPSocketError) in try send(message, by: descriptor) },
        receive: { body throws(NetlinkError) in
          let count = try receive(into: &buffer, from: descriptor)
          // Integers have no padding: all their bytes can be read.
          let bytes = unsafe buffer.span.bytes
          try body(bytes.extracting(0..<count))
        })
    }

    private static func send(_ message: [UInt8], by descriptor: Int32) throws(MPTCPSocketError) {
      // The array has as many bytes as it says. Netlink takes all of a datagram or nothing.
      let count = SystemCall.repeated { unsafe sendCall(descriptor, message, message.count) }
      if count == message.count { return }
      throw MPTCPSocketError(call: "send(AF_NETLINK)", errno: count < 0 ? errno : EMSGSIZE)
    }

    /// The length of the next datagram of the kernel, which lies wholly in the buffer.
    private static func receive(
      into buffer: inout [UInt8], from descriptor: Int32
    ) throws(NetlinkError) -> Int {
      while true {
        var sender = InlineArray<3, UInt32>(repeating: 0)
        var length = socklen_t(12)
        // Both buffers are as long as their lengths say. MSG_TRUNC makes the kernel return the length
        // of the datagram, even of one that does not fit.
        let count = unsafe withUnsafeMutableBytes(of: &sender) { sender in
          unsafe recvfrom(
            descriptor, &buffer, buffer.count, Int32(MSG_TRUNC),
            sender.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        if count < 0 {
          if errno == EINTR { continue }
          throw .call(MPTCPSocketError(call: "recvfrom(AF_NETLINK)", errno: errno))
        }
        // The kernel is port 0; another process is nobody to listen to.
        guard sender[1] == 0 else { continue }
        guard count <= buffer.count else {
          throw .answer(
            AnswerError(
              .lengthOutOfRange, subject: "netlink", byte: 0,
              reason: "a datagram of \(count) bytes exceeds the buffer of \(buffer.count)"))
        }
        return count
      }
    }

    /// SOL_NETLINK.
    private static let level: Int32 = 270
    /// NETLINK_EXT_ACK.
    private static let extendedAcknowledgement: Int32 = 11
    /// Twice what the kernel puts into one datagram of a dump.
    private static let datagramCapacity = 1 << 16
  }

  /// The system call, where a method of the same name hides it.
  private func sendCall(
    _ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int
  ) -> Int {
    unsafe send(descriptor, bytes, count, 0)
  }
#endif
