/// An answer of the kernel, in the buffers into which it was written.
///
/// The first buffers hold what nearly every connection needs. Where the kernel names more subflows
/// or larger structs, they grow and the question is put again.
@safe struct RawAnswer: ~Copyable {
  /// How large the buffers are.
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
  private(set) var optlen = 0
  /// The answer, then, for MPTCP_FULL_INFO, both arrays.
  private let memory: UnsafeMutableRawBufferPointer

  /// Asks a kernel, which may be a model of one.
  static func ask(
    _ option: MPTCPCapture.Option, kernel: MPTCPCapture.Kernel
  ) throws(SocketError) -> RawAnswer {
    var room = Room(first: option)
    for _ in 1..<mostAttempts {
      var answer = RawAnswer(option, room)
      try unsafe answer.fill(kernel)
      guard let more = answer.missingRoom else { return answer }
      room = more
    }
    // Subflows come faster than they can be asked for: this answer counts.
    var answer = RawAnswer(option, room)
    try unsafe answer.fill(kernel)
    return answer
  }

  private init(_ option: MPTCPCapture.Option, _ room: Room) {
    self.option = option
    self.room = room
    unsafe memory = .allocate(
      byteCount: room.answer + (option == .fullInfo ? 2 * room.slots * room.element : 0),
      alignment: 8)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit { unsafe memory.deallocate() }

  private mutating func fill(_ kernel: MPTCPCapture.Kernel) throws(SocketError) {
    for (index, word) in request.enumerated() {
      // The buffer has room for the header of its option.
      unsafe memory.storeBytes(of: word, toByteOffset: 4 * index, as: UInt32.self)
    }
    if option == .fullInfo {
      store(pointerTo: subflowInfoStart, at: 24)
      store(pointerTo: room.answer, at: 32)
    }
    let length = unsafe try kernel(.init(rebasing: memory[..<room.answer])).get()
    optlen = Swift.max(0, length)
    if option == .fullInfo {
      // Where the arrays were means nothing to anybody else.
      unsafe memory.storeBytes(of: 0, toByteOffset: 24, as: UInt64.self)
      unsafe memory.storeBytes(of: 0, toByteOffset: 32, as: UInt64.self)
    }
  }

  private func store(pointerTo start: Int, at offset: Int) {
    // Both arrays lie in the same memory, behind the answer.
    let address = unsafe memory.baseAddress.map { unsafe UInt64(UInt(bitPattern: $0 + start)) }
    unsafe memory.storeBytes(of: address ?? 0, toByteOffset: offset, as: UInt64.self)
  }

  private var subflowInfoStart: Int { room.answer + room.slots * room.element }
}

// What is asked.
extension RawAnswer {
  /// The header as the caller fills it in: what the kernel sets and both pointers are 0.
  var request: [UInt32] {
    let element = UInt32(clamping: room.element)
    switch option {
    case .info, .tcpInfo: return []
    // size_subflow_data, num_subflows, size_kernel, size_user.
    case .subflowTCPInfo, .subflowAddresses: return [16, 0, 0, element]
    // Sizes of tcp_info and mptcp_subflow_info, the kernel's and the caller's; num_subflows and
    // size_arrays_user.
    case .fullInfo: return [0, element, 0, element, 0, UInt32(clamping: room.slots), 0, 0, 0, 0]
    }
  }

  private static let mostAttempts = 5
}

// What came back.
extension RawAnswer {
  /// Hands over the answer and both arrays of MPTCP_FULL_INFO, each as far as the kernel says that it
  /// wrote and there is room.
  func withSpans<Result, Failure: Error>(
    _ body: (_ bytes: RawSpan, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // The memory lives as long as this value, all of it is initialized, and the ranges lie inside.
    let all = unsafe UnsafeRawBufferPointer(memory).bytes
    let bytes = all.extracting(0..<Swift.min(optlen, room.answer))
    guard option == .fullInfo else { return try body(bytes, RawSpan(), RawSpan()) }
    // No more elements than slots, and none longer than a slot.
    let filled = Swift.min(number(at: 16), room.slots)
    let subflowInfo = subflowInfoStart..<(subflowInfoStart + filled * stride(at: 12))
    let tcpInfo = room.answer..<(room.answer + filled * stride(at: 4))
    return try body(bytes, all.extracting(subflowInfo), all.extracting(tcpInfo))
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

  /// The distance between elements of an array, which is no more than what was offered.
  private func stride(at offset: Int) -> Int { Swift.min(number(at: offset), room.element) }

  /// A word of the header; one that was not answered is 0.
  private func number(at offset: Int) -> Int {
    guard offset + 4 <= Swift.min(optlen, room.answer) else { return 0 }
    // Checked above: the word lies inside the answer, which lies inside the memory.
    return unsafe Int(clamping: memory.load(fromByteOffset: offset, as: UInt32.self))
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
      option == .fullInfo ? 40 + MPTCPInfo.capacity : Self.arrayHeader + slots * element
    self.init(answer: answer, slots: slots, element: element)
  }

  /// Connections of more subflows are rare, and cost a second call.
  private static let firstSlots = 4
  /// A third more than the largest struct of a subflow has in Linux 7.3.
  private static let firstElement = 384
  fileprivate static let spareSlots = 8
  /// `struct mptcp_subflow_data`.
  fileprivate static let arrayHeader = 16
  /// Far more than the 65 that the in-kernel path manager allows; no buffer grows beyond it.
  fileprivate static let mostSlots = 4096
  fileprivate static let largestElement = 1024
}
