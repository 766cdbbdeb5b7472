internal import UAPIStructs

/// What the header of an answer of MPTCP_TCPINFO or MPTCP_SUBFLOW_ADDRS says about the array after it,
/// checked against the bytes that are there.
struct SubflowArraySizes {
  /// Where the array begins: inside the answer, also where it has no elements.
  let start: Int
  /// How many subflows the connection has.
  let subflowCount: Int
  /// The kernel's `sizeof` of an element.
  let kernelSize: Int
  /// The distance from one element to the next, and the number of bytes that each has.
  let stride: Int
  /// How many elements there are.
  let count: Int

  /// The bytes of the header: `sizeof(struct mptcp_subflow_data)`.
  static let header = 16

  /// Reads the header of an answer.
  init(
    _ bytes: RawSpan, sockopt: @autoclosure () -> String, abi: ABI
  ) throws(AnswerError) {
    // The header of every kernel has the same four words.
    let header = Self.header
    guard let start = bytes.uint32(at: 0, abi: abi),
      let subflowCount = bytes.uint32(at: 4, abi: abi),
      let kernelSize = bytes.uint32(at: 8, abi: abi), let stride = bytes.uint32(at: 12, abi: abi)
    else {
      throw AnswerError(
        .headerTruncated, subject: sockopt(), byte: bytes.byteCount,
        reason: "the header takes \(header) bytes, the answer has \(bytes.byteCount)")
    }
    // The caller's number, which may leave room between header and array. Where the kernel copied no
    // element, the answer ends with the kernel's own header.
    let isHeaderAlone = bytes.byteCount == header && start <= Int32.max
    guard start >= header, start <= bytes.byteCount || isHeaderAlone else {
      throw AnswerError(
        .lengthOutOfRange, subject: sockopt(), byte: 0,
        reason: "size_subflow_data \(start) does not lie in \(header)...\(bytes.byteCount)")
    }
    guard stride <= kernelSize else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt(), byte: 12,
        reason: "size_user \(stride) exceeds size_kernel \(kernelSize)")
    }
    let arrayStart = isHeaderAlone ? header : Int(start)
    let room = bytes.byteCount - arrayStart
    let count = stride == 0 ? 0 : room / Int(stride)
    guard count * Int(stride) == room else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt(), byte: arrayStart + count * Int(stride),
        reason: "\(room) bytes of elements are not a multiple of size_user \(stride)")
    }
    guard count <= subflowCount else {
      throw AnswerError(
        .countOutOfRange, subject: sockopt(), byte: 4,
        reason: "num_subflows is \(subflowCount), the answer holds \(count) elements")
    }
    self.start = arrayStart
    self.subflowCount = Int(subflowCount)
    self.kernelSize = Int(kernelSize)
    self.stride = Int(stride)
    self.count = count
  }
}
