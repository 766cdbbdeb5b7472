public import UAPIStructs

/// What `getsockopt(SOL_MPTCP, MPTCP_TCPINFO)` answers: one `tcp_info` for each subflow.
public struct MPTCPTCPInfoAnswer: Sendable {
  /// How many subflows the connection has, also where fewer fitted into the buffer.
  public let subflowCount: Int
  /// The kernel's `sizeof(struct tcp_info)`.
  public let kernelElementSize: Int
  /// How many bytes of each `tcp_info` the answer holds.
  public let stride: Int
  /// The elements that fitted, in the kernel's order.
  public let elements: [TCPInfo]

  /// Decodes an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - kernel: what is known about the kernel; an exact layout is that of `tcp_info`.
  ///   - abi: the ABI of the machine that gave the answer.
  /// - Throws: ``UAPIStructs/AnswerError`` where header and bytes contradict each other.
  public init(
    _ bytes: RawSpan, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    let array = try SubflowArray(bytes, sockopt: "MPTCP_TCPINFO", abi: abi)
    subflowCount = array.subflowCount
    kernelElementSize = array.kernelElementSize
    stride = array.stride
    var elements: [TCPInfo] = []
    elements.reserveCapacity(array.elementRanges.count)
    for range in array.elementRanges {
      elements.append(
        TCPInfo(
          bytes.extracting(range), extent: .kernelSize(array.kernelElementSize), kernel: kernel,
          abi: abi))
    }
    self.elements = elements
  }
}
