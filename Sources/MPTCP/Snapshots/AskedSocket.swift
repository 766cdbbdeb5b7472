internal import UAPIStructs

#if os(Linux) || os(Android)
  internal import LibC

  /// A socket, which is asked.
  struct AskedSocket: SnapshotSource {
    let descriptor: Int32

    func capture(_ option: MPTCPCapture.Option) throws(MPTCPSocketError) -> MPTCPCapture {
      try MPTCPCapture(option, socket: descriptor)
    }

    func fullInfo(
      kernel: KernelKnowledge, abi: ABI
    ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer {
      // A socket answers in the ABI of this machine.
      try MPTCPFullInfoAnswer(socket: descriptor, kernel: kernel)
    }

    var protocolNumber: Int32? {
      try? SmallAnswer.integer(socket: descriptor, level: SOL_SOCKET, option: SO_PROTOCOL)
    }

    var isMPTCP: Bool? {
      let answer = try? SmallAnswer.integer(
        socket: descriptor, level: LinuxSocketLevel.tcp.rawValue,
        option: TCPSocketOption.isMPTCP.rawValue)
      return answer.map { $0 != 0 }
    }

    var localAddress: MPTCPAddress? { address(remote: false) }
    var remoteAddress: MPTCPAddress? { address(remote: true) }

    private func address(remote: Bool) -> MPTCPAddress? {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      return unsafe withUnsafeMutableBytes(of: &storage) { buffer in
        guard let start = buffer.baseAddress else { return nil }
        // The kernel writes no more than `length`, which is the size of the buffer.
        let address = unsafe start.assumingMemoryBound(to: sockaddr.self)
        let status =
          unsafe remote
          ? getpeername(descriptor, address, &length) : getsockname(descriptor, address, &length)
        guard status == 0 else { return nil }
        // No more than there is, whatever the kernel said.
        let count = Swift.min(Int(clamping: length), buffer.count)
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
        return unsafe MPTCPAddress(bytes.bytes)
      }
    }
  }
#endif
