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

  extension MPTCPSubflowArrayAnswer {
    /// Asks the kernel about every subflow of an MPTCP socket: MPTCP_TCPINFO or
    /// MPTCP_SUBFLOW_ADDRS, both since Linux 5.16.
    ///
    /// The buffer grows to the number of subflows that the kernel names. ``subflowCount`` exceeds
    /// the number of elements only where subflows came faster than they could be asked for.
    ///
    /// - Parameters:
    ///   - socket: the descriptor of an MPTCP socket.
    ///   - kernel: what is known about the running kernel.
    /// - Throws: ``MPTCPReadingError``. EOPNOTSUPP and ENOPROTOOPT mean that the socket does not
    ///   speak MPTCP or that the kernel lacks the option.
    @_specialize(where Element == TCPInfo)
    @_specialize(where Element == MPTCPSubflowAddresses)
    public init(
      socket: Int32, kernel: KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      let option: MPTCPCapture.Option =
        Element.sockopt == MPTCPCapture.Option.subflowTCPInfo.rawValue
        ? .subflowTCPInfo : .subflowAddresses
      self = try reading(option, of: socket) {
        bytes, _, _, _ throws(AnswerError) in
        try Self(bytes, kernel: kernel)
      }
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
      self = try reading(.fullInfo, of: socket) {
        bytes, capacity, subflowInfo, tcpInfo throws(AnswerError) in
        try Self(
          bytes, capacity: capacity, subflowInfo: subflowInfo, tcpInfo: tcpInfo, kernel: kernel)
      }
    }
  }

  /// Asks the kernel and decodes the answer where it lies.
  private func reading<Answer>(
    _ option: MPTCPCapture.Option, of socket: Int32,
    _ decode: (
      _ bytes: RawSpan, _ capacity: Int, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan
    ) throws(AnswerError) -> Answer
  ) throws(MPTCPReadingError) -> Answer {
    let answer: RawAnswer
    do throws(SocketError) {
      answer = try unsafe RawAnswer.ask(option, kernel: option.kernel(of: socket))
    } catch {
      throw .call(error)
    }
    let capacity = answer.room.answer
    do throws(AnswerError) {
      return try answer.withSpans { bytes, subflowInfo, tcpInfo throws(AnswerError) in
        try decode(bytes, capacity, subflowInfo, tcpInfo)
      }
    } catch {
      throw .answer(error)
    }
  }
#endif
