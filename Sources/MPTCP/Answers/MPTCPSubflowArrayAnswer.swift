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
  public init(
    _ bytes: RawSpan, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    let sizes = try SubflowArraySizes(bytes, sockopt: Element.sockopt, abi: abi)
    self.init(bytes, sizes, kernel: kernel, abi: abi)
  }

  /// Decodes an answer whose header was read.
  ///
  /// Transparent, since a call would return a copy of a large struct.
  @_transparent
  init(_ bytes: RawSpan, _ sizes: SubflowArraySizes, kernel: KernelKnowledge, abi: ABI) {
    subflowCount = sizes.subflowCount
    kernelElementSize = sizes.kernelSize
    stride = sizes.stride
    elements = MPTCPSubflowList(
      count: sizes.count, head: Self.element(0, sizes, bytes, kernel: kernel, abi: abi),
      rest: sizes.count > 1 ? Self.rest(sizes, bytes, kernel: kernel, abi: abi) : [])
  }

  /// The elements of an answer but the first.
  @inline(never)
  private static func rest(
    _ sizes: SubflowArraySizes, _ bytes: RawSpan, kernel: KernelKnowledge, abi: ABI
  ) -> [Element] {
    (1..<sizes.count).map { element($0, sizes, bytes, kernel: kernel, abi: abi) }
  }

  /// An element of an answer; one that is not there is made of no bytes.
  @inline(__always)
  private static func element(
    _ index: Int, _ sizes: SubflowArraySizes, _ bytes: RawSpan, kernel: KernelKnowledge, abi: ABI
  ) -> Element {
    let lower = sizes.start + index * sizes.stride
    return Element(
      bytes.extracting(lower..<(lower + (index < sizes.count ? sizes.stride : 0))),
      extent: .kernelSize(sizes.kernelSize), kernel: kernel, abi: abi)
  }
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
