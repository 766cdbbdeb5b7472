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
      try self.init(.subflowTCPInfo, of: socket, kernel)
    }
  }

  extension MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses> {
    /// Asks the kernel for both addresses of every subflow of an MPTCP socket: MPTCP_SUBFLOW_ADDRS,
    /// since Linux 5.16. Parameters, growth and errors are those of MPTCP_TCPINFO.
    public init(
      socket: Int32, kernel: KernelKnowledge = .unknown
    ) throws(MPTCPReadingError) {
      try self.init(.subflowAddresses, of: socket, kernel)
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
      let answer = try RawAnswer(.fullInfo, of: socket)
      let sizes: FullInfoSizes
      let parts = answer.parts
      do throws(AnswerError) {
        sizes = try unsafe FullInfoSizes(
          answer.bytes.bytes.extracting(parts.answer), subflowInfoRoom: parts.subflowInfo.count,
          tcpInfoRoom: parts.tcpInfo.count, abi: .native)
      } catch {
        throw .answer(error)
      }
      self.init(answer, parts, sizes, kernel)
    }

    // A closure would hand over its result by copies, of a kilobyte each.
    @inline(__always)
    private init(
      _ answer: borrowing RawAnswer, _ parts: RawAnswer.Parts, _ sizes: FullInfoSizes,
      _ kernel: KernelKnowledge
    ) {
      // The answer is borrowed during the call.
      let all = unsafe answer.bytes.bytes
      self.init(
        all.extracting(parts.answer), sizes, capacity: answer.room.answer,
        subflowInfo: all.extracting(parts.subflowInfo), tcpInfo: all.extracting(parts.tcpInfo),
        kernel: kernel, abi: .native)
    }
  }

  extension MPTCPSubflowArrayAnswer {
    @inline(__always)
    fileprivate init(
      _ option: MPTCPCapture.Option, of socket: Int32, _ kernel: KernelKnowledge
    ) throws(MPTCPReadingError) {
      let answer = try RawAnswer(option, of: socket)
      do throws(AnswerError) {
        try self.init(answer, kernel)
      } catch {
        throw .answer(error)
      }
    }

    @inline(__always)
    private init(
      _ answer: borrowing RawAnswer, _ kernel: KernelKnowledge
    ) throws(AnswerError) {
      // The answer is borrowed during the call.
      let all = unsafe answer.bytes.bytes
      try self.init(
        decoding: all.extracting(answer.parts.answer), kernel: kernel, abi: .native)
    }
  }

  extension RawAnswer {
    /// Asks the kernel about a socket.
    fileprivate init(
      _ option: MPTCPCapture.Option, of socket: Int32
    ) throws(MPTCPReadingError) {
      do throws(SocketError) {
        self = try unsafe RawAnswer(option, kernel: option.kernel(of: socket))
      } catch {
        throw .call(error)
      }
    }
  }
#endif
