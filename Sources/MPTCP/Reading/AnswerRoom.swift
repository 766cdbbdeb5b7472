/// How much room a kernel is offered for an answer, and where in one piece of memory it lies.
struct AnswerRoom {
  let option: MPTCPCapture.Option
  /// The bytes of the option itself, first of all: its header and what follows that.
  let answer: Int
  /// How many subflows there is room for, in an option that has arrays.
  let slots: Int
  /// The bytes for each struct of a subflow.
  let element: Int

  /// The room that is offered at first: structs larger than any kernel's, so that the kernel stops by
  /// itself and names their size.
  @inline(__always)
  init(first option: MPTCPCapture.Option) {
    self.init(option, slots: Self.firstSlots, element: Self.firstElement)
  }

  /// Room for so many subflows.
  @inline(__always)
  init(_ option: MPTCPCapture.Option, slots: Int, element: Int) {
    (self.option, self.slots, self.element) = (option, slots, element)
    switch option {
    case .info: answer = MPTCPInfo.capacity
    case .tcpInfo: answer = TCPInfo.capacity
    case .subflowTCPInfo, .subflowAddresses: answer = SubflowArraySizes.header &+ slots &* element
    case .fullInfo: answer = FullInfoSizes.header &+ MPTCPInfo.capacity
    }
  }

  /// Where the first array of MPTCP_FULL_INFO begins.
  @inline(__always)
  var tcpInfoStart: Int { answer }
  /// Where the second one begins, after the first.
  @inline(__always)
  var subflowInfoStart: Int { answer &+ slots &* element }
  /// How large the memory is.
  @inline(__always)
  var size: Int { answer &+ (option == .fullInfo ? 2 &* slots &* element : 0) }

  /// As many as the in-kernel path manager allows by default. Connections of more
  /// subflows cost a second call.
  private static var firstSlots: Int { 3 }
  /// A fifth more than the largest struct of a subflow has in Linux 7.3.
  private static var firstElement: Int { 336 }
  /// Some room for subflows that come between the calls.
  static var spareSlots: Int { 8 }
  /// Far more than the 65 that the in-kernel path manager allows; no memory grows beyond it.
  static var mostSlots: Int { 4096 }
  /// Far more than any struct of a subflow has.
  static var largestElement: Int { 1024 }
}
