/// An answer of the kernel, where the kernel wrote it.
///
/// The first memory holds what nearly every connection needs. Where the kernel names more subflows
/// or larger structs, the question is put again with more.
struct RawAnswer: ~Copyable {
  /// How much room there is.
  struct Room {
    /// The bytes of the option itself: its header and what follows that.
    var answer: Int
    /// How many subflows there is room for; 0 for an option without arrays.
    var slots = 0
    /// The bytes for each struct of a subflow.
    var element = 0
  }

  let option: MPTCPCapture.Option
  let room: Room
  /// The length that the kernel returned: at least 0, and perhaps more than was offered.
  let optlen: Int
  /// The answer, then, for MPTCP_FULL_INFO, both arrays.
  private let memory: AnswerMemory

  /// Asks a kernel, which may be a model of one.
  @inline(__always)
  init(_ option: MPTCPCapture.Option, kernel: MPTCPCapture.Kernel) throws(SocketError) {
    var room = Room(first: option)
    var attempt = 1
    while true {
      let answer = try unsafe RawAnswer(option, room, kernel)
      // Where subflows come faster than they can be asked for, the last answer counts.
      guard attempt < Self.mostAttempts, let more = answer.missingRoom else {
        self = answer
        return
      }
      room = more
      attempt += 1
    }
  }

  private static let mostAttempts = 5

  /// Puts the question once.
  @inline(__always)
  private init(
    _ option: MPTCPCapture.Option, _ room: Room, _ kernel: MPTCPCapture.Kernel
  ) throws(SocketError) {
    let arrays = option == .fullInfo ? 2 * room.slots * room.element : 0
    let memory = AnswerMemory(size: room.tcpInfoStart + arrays)
    // The ranges lie inside the memory, and the memory outlives the call.
    let bytes = unsafe memory.bytes
    unsafe Self.writeRequest(option, room, to: bytes)
    if option == .fullInfo {
      let address = unsafe bytes.baseAddress.map { UInt64(UInt(bitPattern: $0)) } ?? 0
      let subflowInfo = address + UInt64(room.subflowInfoStart)
      let tcpInfo = address + UInt64(room.tcpInfoStart)
      unsafe bytes.storeBytes(of: subflowInfo, toByteOffset: 24, as: UInt64.self)
      unsafe bytes.storeBytes(of: tcpInfo, toByteOffset: 32, as: UInt64.self)
    }
    let length = unsafe try kernel(.init(rebasing: bytes[..<room.answer])).get()
    if option == .fullInfo {
      // Where the arrays were means nothing to anybody else.
      unsafe bytes.storeBytes(of: 0, toByteOffset: 24, as: UInt64.self)
      unsafe bytes.storeBytes(of: 0, toByteOffset: 32, as: UInt64.self)
    }
    self.option = option
    self.room = room
    self.optlen = Swift.max(0, length)
    self.memory = memory
  }
}

// What is asked.
extension RawAnswer {
  /// The header as the caller filled it in: what the kernel sets and both pointers are 0.
  var request: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: option.requestSize)
    // The bytes have the size of the header.
    unsafe bytes.withUnsafeMutableBytes { unsafe Self.writeRequest(option, room, to: $0) }
    return bytes
  }

  /// Writes the header of an option, for which there is room.
  @inline(__always)
  private static func writeRequest(
    _ option: MPTCPCapture.Option, _ room: Room, to bytes: UnsafeMutableRawBufferPointer
  ) {
    func store(_ value: Int, at offset: Int) {
      unsafe bytes.storeBytes(
        of: UInt32(clamping: value), toByteOffset: offset, as: UInt32.self)
    }
    switch option {
    case .info, .tcpInfo: break
    case .subflowTCPInfo, .subflowAddresses:
      // size_subflow_data, num_subflows, size_kernel, size_user.
      store(16, at: 0)
      store(0, at: 4)
      store(0, at: 8)
      store(room.element, at: 12)
    case .fullInfo:
      // Sizes of tcp_info and mptcp_subflow_info, the kernel's and the caller's, num_subflows,
      // size_arrays_user, and both pointers.
      for offset in Swift.stride(from: 0, to: 40, by: 4) { store(0, at: offset) }
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
    case .subflowTCPInfo, .subflowAddresses: 16
    case .fullInfo: FullInfoSizes.header
    }
  }
}

// What came back.
extension RawAnswer {
  /// Hands over the answer and both arrays of MPTCP_FULL_INFO, each as far as the kernel says that it
  /// wrote and there is room.
  func withSpans<Result, Failure: Error>(
    _ body: (_ bytes: RawSpan, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // The memory lives as long as this value.
    let all = unsafe bytes.bytes
    let answer = all.extracting(0..<Swift.min(optlen, room.answer))
    guard option == .fullInfo else { return try body(answer, RawSpan(), RawSpan()) }
    // No more elements than slots, and none longer than a slot.
    let filled = Swift.min(number(at: 16), room.slots)
    let subflowInfo = filled * Swift.min(number(at: 12), room.element)
    let tcpInfo = filled * Swift.min(number(at: 4), room.element)
    let start = room.subflowInfoStart
    return try body(
      answer, all.extracting(start..<(start + subflowInfo)),
      all.extracting(room.tcpInfoStart..<(room.tcpInfoStart + tcpInfo)))
  }

  /// All memory, initialized, for as long as this value lives.
  @unsafe var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(memory.bytes) }

  /// Where the memory begins.
  @unsafe var start: UnsafeMutableRawPointer { unsafe memory.start }

  /// A word of the header by its index, whether the kernel answered it or not: the memory has room for
  /// every header.
  @inline(__always)
  func word(_ index: Int) -> UInt32 {
    unsafe memory.start.load(fromByteOffset: 4 * index, as: UInt32.self)
  }

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
    guard offset + 4 <= Swift.min(optlen, room.answer) else { return 0 }
    // Checked above: the word lies inside the answer, which lies inside the memory.
    return unsafe Int(clamping: memory.bytes.load(fromByteOffset: offset, as: UInt32.self))
  }
}

extension RawAnswer.Room {
  /// The room that is offered at first: structs larger than any kernel's, so that the kernel stops by
  /// itself and names their size.
  fileprivate init(first option: MPTCPCapture.Option) {
    switch option {
    case .info: self.init(answer: MPTCPInfo.capacity)
    case .tcpInfo: self.init(answer: TCPInfo.capacity)
    case .subflowTCPInfo, .subflowAddresses, .fullInfo:
      self.init(option, slots: Self.firstSlots, element: Self.firstElement)
    }
  }

  fileprivate init(_ option: MPTCPCapture.Option, slots: Int, element: Int) {
    let answer =
      option == .fullInfo
      ? FullInfoSizes.header + MPTCPInfo.capacity : Self.arrayHeader + slots * element
    self.init(answer: answer, slots: slots, element: element)
  }

  /// Where the first array of MPTCP_FULL_INFO begins: at a cache line, to which and from which copying
  /// is faster.
  var tcpInfoStart: Int { (answer + 63) / 64 * 64 }
  /// Where the second one begins, behind the first.
  var subflowInfoStart: Int { tcpInfoStart + slots * element }

  /// Connections of more subflows are rare, and cost a second call.
  private static let firstSlots = 8
  /// A third more than the largest struct of a subflow has in Linux 7.3.
  private static let firstElement = 384
  fileprivate static let spareSlots = 8
  /// `sizeof(struct mptcp_subflow_data)`.
  static let arrayHeader = 16
  /// Far more than the 65 that the in-kernel path manager allows; no buffer grows beyond it.
  fileprivate static let mostSlots = 4096
  fileprivate static let largestElement = 1024
}
