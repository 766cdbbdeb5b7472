package import UAPIStructs

// What is decoded of a kernel, which may be a model of one, by the initializers that decode any bytes.
// The kernel is asked in memory of the stack: to ask the allocator takes longer than to decode. It is asked
// again for an answer to be kept where that is not enough.

extension UAPIStruct {
  /// Asks a kernel for an option that is nothing but this struct.
  @inline(__always)
  init(
    _ option: MPTCPCapture.Option, asking kernel: MPTCPCapture.Kernel,
    knowing knowledge: borrowing KernelKnowledge
  ) throws(MPTCPSocketError) {
    var memory = InlineArray<64, UInt64>(repeating: 0)
    // The memory is as large as the room of such an option.
    let answer = try unsafe withUnsafeMutableBytes(of: &memory) { memory throws(MPTCPSocketError) in
      try unsafe RawAnswer(AnswerRoom(first: option), in: memory, asking: kernel)
    }
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe memory.span.bytes
    self.init(
      bytes.extracting(0..<answer.length), extent: .capacity(answer.room.answer),
      kernel: copy knowledge)
  }
}

extension MPTCPCapture {
  /// Asks a kernel again that needed more room, for an answer to be kept, and decodes that one.
  @inline(never)
  fileprivate static func askedAgain<Answer>(
    _ room: AnswerRoom, _ kernel: Kernel, decode: (MPTCPCapture) throws(AnswerError) -> Answer
  ) throws(MPTCPReadingError) -> Answer {
    let kept: MPTCPCapture
    do throws(MPTCPSocketError) {
      kept = try unsafe MPTCPCapture(room, asking: kernel, attempt: 2)
    } catch {
      throw .call(error)
    }
    do throws(AnswerError) {
      return try decode(kept)
    } catch {
      throw .answer(error)
    }
  }
}

extension MPTCPSubflowArrayAnswer {
  /// Asks a kernel for the option that has one such element for each subflow.
  @inline(__always)
  init(
    _ option: MPTCPCapture.Option, asking kernel: MPTCPCapture.Kernel,
    knowing knowledge: borrowing KernelKnowledge
  ) throws(MPTCPReadingError) {
    var memory = InlineArray<128, UInt64>(repeating: 0)
    let answer: RawAnswer
    do throws(MPTCPSocketError) {
      // The memory is as large as the room of such an option.
      answer = try unsafe withUnsafeMutableBytes(of: &memory) { memory throws(MPTCPSocketError) in
        try unsafe RawAnswer(AnswerRoom(first: option), in: memory, asking: kernel)
      }
    } catch {
      throw .call(error)
    }
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe memory.span.bytes
    if let room = answer.missingRoom(in: bytes) {
      let knowledge = copy knowledge
      self = try unsafe MPTCPCapture.askedAgain(room, kernel) { kept throws(AnswerError) in
        try Self(kept, kernel: knowledge)
      }
      return
    }
    let sizes: SubflowArraySizes
    do throws(AnswerError) {
      sizes = try SubflowArraySizes(
        bytes.extracting(0..<answer.length), sockopt: Element.sockopt, abi: .native)
    } catch {
      throw .answer(error)
    }
    self.init(
      bytes.extracting(0..<answer.length), sizes, kernel: copy knowledge, abi: .native)
  }
}

extension MPTCPSubflowArrayAnswer<TCPInfo> {
  /// Asks a kernel for MPTCP_TCPINFO.
  @inline(__always)
  package init(
    asking kernel: MPTCPCapture.Kernel, knowing knowledge: borrowing KernelKnowledge = .unknown
  ) throws(MPTCPReadingError) {
    try unsafe self.init(.subflowTCPInfo, asking: kernel, knowing: knowledge)
  }
}

extension MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses> {
  /// Asks a kernel for MPTCP_SUBFLOW_ADDRS.
  @inline(__always)
  package init(
    asking kernel: MPTCPCapture.Kernel, knowing knowledge: borrowing KernelKnowledge = .unknown
  ) throws(MPTCPReadingError) {
    try unsafe self.init(.subflowAddresses, asking: kernel, knowing: knowledge)
  }
}

extension MPTCPFullInfoAnswer {
  /// Asks a kernel for MPTCP_FULL_INFO.
  @inline(__always)
  package init(
    asking kernel: MPTCPCapture.Kernel, knowing knowledge: borrowing KernelKnowledge = .unknown
  ) throws(MPTCPReadingError) {
    var memory = InlineArray<321, UInt64>(repeating: 0)
    let answer: RawAnswer
    do throws(MPTCPSocketError) {
      // The memory is as large as the room of such an option.
      answer = try unsafe withUnsafeMutableBytes(of: &memory) { memory throws(MPTCPSocketError) in
        try unsafe RawAnswer(AnswerRoom(first: .fullInfo), in: memory, asking: kernel)
      }
    } catch {
      throw .call(error)
    }
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe memory.span.bytes
    if let room = answer.missingRoom(in: bytes) {
      let knowledge = copy knowledge
      self = try unsafe MPTCPCapture.askedAgain(room, kernel) { kept throws(AnswerError) in
        try Self(kept, kernel: knowledge)
      }
      return
    }
    let subflowInfo = bytes.extracting(answer.subflowInfo(in: bytes))
    let tcpInfo = bytes.extracting(answer.tcpInfo(in: bytes))
    let sizes: FullInfoSizes
    do throws(AnswerError) {
      sizes = try FullInfoSizes(
        bytes.extracting(0..<answer.length), subflowInfoRoom: subflowInfo.byteCount,
        tcpInfoRoom: tcpInfo.byteCount, abi: .native)
    } catch {
      throw .answer(error)
    }
    self.init(
      bytes.extracting(0..<answer.length), sizes, capacity: answer.room.answer,
      subflowInfo: subflowInfo, tcpInfo: tcpInfo, kernel: copy knowledge, abi: .native)
  }
}
