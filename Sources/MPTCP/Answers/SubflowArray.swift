internal import UAPIStructs

/// The frame of an answer of MPTCP_TCPINFO or MPTCP_SUBFLOW_ADDRS: a header, then an array whose
/// stride the header names.
struct SubflowArray {
  /// How many subflows the connection has, also where fewer fitted into the buffer.
  let subflowCount: Int
  /// The kernel's `sizeof` of an element.
  let kernelElementSize: Int
  /// The distance from one element to the next, and the number of bytes that each has.
  let stride: Int
  /// Where the elements stand in the answer.
  let elementRanges: [Range<Int>]

  /// Checks the header against itself and against the bytes that there are.
  init(_ bytes: RawSpan, sockopt: String, abi: ABI) throws(AnswerError) {
    let header = MPTCPSubflowData(
      bytes.extracting(0..<Swift.min(bytes.byteCount, Self.headerSize)), extent: .whole,
      kernel: .unknown, abi: abi)
    guard bytes.byteCount >= Self.headerSize, let start = header.sizeSubflowData,
      let subflowCount = header.numSubflows, let kernelSize = header.sizeKernel,
      let stride = header.sizeUser
    else {
      throw AnswerError(
        .headerTruncated, subject: sockopt, byte: bytes.byteCount,
        reason: "the header takes \(Self.headerSize) bytes, the answer has \(bytes.byteCount)")
    }
    guard start >= Self.headerSize, start <= bytes.byteCount else {
      throw AnswerError(
        .lengthOutOfRange, subject: sockopt, byte: 0,
        reason: "size_subflow_data \(start) does not lie in \(Self.headerSize)...\(bytes.byteCount)"
      )
    }
    guard stride <= kernelSize else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt, byte: 12,
        reason: "size_user \(stride) exceeds size_kernel \(kernelSize)")
    }
    let room = bytes.byteCount - Int(start)
    let count = stride == 0 ? 0 : room / Int(stride)
    guard count * Int(stride) == room else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt, byte: Int(start) + count * Int(stride),
        reason: "\(room) bytes of elements are no multiple of size_user \(stride)")
    }
    guard count <= subflowCount else {
      throw AnswerError(
        .countOutOfRange, subject: sockopt, byte: 4,
        reason: "num_subflows is \(subflowCount), the answer holds \(count) elements")
    }
    self.subflowCount = Int(subflowCount)
    self.kernelElementSize = Int(kernelSize)
    self.stride = Int(stride)
    self.elementRanges = (0..<count).map { index in
      let lower = Int(start) + index * Int(stride)
      return lower..<(lower + Int(stride))
    }
  }

  private static let headerSize = 16
}
