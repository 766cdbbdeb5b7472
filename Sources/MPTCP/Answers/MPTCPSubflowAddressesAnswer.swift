public import UAPIStructs

/// What `getsockopt(SOL_MPTCP, MPTCP_SUBFLOW_ADDRS)` answers: both addresses of each subflow.
public struct MPTCPSubflowAddressesAnswer: Sendable {
  /// How many subflows the connection has, also where fewer fitted into the buffer.
  public let subflowCount: Int
  /// The kernel's `sizeof(struct mptcp_subflow_addrs)`.
  public let kernelElementSize: Int
  /// How many bytes of each element the answer holds.
  public let stride: Int
  /// The elements that fitted, in the kernel's order.
  public let elements: [MPTCPSubflowAddresses]

  /// Decodes an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - kernel: what is known about the kernel.
  ///   - abi: the ABI of the machine that gave the answer.
  /// - Throws: ``UAPIStructs/AnswerError`` where header and bytes contradict each other.
  public init(
    _ bytes: RawSpan, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    let array = try SubflowArray(bytes, sockopt: "MPTCP_SUBFLOW_ADDRS", abi: abi)
    subflowCount = array.subflowCount
    kernelElementSize = array.kernelElementSize
    stride = array.stride
    var elements: [MPTCPSubflowAddresses] = []
    elements.reserveCapacity(array.elementRanges.count)
    for range in array.elementRanges {
      elements.append(
        MPTCPSubflowAddresses(
          bytes.extracting(range), extent: .kernelSize(array.kernelElementSize), kernel: kernel,
          abi: abi))
    }
    self.elements = elements
  }
}
