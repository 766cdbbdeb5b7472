#if os(Linux) || os(Android)
  internal import LibC
  internal import UAPIStructs

  extension MPTCPSocket.StateAnswers {
    /// Asks the kernel about a descriptor.
    ///
    /// Nothing about the socket changes. The questions that a connection can outrun come last, so
    /// that ``isMPTCP`` is never older than ``peer``.
    public init(of descriptor: Int32) {
      let socketLevel = SOL_SOCKET
      type = Self.integer(descriptor, socketLevel, SO_TYPE)
      domain = Self.integer(descriptor, socketLevel, SO_DOMAIN)
      protocolNumber = Self.integer(descriptor, socketLevel, SO_PROTOCOL)
      isListening = Self.integer(descriptor, socketLevel, SO_ACCEPTCONN)
      peer = Self.peer(of: descriptor)
      tcpState = Self.answer { () throws(MPTCPSocketError) in
        try SmallAnswer(
          socket: descriptor, level: LinuxSocketLevel.tcp.rawValue,
          option: TCPSocketOption.info.rawValue, capacity: 8
        ).firstByte
      }
      info = Self.answer { () throws(MPTCPSocketError) in try MPTCPInfo(socket: descriptor).flags }
      isMPTCP = Self.integer(
        descriptor, LinuxSocketLevel.tcp.rawValue, TCPSocketOption.isMPTCP.rawValue)
    }

    private static func integer(
      _ descriptor: Int32, _ level: Int32, _ option: Int32
    ) -> Answer<Int32> {
      answer { () throws(MPTCPSocketError) in
        try SmallAnswer.integer(socket: descriptor, level: level, option: option)
      }
    }

    /// An answer that is too short to hold a value counts as EINVAL.
    private static func answer<Value>(
      _ ask: () throws(MPTCPSocketError) -> Value?
    ) -> Answer<Value> {
      do throws(MPTCPSocketError) {
        return try ask().map(Answer.value) ?? .errno(LinuxErrno.invalid)
      } catch {
        return .errno(error.errno)
      }
    }

    private static func peer(of descriptor: Int32) -> Answer<Int32> {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      // The storage is as long as `length` says, aligned for every address, and outlives the call.
      let status = unsafe withUnsafeMutablePointer(to: &storage) { storage in
        unsafe storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          unsafe getpeername(descriptor, address, &length)
        }
      }
      guard status == 0 else { return .errno(errno) }
      return .value(Int32(storage.ss_family))
    }
  }
#endif
