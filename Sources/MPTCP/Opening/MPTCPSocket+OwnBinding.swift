public import UAPIStructs

#if os(Linux) || os(Android)
  extension MPTCPSocket {
    /// Asks the kernel about the MPTCP connection of a socket, by a binding of `struct mptcp_info` that a
    /// package made itself: of a newer header, for example, than the one that ``MPTCPInfo`` knows.
    ///
    /// ```swift
    /// let info = try MPTCPSocket.info(as: NewerInfo.self, of: descriptor)
    /// ```
    ///
    /// - Parameters:
    ///   - binding: the type that the plugin UAPIBindings generated.
    ///   - descriptor: the descriptor of an MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``SocketError``, as ``MPTCPInfo`` does when it asks.
    public static func info<Binding: UAPIStruct>(
      as binding: Binding.Type, of descriptor: Int32, kernel: KernelKnowledge = .unknown
    ) throws(SocketError) -> Binding {
      let answer = try MPTCPCapture(.info, socket: descriptor)
      return Binding(
        answer.bytes, extent: answer.capacity.map(Extent.capacity) ?? .unknown, kernel: kernel)
    }

    /// Asks the kernel about the connection of this socket: see ``info(as:of:kernel:)``.
    public func info<Binding: UAPIStruct>(
      as binding: Binding.Type, kernel: KernelKnowledge = .unknown
    ) throws(SocketError) -> Binding {
      try Self.info(as: binding, of: descriptor, kernel: kernel)
    }
  }
#endif
