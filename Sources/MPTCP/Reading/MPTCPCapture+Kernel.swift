internal import UAPIStructs

#if os(Linux) || os(Android)
  extension MPTCPCapture {
    /// Asks the kernel about a socket and keeps the answer.
    ///
    /// Buffers are larger than any kernel's struct, so that the kernel stops by itself, and grow to
    /// the number of subflows that the kernel names. Where subflows come faster than they can be
    /// asked for, the last answer counts, with fewer elements than subflows.
    ///
    /// - Throws: ``SocketError``. EOPNOTSUPP and ENOPROTOOPT mean that the kernel lacks the option or
    ///   that the socket does not speak MPTCP.
    public init(_ option: Option, socket: Int32) throws(SocketError) {
      try unsafe self.init(option, kernel: option.kernel(of: socket), in: AnswerMemory.ofThread)
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

extension MPTCPCapture {
  /// What `getsockopt` does for one option: it reads the header of the option from the buffer, fills
  /// the buffer, and returns a length or an error.
  package typealias Kernel = (UnsafeMutableRawBufferPointer) -> Result<Int, SocketError>

  /// Asks a kernel, which may be a model of one.
  package init(_ option: Option, kernel: Kernel) throws(SocketError) {
    let memory = AnswerMemory(size: RawAnswer.Room(first: option).size)
    defer { extendLifetime(memory) }
    // The memory has the size that the room says.
    try unsafe self.init(option, kernel: kernel, in: memory.start)
  }

  /// Asks a kernel in memory that has the room that is offered at first.
  @unsafe
  private init(
    _ option: Option, kernel: Kernel, in memory: UnsafeMutableRawPointer
  ) throws(SocketError) {
    var larger: AnswerMemory?
    defer { extendLifetime(larger) }
    let answer = try unsafe RawAnswer(
      option, RawAnswer.Room(first: option), in: memory, asking: kernel
    ).complete(&larger, asking: kernel)
    self = answer.withSpans { bytes, subflowInfo, tcpInfo in
      MPTCPCapture(
        option, request: answer.request, optlen: answer.optlen, capacity: answer.room.answer,
        bytes: bytes.array, subflowInfo: option == .fullInfo ? subflowInfo.array : nil,
        tcpInfo: option == .fullInfo ? tcpInfo.array : nil)
    }
  }
}
