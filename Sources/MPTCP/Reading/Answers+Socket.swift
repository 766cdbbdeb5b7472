public import UAPIStructs

extension MPTCPInfo {
  /// How many bytes are offered to the kernel: five times what the newest one has.
  public static let capacity = 512
}

extension TCPInfo {
  /// How many bytes are offered to the kernel: nearly twice what the newest one has.
  public static let capacity = 512
}

// In line: the compiler would make a function without the type's metadata of each, and one around it that
// copies what that returns, a large struct.

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
    /// - Throws: ``MPTCPSocketError``. EOPNOTSUPP and ENOPROTOOPT mean that the socket does not speak
    ///   MPTCP (it fell back to TCP, or never was MPTCP) or that the kernel is older than Linux 5.16.
    @inline(__always)
    public init(socket: Int32, kernel: borrowing KernelKnowledge = .unknown)
      throws(MPTCPSocketError)
    {
      try unsafe self.init(
        .info, asking: MPTCPCapture.Option.info.kernel(of: socket),
        knowing: kernel)
    }
  }

  extension TCPInfo {
    /// Asks the kernel for TCP_INFO of a socket: a TCP connection, or the first subflow of an MPTCP
    /// one.
    ///
    /// The buffer is larger than any kernel's struct, so that the kernel stops by itself and the
    /// length of its answer tells the size of its struct.
    ///
    /// - Parameters:
    ///   - socket: the descriptor of a TCP or MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``MPTCPSocketError``. An MPTCP socket of the first kernels that have MPTCP answers
    ///   EOPNOTSUPP.
    @inline(__always)
    public init(socket: Int32, kernel: borrowing KernelKnowledge = .unknown)
      throws(MPTCPSocketError)
    {
      try unsafe self.init(
        .tcpInfo, asking: MPTCPCapture.Option.tcpInfo.kernel(of: socket), knowing: kernel)
    }
  }

  extension MPTCPSubflowArrayAnswer<TCPInfo> {
    /// Asks the kernel for TCP_INFO of every subflow of an MPTCP socket: MPTCP_TCPINFO, since Linux
    /// 5.16.
    ///
    /// The buffer grows to the number of subflows that the kernel names. ``subflowCount`` exceeds
    /// the number of elements only where subflows came faster than they could be asked for.
    ///
    /// - Parameters:
    ///   - socket: the descriptor of an MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``MPTCPReadingError``. EOPNOTSUPP and ENOPROTOOPT mean that the socket does not
    ///   speak MPTCP or that the kernel lacks the option.
    @inline(__always)
    public init(
      socket: Int32, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try unsafe self.init(
        asking: MPTCPCapture.Option.subflowTCPInfo.kernel(of: socket), knowing: kernel)
    }
  }

  extension MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses> {
    /// Asks the kernel for both addresses of every subflow of an MPTCP socket: MPTCP_SUBFLOW_ADDRS,
    /// since Linux 5.16. Parameters, growth and errors are those of MPTCP_TCPINFO.
    @inline(__always)
    public init(
      socket: Int32, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try unsafe self.init(
        asking: MPTCPCapture.Option.subflowAddresses.kernel(of: socket), knowing: kernel)
    }
  }

  extension MPTCPFullInfoAnswer {
    /// Asks the kernel about a connection and all its subflows, read at one moment:
    /// MPTCP_FULL_INFO, since Linux 6.5.
    ///
    /// The arrays grow to the number of subflows that the kernel names. ``subflowCount`` exceeds the
    /// number of ``subflows`` only where subflows came faster than they could be asked for.
    ///
    /// - Parameters:
    ///   - socket: the descriptor of an MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``MPTCPReadingError``. EOPNOTSUPP and ENOPROTOOPT mean that the socket does not
    ///   speak MPTCP or that the kernel lacks the option.
    @inline(__always)
    public init(
      socket: Int32, kernel: borrowing KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try unsafe self.init(
        asking: MPTCPCapture.Option.fullInfo.kernel(of: socket), knowing: kernel)
    }
  }

  extension MPTCPCapture {
    /// Asks the kernel about a socket and keeps the answer.
    ///
    /// Buffers are larger than any kernel's struct, so that the kernel stops by itself, and grow to
    /// the number of subflows that the kernel names. Where subflows come faster than they can be
    /// asked for, the last answer counts, with fewer elements than subflows.
    ///
    /// - Throws: ``MPTCPSocketError``. EOPNOTSUPP and ENOPROTOOPT mean that the kernel lacks the option or
    ///   that the socket does not speak MPTCP.
    public init(_ option: Option, socket: Int32) throws(MPTCPSocketError) {
      try unsafe self.init(option, kernel: option.kernel(of: socket))
    }
  }

  extension MPTCPCapture.Option {
    /// What `getsockopt` does with a socket.
    @inline(__always)
    func kernel(of socket: Int32) -> MPTCPCapture.Kernel {
      { buffer in
        // The buffer holds the header of the option, and what it points to lives during the call.
        unsafe callGetsockopt(
          socket: socket, level: level, option: number, call: call, into: buffer)
      }
    }
  }
#endif
