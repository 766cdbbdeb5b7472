public import UAPIStructs

#if os(Linux) || os(Android)
  extension MPTCPSocket {
    /// Asks the kernel for MPTCP_INFO of a socket, and decodes the answer as any binding of `mptcp_info`.
    ///
    /// A binding that a program generates itself, of a newer header perhaps, is asked for and decoded as
    /// ``MPTCPInfo`` is:
    ///
    /// ```swift
    /// let info = try MPTCPSocket.info(as: OwnInfo.self, of: descriptor)
    /// ```
    ///
    /// The buffer has ``MPTCPInfo/capacity`` bytes, more than any kernel's struct, so that the kernel stops
    /// by itself and the length of its answer tells the size of its struct.
    ///
    /// - Parameters:
    ///   - type: a binding of `mptcp_info`.
    ///   - socket: the descriptor of an MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``MPTCPSocketError``. EOPNOTSUPP and ENOPROTOOPT mean that the socket does not speak MPTCP
    ///   (it fell back to TCP, or never was MPTCP) or that the kernel is older than Linux 5.16.
    public static func info<Info: UAPIStruct>(
      as type: Info.Type, of socket: Int32, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPSocketError) -> Info {
      try unsafe Info(
        .info, asking: MPTCPCapture.Option.info.kernel(of: socket), knowing: kernel)
    }

    /// Asks the kernel for TCP_INFO of a socket, and decodes the answer as any binding of `tcp_info`: of a
    /// TCP connection, or of the first subflow of an MPTCP one.
    ///
    /// - Parameters:
    ///   - type: a binding of `tcp_info`.
    ///   - socket: the descriptor of a TCP or MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``MPTCPSocketError``.
    public static func tcpInfo<Info: UAPIStruct>(
      as type: Info.Type, of socket: Int32, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPSocketError) -> Info {
      try unsafe Info(
        .tcpInfo, asking: MPTCPCapture.Option.tcpInfo.kernel(of: socket), knowing: kernel)
    }

    /// Asks the kernel for MPTCP_INFO of this socket: see ``info(as:of:kernel:)``.
    public func info<Info: UAPIStruct>(
      as type: Info.Type, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPSocketError) -> Info {
      try Self.info(as: type, of: descriptor, kernel: kernel)
    }

    /// Asks the kernel for TCP_INFO of this socket: see ``tcpInfo(as:of:kernel:)``.
    public func tcpInfo<Info: UAPIStruct>(
      as type: Info.Type, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPSocketError) -> Info {
      try Self.tcpInfo(as: type, of: descriptor, kernel: kernel)
    }
  }
#endif
