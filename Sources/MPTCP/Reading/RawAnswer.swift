internal import UAPIStructs

/// What a kernel said about the answer that it wrote.
struct RawAnswer {
  let room: AnswerRoom
  /// The length that the kernel returned: at least 0, and perhaps more than was offered.
  let optlen: Int

  /// Puts the question once to a kernel, which may be a model of one.
  ///
  /// - Parameters:
  ///   - room: what is offered.
  ///   - memory: where the kernel writes the answer: zeros, as many as the room says.
  @inline(__always)
  init(
    _ room: AnswerRoom, in memory: UnsafeMutableRawBufferPointer,
    asking kernel: MPTCPCapture.Kernel
  ) throws(MPTCPSocketError) {
    // All parts lie inside the memory.
    unsafe room.writeRequest(to: memory)
    if room.option == .fullInfo {
      let start = UInt(bitPattern: memory.baseAddress)
      unsafe Self.store(start &+ UInt(room.subflowInfoStart), in: memory, at: 24)
      unsafe Self.store(start &+ UInt(room.tcpInfoStart), in: memory, at: 32)
    }
    let buffer = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[..<room.answer])
    let length = unsafe try kernel(buffer).get()
    if room.option == .fullInfo {
      // Addresses of this process mean nothing elsewhere.
      unsafe Self.store(0, in: memory, at: 24)
      unsafe Self.store(0, in: memory, at: 32)
    }
    self.room = room
    self.optlen = Swift.max(0, length)
  }

  /// Writes one of the pointers of MPTCP_FULL_INFO.
  @unsafe
  @inline(__always)
  private static func store(
    _ address: UInt, in memory: UnsafeMutableRawBufferPointer, at offset: Int
  ) {
    unsafe memory.storeBytes(of: UInt64(address), toByteOffset: offset, as: UInt64.self)
  }

  /// How many bytes the answer has: no more than were offered.
  @inline(__always)
  var length: Int { Swift.min(optlen, room.answer) }

  /// Where in the memory the array `subflow_info` of MPTCP_FULL_INFO is, as far as the kernel says that
  /// it wrote it.
  @inline(__always)
  func subflowInfo(in memory: RawSpan) -> Range<Int> {
    filled(memory, from: room.subflowInfoStart, sizeAt: 12)
  }

  /// The same for the array `tcp_info`.
  @inline(__always)
  func tcpInfo(in memory: RawSpan) -> Range<Int> {
    filled(memory, from: room.tcpInfoStart, sizeAt: 4)
  }

  /// No more elements than slots, and none longer than a slot.
  @inline(__always)
  private func filled(_ memory: RawSpan, from start: Int, sizeAt offset: Int) -> Range<Int> {
    let count = Swift.min(number(at: 16, in: memory), room.slots)
    return start..<(start &+ count &* Swift.min(number(at: offset, in: memory), room.element))
  }

  /// The room that the kernel would have needed, or `nil` where everything fitted.
  @inline(__always)
  func missingRoom(in memory: RawSpan) -> AnswerRoom? {
    let count: Int
    let size: Int
    switch room.option {
    case .info, .tcpInfo: return nil
    case .subflowTCPInfo, .subflowAddresses:
      (count, size) = (number(at: 4, in: memory), number(at: 8, in: memory))
    case .fullInfo:
      count = number(at: 16, in: memory)
      size = Swift.max(number(at: 0, in: memory), number(at: 8, in: memory))
    }
    let slots = Swift.min(count, AnswerRoom.mostSlots)
    let element = Swift.min(size, AnswerRoom.largestElement)
    // Elements of an array follow each other as the kernel has them; slots have the caller's size.
    let fits =
      room.option == .fullInfo
      ? slots <= room.slots : slots &* element <= room.answer &- SubflowArraySizes.header
    if fits, element <= room.element { return nil }
    return AnswerRoom(
      room.option, slots: fits ? room.slots : slots &+ AnswerRoom.spareSlots,
      element: Swift.max(room.element, (element &+ 7) / 8 * 8))
  }

  /// A word of the header; one that was not answered is 0.
  @inline(__always)
  private func number(at offset: Int, in memory: RawSpan) -> Int {
    guard offset &+ 4 <= length else { return 0 }
    return Int(clamping: memory.uint32(at: offset, abi: .native) ?? 0)
  }
}

extension RawAnswer {
  /// Asks a kernel, again with more room where not everything fitted.
  ///
  /// - Parameters:
  ///   - room: what is offered first.
  ///   - memory: what the answer lies in then.
  ///   - attempt: the number of this question. Where subflows come faster than they can be asked for, the
  ///     last answer counts.
  @inline(never)
  init(
    _ room: AnswerRoom, in memory: inout [UInt8], asking kernel: MPTCPCapture.Kernel, attempt: Int
  ) throws(MPTCPSocketError) {
    memory = [UInt8](repeating: 0, count: room.size)
    // There are as many bytes as the room says.
    self = try unsafe memory.withUnsafeMutableBytes { memory in
      Result { () throws(MPTCPSocketError) in
        try unsafe RawAnswer(room, in: memory, asking: kernel)
      }
    }.get()
    // Integers have no padding: all their bytes can be read.
    if attempt < Self.mostAttempts, let more = unsafe missingRoom(in: memory.span.bytes) {
      try unsafe self.init(more, in: &memory, asking: kernel, attempt: attempt + 1)
    }
  }

  private static var mostAttempts: Int { 5 }
}
