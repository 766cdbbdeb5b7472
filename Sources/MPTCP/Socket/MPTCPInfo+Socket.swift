public import UAPIStructs

#if os(Linux) || os(Android)
  extension MPTCPInfo {
    /// Asks the kernel about the MPTCP connection of a socket.
    ///
    /// The buffer is larger than any kernel's struct, so that the kernel stops by itself and the
    /// length of its answer tells the size of its struct.
    ///
    /// - Parameters:
    ///   - socket: the descriptor of an MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``SocketError``. EOPNOTSUPP and ENOPROTOOPT mean that the socket does not speak
    ///   MPTCP (it fell back to TCP, or never was MPTCP) or that the kernel is older than Linux 5.16.
    public init(socket: Int32, kernel: borrowing KernelKnowledge = .unknown) throws(SocketError) {
      try unsafe self.init(
        .info, asking: MPTCPCapture.Option.info.kernel(of: socket), in: AnswerMemory.ofThread,
        knowing: kernel)
    }

    /// How many bytes are offered to the kernel: five times what the newest one has.
    public static let capacity = 512
  }
#endif
