/// What a snapshot asks, and who answers: a socket, or what was kept of one.
///
/// The composition of a snapshot knows nothing else, so that every kernel's answers can be composed
/// on any machine.
package struct SnapshotQuestions {
  /// Answers one of the socket options.
  package var capture: (MPTCPCapture.Option) throws(SocketError) -> MPTCPCapture
  /// SO_PROTOCOL: 262 for an MPTCP socket, also after fallback; 6 for TCP.
  package var protocolNumber: () -> Int32?
  /// TCP_IS_MPTCP, since Linux 6.10; `nil` where the kernel does not say.
  package var isMPTCP: () -> Bool?
  /// `getsockname`.
  package var localAddress: () -> SocketAddress?
  /// `getpeername`.
  package var remoteAddress: () -> SocketAddress?

  package init(
    capture: @escaping (MPTCPCapture.Option) throws(SocketError) -> MPTCPCapture,
    protocolNumber: @escaping () -> Int32? = { nil }, isMPTCP: @escaping () -> Bool? = { nil },
    localAddress: @escaping () -> SocketAddress? = { nil },
    remoteAddress: @escaping () -> SocketAddress? = { nil }
  ) {
    self.capture = capture
    self.protocolNumber = protocolNumber
    self.isMPTCP = isMPTCP
    self.localAddress = localAddress
    self.remoteAddress = remoteAddress
  }

  /// Answers what was kept, and says of everything else that the kernel lacks it.
  package init(captures: [MPTCPCapture]) {
    self.init { option throws(SocketError) in
      guard let capture = captures.first(where: { $0.option == option }) else {
        throw SocketError(call: option.call, errno: LinuxErrno.notSupported)
      }
      return capture
    }
  }
}

/// The error numbers that tell what a kernel does not answer. They are Linux's own, since answers
/// are judged on other systems too.
enum LinuxErrno {
  /// EBADF.
  static let badDescriptor: Int32 = 9
  /// ENOTSOCK.
  static let notSocket: Int32 = 88
  /// ENOPROTOOPT.
  static let noSuchOption: Int32 = 92
  /// EOPNOTSUPP.
  static let notSupported: Int32 = 95
}

#if os(Linux) || os(Android)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #elseif canImport(Android)
    internal import Android
  #endif

  extension SnapshotQuestions {
    /// Asks a socket.
    init(socket: Int32) {
      self.init(
        capture: { option throws(SocketError) in try MPTCPCapture(option, socket: socket) },
        protocolNumber: {
          try? SmallAnswer.integer(socket: socket, level: SOL_SOCKET, option: SO_PROTOCOL)
        },
        isMPTCP: {
          let level = MPTCPCapture.Option.tcpLevel
          let answer = try? SmallAnswer.integer(
            socket: socket, level: level, option: TCPSocketOption.isMPTCP.rawValue)
          return answer.map { $0 != 0 }
        },
        localAddress: { Self.address(of: socket, remote: false) },
        remoteAddress: { Self.address(of: socket, remote: true) })
    }

    private static func address(of socket: Int32, remote: Bool) -> SocketAddress? {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      return unsafe withUnsafeMutableBytes(of: &storage) { buffer in
        guard let start = buffer.baseAddress else { return nil }
        // The kernel writes no more than `length`, which is the size of the buffer.
        let address = unsafe start.assumingMemoryBound(to: sockaddr.self)
        let status =
          unsafe remote
          ? getpeername(socket, address, &length) : getsockname(socket, address, &length)
        guard status == 0 else { return nil }
        // No more than there is, whatever the kernel said.
        let count = Swift.min(Int(clamping: length), buffer.count)
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
        return unsafe SocketAddress(bytes.bytes)
      }
    }
  }
#endif
