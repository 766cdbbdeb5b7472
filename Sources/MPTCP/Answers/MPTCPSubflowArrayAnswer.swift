public import UAPIStructs

/// What `getsockopt(SOL_MPTCP, MPTCP_TCPINFO)` answers: one `tcp_info` for each subflow.
public typealias MPTCPTCPInfoAnswer = MPTCPSubflowArrayAnswer<TCPInfo>

/// What `getsockopt(SOL_MPTCP, MPTCP_SUBFLOW_ADDRS)` answers: both addresses of each subflow.
public typealias MPTCPSubflowAddressesAnswer = MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses>

/// A header, then an array with one element for each subflow, whose stride the header names.
public struct MPTCPSubflowArrayAnswer<Element: MPTCPSubflowElement>: Sendable {
  /// How many subflows the connection has, also where fewer fitted into the buffer.
  public let subflowCount: Int
  /// The kernel's `sizeof` of an element.
  public let kernelElementSize: Int
  /// The distance from one element to the next, and the number of bytes that each has.
  public let stride: Int
  /// The elements that fitted, in the kernel's order.
  public let elements: MPTCPSubflowList<Element>

  /// Decodes an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - kernel: what is known about the kernel; an exact layout is that of the elements.
  ///   - abi: the ABI of the machine that gave the answer.
  /// - Throws: ``UAPIStructs/AnswerError`` where header and bytes contradict each other.
  @_specialize(where Element == TCPInfo)
  @_specialize(where Element == MPTCPSubflowAddresses)
  public init(
    _ bytes: RawSpan, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    // The header of every kernel has the same four words.
    guard let start = bytes.uint32(at: 0, abi: abi),
      let subflowCount = bytes.uint32(at: 4, abi: abi),
      let kernelSize = bytes.uint32(at: 8, abi: abi), let stride = bytes.uint32(at: 12, abi: abi)
    else {
      throw AnswerError(
        .headerTruncated, subject: Element.sockopt, byte: bytes.byteCount,
        reason: "the header takes \(Self.headerSize) bytes, the answer has \(bytes.byteCount)")
    }
    guard start >= Self.headerSize, start <= bytes.byteCount else {
      throw AnswerError(
        .lengthOutOfRange, subject: Element.sockopt, byte: 0,
        reason: "size_subflow_data \(start) does not lie in \(Self.headerSize)...\(bytes.byteCount)"
      )
    }
    guard stride <= kernelSize else {
      throw AnswerError(
        .strideOutOfRange, subject: Element.sockopt, byte: 12,
        reason: "size_user \(stride) exceeds size_kernel \(kernelSize)")
    }
    let room = bytes.byteCount - Int(start)
    let count = stride == 0 ? 0 : room / Int(stride)
    guard count * Int(stride) == room else {
      throw AnswerError(
        .strideOutOfRange, subject: Element.sockopt, byte: Int(start) + count * Int(stride),
        reason: "\(room) bytes of elements are no multiple of size_user \(stride)")
    }
    guard count <= subflowCount else {
      throw AnswerError(
        .countOutOfRange, subject: Element.sockopt, byte: 4,
        reason: "num_subflows is \(subflowCount), the answer holds \(count) elements")
    }
    self.subflowCount = Int(subflowCount)
    self.kernelElementSize = Int(kernelSize)
    self.stride = Int(stride)
    elements = MPTCPSubflowList(count: count) { index in
      let lower = Int(start) + index * Int(stride)
      return Element(
        bytes.extracting(lower..<(lower + (index < count ? Int(stride) : 0))),
        extent: .kernelSize(Int(kernelSize)), kernel: kernel, abi: abi)
    }
  }

  /// An answer of one subflow, of which all that the kernel has is there.
  @inline(__always)
  init(only element: Element, size: Int) {
    subflowCount = 1
    kernelElementSize = size
    stride = size
    elements = MPTCPSubflowList(element)
  }

  private static var headerSize: Int { RawAnswer.Room.arrayHeader }
}

/// A struct of which the kernel hands out one for each subflow.
public protocol MPTCPSubflowElement: UAPIStruct {
  /// The socket option that does so, for errors.
  static var sockopt: String { get }
}

extension TCPInfo: MPTCPSubflowElement {
  /// MPTCP_TCPINFO, which hands out one for each subflow. `TCP_INFO` gives one of a TCP socket.
  public static var sockopt: String { "MPTCP_TCPINFO" }
}

extension MPTCPSubflowAddresses: MPTCPSubflowElement {
  /// MPTCP_SUBFLOW_ADDRS, which hands out one for each subflow.
  public static var sockopt: String { "MPTCP_SUBFLOW_ADDRS" }
}
