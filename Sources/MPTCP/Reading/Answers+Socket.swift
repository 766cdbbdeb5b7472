public import UAPIStructs

#if os(Linux) || os(Android)
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
    /// - Throws: ``SocketError``. An MPTCP socket of the first kernels that have MPTCP answers
    ///   EOPNOTSUPP.
    public init(socket: Int32, kernel: KernelKnowledge = .unknown) throws(SocketError) {
      let answer = try SockoptAnswer<64>(
        socket: socket, level: MPTCPCapture.Option.tcpLevel, option: TCPSocketOption.info.rawValue,
        name: "SOL_TCP, TCP_INFO")
      self = answer.withBytes {
        TCPInfo($0, extent: .capacity(TCPInfo.capacity), kernel: kernel)
      }
    }

    /// How many bytes are offered to the kernel: nearly twice what the newest one has.
    public static let capacity = 512
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
    public init(
      socket: Int32, kernel: KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try self.init(RawAnswer.subflowTCPInfo(of: socket), kernel)
    }
  }

  extension MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses> {
    /// Asks the kernel for both addresses of every subflow of an MPTCP socket: MPTCP_SUBFLOW_ADDRS,
    /// since Linux 5.16. Parameters, growth and errors are those of MPTCP_TCPINFO.
    public init(
      socket: Int32, kernel: KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try self.init(RawAnswer.subflowAddresses(of: socket), kernel)
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
    public init(
      socket: Int32, kernel: KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try self.init(RawAnswer.fullInfo(of: socket), kernel)
    }
  }

  // A function for each option, so that the compiler knows the room of each.
  extension RawAnswer {
    @inline(never)
    fileprivate static func subflowTCPInfo(
      of socket: Int32
    ) throws(MPTCPReadingError) -> RawAnswer {
      try unsafe RawAnswer(
        .subflowTCPInfo, asking: MPTCPCapture.Option.subflowTCPInfo.kernel(of: socket))
    }

    @inline(never)
    fileprivate static func subflowAddresses(
      of socket: Int32
    ) throws(MPTCPReadingError) -> RawAnswer {
      try unsafe RawAnswer(
        .subflowAddresses, asking: MPTCPCapture.Option.subflowAddresses.kernel(of: socket))
    }

    @inline(never)
    fileprivate static func fullInfo(of socket: Int32) throws(MPTCPReadingError) -> RawAnswer {
      try unsafe RawAnswer(
        .fullInfo, asking: MPTCPCapture.Option.fullInfo.kernel(of: socket))
    }
  }
#endif
