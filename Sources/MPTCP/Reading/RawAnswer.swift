/// An answer of the kernel, where the kernel wrote it.
@safe struct RawAnswer {
  /// How much room there is.
  struct Room {
    /// The bytes of the option itself: its header and what follows that.
    let answer: Int
    /// How many subflows there is room for, in an option that has arrays.
    let slots: Int
    /// The bytes for each struct of a subflow.
    let element: Int
    /// The size of the memory: with the arrays behind the answer, and room for one struct more, so that
    /// each can be judged where it lies.
    let size: Int
  }

  let option: MPTCPCapture.Option
  let room: Room
  /// The length that the kernel returned: at least 0, and perhaps more than was offered.
  let optlen: Int
  /// The answer, then, for MPTCP_FULL_INFO, both arrays. There are as many bytes as the room says.
  @unsafe let start: UnsafeMutableRawPointer

  /// Puts the question once to a kernel, which may be a model of one.
  ///
  /// - Parameters:
  ///   - room: what is offered.
  ///   - memory: as many initialized bytes as the room says, kept as long as the answer is used.
  @unsafe
  @inline(__always)
  init(
    _ option: MPTCPCapture.Option, _ room: Room, in memory: UnsafeMutableRawPointer,
    asking kernel: MPTCPCapture.Kernel
  ) throws(SocketError) {
    // Header and answer lie inside the memory, and so do the arrays.
    unsafe Self.writeRequest(option, room, to: memory)
    if option == .fullInfo {
      let (subflowInfo, tcpInfo) = unsafe (
        memory + room.subflowInfoStart, memory + room.tcpInfoStart
      )
      unsafe memory.storeBytes(
        of: UInt64(UInt(bitPattern: subflowInfo)), toByteOffset: 24, as: UInt64.self)
      unsafe memory.storeBytes(
        of: UInt64(UInt(bitPattern: tcpInfo)), toByteOffset: 32, as: UInt64.self)
    }
    let length = unsafe try kernel(.init(start: memory, count: room.answer)).get()
    if option == .fullInfo {
      // Where the arrays were means nothing to anybody else.
      unsafe memory.storeBytes(of: 0, toByteOffset: 24, as: UInt64.self)
      unsafe memory.storeBytes(of: 0, toByteOffset: 32, as: UInt64.self)
    }
    self.option = option
    self.room = room
    self.optlen = Swift.max(0, length)
    unsafe self.start = memory
  }
}

// More room.
extension RawAnswer {
  /// Asks again where not everything fitted, until it does.
  ///
  /// - Parameter memory: keeps what the answer lies in, and must live as long as the answer is used.
  func complete(
    _ memory: inout AnswerMemory?, asking kernel: MPTCPCapture.Kernel
  ) throws(SocketError) -> RawAnswer {
    var answer = self
    // Where subflows come faster than they can be asked for, the last answer counts.
    for _ in 1..<Self.mostAttempts {
      guard let room = answer.missingRoom else { break }
      let larger = AnswerMemory(size: room.size)
      // The memory has the size that the room says.
      answer = try unsafe RawAnswer(option, room, in: larger.start, asking: kernel)
      memory = consume larger
    }
    return answer
  }

  private static let mostAttempts = 5

  /// The room that the kernel would have needed, or `nil` where everything fitted.
  private var missingRoom: Room? {
    let count: Int
    let size: Int
    switch option {
    case .info, .tcpInfo: return nil
    case .subflowTCPInfo, .subflowAddresses: (count, size) = (number(at: 4), number(at: 8))
    case .fullInfo: (count, size) = (number(at: 16), Swift.max(number(at: 0), number(at: 8)))
    }
    let slots = Swift.min(count, Room.mostSlots)
    let element = Swift.min(size, Room.largestElement)
    // Elements of an array follow each other as the kernel has them; slots have the caller's size.
    let fits =
      option == .fullInfo ? slots <= room.slots : slots * element <= room.answer - Room.arrayHeader
    if fits, element <= room.element { return nil }
    // Some room for subflows that come between the calls.
    return Room(
      option, slots: fits ? room.slots : slots + Room.spareSlots,
      element: Swift.max(room.element, (element + 7) / 8 * 8))
  }

  /// A word of the header; one that was not answered is 0.
  private func number(at offset: Int) -> Int {
    guard offset + 4 <= length else { return 0 }
    // Checked above: the word lies inside the answer, which lies inside the memory.
    return unsafe Int(clamping: start.load(fromByteOffset: offset, as: UInt32.self))
  }
}

// What is asked.
extension RawAnswer {
  /// The header as the caller filled it in: what the kernel sets and both pointers are 0.
  var request: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: option.requestSize)
    guard !bytes.isEmpty else { return bytes }
    // The bytes have the size of the header.
    unsafe bytes.withUnsafeMutableBytes { bytes in
      if let start = bytes.baseAddress { unsafe Self.writeRequest(option, room, to: start) }
    }
    return bytes
  }

  /// Writes the header of an option, for which there is room.
  @unsafe
  @inline(__always)
  private static func writeRequest(
    _ option: MPTCPCapture.Option, _ room: Room, to memory: UnsafeMutableRawPointer
  ) {
    func store(_ value: Int, at offset: Int) {
      unsafe memory.storeBytes(
        of: UInt32(truncatingIfNeeded: value), toByteOffset: offset, as: UInt32.self)
    }
    switch option {
    case .info, .tcpInfo: break
    case .subflowTCPInfo, .subflowAddresses:
      // size_subflow_data, num_subflows, size_kernel, size_user.
      store(Room.arrayHeader, at: 0)
      store(0, at: 4)
      store(0, at: 8)
      store(room.element, at: 12)
    case .fullInfo:
      // Sizes of tcp_info and mptcp_subflow_info, the kernel's and the caller's, num_subflows,
      // size_arrays_user, and both pointers.
      for offset in Swift.stride(from: 0, to: FullInfoSizes.header, by: 4) { store(0, at: offset) }
      store(room.element, at: 4)
      store(room.element, at: 12)
      store(room.slots, at: 20)
    }
  }
}

extension MPTCPCapture.Option {
  /// How many bytes the caller fills in.
  var requestSize: Int {
    switch self {
    case .info, .tcpInfo: 0
    case .subflowTCPInfo, .subflowAddresses: RawAnswer.Room.arrayHeader
    case .fullInfo: FullInfoSizes.header
    }
  }
}

// What came back.
extension RawAnswer {
  /// How many bytes the answer has: no more than were offered.
  @inline(__always)
  var length: Int { Swift.min(optlen, room.answer) }

  /// A word of the header by its index, whether the kernel answered it or not: the memory has room for
  /// every header.
  @inline(__always)
  func word(_ index: Int) -> UInt32 {
    unsafe start.load(fromByteOffset: 4 &* index, as: UInt32.self)
  }

  /// Copies what another answer begins with, as far as there is room in both.
  func bring(_ count: Int, of other: RawAnswer) {
    let count = Swift.min(count, room.answer, other.room.answer)
    // Both memories have as many bytes, by the line above.
    unsafe start.copyMemory(from: other.start, byteCount: count)
  }

  /// Hands over the answer and both arrays of MPTCP_FULL_INFO, each as far as the kernel says that it
  /// wrote and there is room.
  func withSpans<Result, Failure: Error>(
    _ body: (_ bytes: RawSpan, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Whoever has this value keeps the memory, whose size the room says.
    let all = unsafe UnsafeRawBufferPointer(start: start, count: room.size).bytes
    let answer = all.extracting(0..<length)
    guard option == .fullInfo else { return try body(answer, RawSpan(), RawSpan()) }
    // No more elements than slots, and none longer than a slot.
    let filled = Swift.min(number(at: 16), room.slots)
    let subflowInfo = filled * Swift.min(number(at: 12), room.element)
    let tcpInfo = filled * Swift.min(number(at: 4), room.element)
    return try body(
      answer,
      all.extracting(room.subflowInfoStart..<(room.subflowInfoStart + subflowInfo)),
      all.extracting(room.tcpInfoStart..<(room.tcpInfoStart + tcpInfo)))
  }
}

extension RawAnswer.Room {
  /// The room that is offered at first: structs larger than any kernel's, so that the kernel stops by
  /// itself and names their size.
  @inline(__always)
  init(first option: MPTCPCapture.Option) {
    self.init(option, slots: Self.firstSlots, element: Self.firstElement)
  }

  @inline(__always)
  fileprivate init(_ option: MPTCPCapture.Option, slots: Int, element: Int) {
    (self.slots, self.element) = (slots, element)
    switch option {
    case .info: answer = MPTCPInfo.capacity
    case .tcpInfo: answer = TCPInfo.capacity
    case .subflowTCPInfo, .subflowAddresses: answer = Self.arrayHeader &+ slots &* element
    case .fullInfo: answer = FullInfoSizes.header &+ MPTCPInfo.capacity
    }
    let arrays = option == .fullInfo ? 2 &* slots &* element : 0
    size = Self.start(behind: answer) &+ arrays &+ Self.largestElement
  }

  /// The next cache line, to which and from which copying is faster.
  @inline(__always)
  private static func start(behind end: Int) -> Int { (end &+ 63) & ~63 }

  /// Where the first array of MPTCP_FULL_INFO begins.
  @inline(__always)
  var tcpInfoStart: Int { Self.start(behind: answer) }
  /// Where the second one begins, behind the first.
  @inline(__always)
  var subflowInfoStart: Int { tcpInfoStart &+ slots &* element }

  /// The in-kernel path manager allows nine up to Linux 6.18. Connections of more subflows than these
  /// cost a second call.
  private static var firstSlots: Int { 16 }
  /// A third more than the largest struct of a subflow has in Linux 7.3.
  private static var firstElement: Int { 384 }
  fileprivate static var spareSlots: Int { 8 }
  /// `sizeof(struct mptcp_subflow_data)`.
  static var arrayHeader: Int { 16 }
  /// Far more than the 65 that the in-kernel path manager allows; no buffer grows beyond it.
  fileprivate static var mostSlots: Int { 4096 }
  static var largestElement: Int { 1024 }
}
