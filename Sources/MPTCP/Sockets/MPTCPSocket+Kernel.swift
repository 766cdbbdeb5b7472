internal import UAPIStructs

#if os(Linux) || os(Android)
  internal import LibC

  extension MPTCPSocket {
    /// Asks the kernel for a stream socket.
    static func openDescriptor(
      _ family: Family, _ protocolNumber: Int32, nonBlocking: Bool
    ) -> MPTCPSocket.StateAnswers.Answer<Int32> {
      let type = streamType(nonBlocking: nonBlocking)
      let descriptor = SystemCall.repeated { socket(family.number, type, protocolNumber) }
      return descriptor < 0 ? .errno(errno) : .value(descriptor)
    }

    /// Closes a descriptor once, whatever the call says.
    static func close(_ descriptor: Int32) { _ = closeCall(descriptor) }

    private static func streamType(nonBlocking: Bool) -> Int32 {
      #if canImport(Musl) || canImport(Android)
        SOCK_STREAM | SOCK_CLOEXEC | (nonBlocking ? SOCK_NONBLOCK : 0)
      #else
        Int32(
          SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
            | (nonBlocking ? SOCK_NONBLOCK.rawValue : 0))
      #endif
    }
  }

  /// The system call, where a method of the same name hides it.
  private func closeCall(_ descriptor: Int32) -> Int32 { close(descriptor) }

  extension MPTCPSocket {
    /// Tells what a descriptor is: MPTCP, fallen back to TCP, TCP, or something else.
    ///
    /// The kernel is asked, never its release. It costs eight system calls, changes nothing about
    /// the socket, and takes any descriptor, whatever opened it.
    ///
    /// - Throws: ``MPTCPSocketError`` with EBADF for a descriptor that is not open.
    public static func state(of descriptor: Int32) throws(MPTCPSocketError) -> MPTCPSocket.State {
      var answers = MPTCPSocket.StateAnswers(of: descriptor)
      // A socket that fell back between two questions contradicts itself, and does so once.
      for _ in 0..<2 where answers.speaksMPTCP == .contradiction {
        answers = MPTCPSocket.StateAnswers(of: descriptor)
      }
      if answers.type == .errno(LinuxErrno.badDescriptor) {
        throw MPTCPSocketError(
          call: "getsockopt(SOL_SOCKET, SO_TYPE)", errno: LinuxErrno.badDescriptor)
      }
      return MPTCPSocket.State(answers)
    }

    /// Tells what this socket is: see ``state(of:)``.
    public func state() throws(MPTCPSocketError) -> MPTCPSocket.State {
      try Self.state(of: descriptor)
    }
  }
#else
  extension MPTCPSocket {
    /// This system has no such socket, and no descriptor either.
    static func openDescriptor(
      _ family: Family, _ protocolNumber: Int32, nonBlocking: Bool
    ) -> MPTCPSocket.StateAnswers.Answer<Int32> { .errno(LinuxErrno.noSuchProtocol) }

    static func close(_ descriptor: Int32) {}
  }
#endif
