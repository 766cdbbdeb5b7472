internal import UAPIStructs

/// What the header of an answer of MPTCP_FULL_INFO says about the rest, checked against the bytes that
/// are there.
struct FullInfoSizes {
  /// The two sizes of an array's elements. The kernel answers with the smaller one as the caller's.
  struct Element {
    let user: Int
    let kernel: Int
  }

  /// How many subflows the connection has.
  let subflowCount: Int
  /// How many of them each array has.
  let count: Int
  /// The elements of the array `tcp_info`.
  let tcpInfo: Element
  /// The elements of the array `subflow_info`.
  let subflowInfo: Element

  /// The bytes of the header, which has the same words on every kernel.
  static let header = 40

  private static let sockopt = "MPTCP_FULL_INFO"
  /// How many may be claimed of which no byte is there: far more than the 65 that the in-kernel path
  /// manager allows.
  private static let mostSubflows = 4096

  /// Reads the header of an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer.
  ///   - subflowInfoRoom: the length of the array `subflow_info`.
  ///   - tcpInfoRoom: the length of the array `tcp_info`.
  ///   - abi: the ABI of the machine that gave the answer.
  init(
    _ bytes: RawSpan, subflowInfoRoom: Int, tcpInfoRoom: Int, abi: ABI
  ) throws(AnswerError) {
    guard bytes.byteCount >= Self.header, let subflowCount = bytes.uint32(at: 16, abi: abi),
      let arrayCapacity = bytes.uint32(at: 20, abi: abi)
    else {
      throw AnswerError(
        .headerTruncated, subject: Self.sockopt, byte: bytes.byteCount,
        reason: "the header takes \(Self.header) bytes, the answer has \(bytes.byteCount)")
    }
    tcpInfo = try Self.element(in: bytes, at: 0, array: "tcpinfo", abi: abi)
    subflowInfo = try Self.element(in: bytes, at: 8, array: "sfinfo", abi: abi)
    count = Int(Swift.min(subflowCount, arrayCapacity))
    self.subflowCount = Int(subflowCount)
    try Self.check(count, of: tcpInfo.user, room: tcpInfoRoom, array: "tcp_info")
    try Self.check(count, of: subflowInfo.user, room: subflowInfoRoom, array: "subflow_info")
    guard count <= Self.mostSubflows || tcpInfo.user + subflowInfo.user > 0 else {
      throw AnswerError(
        .countOutOfRange, subject: Self.sockopt, byte: 16,
        reason: "num_subflows is \(subflowCount), more than any kernel allows")
    }
  }

  /// Two words that follow each other.
  @inline(__always)
  private static func element(
    in bytes: RawSpan, at offset: Int, array: StaticString, abi: ABI
  ) throws(AnswerError) -> Element {
    let kernel = bytes.uint32(at: offset, abi: abi) ?? 0
    let user = bytes.uint32(at: offset + 4, abi: abi) ?? 0
    guard user <= kernel else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt, byte: offset + 4,
        reason: "size_\(array)_user \(user) exceeds size_\(array)_kernel \(kernel)")
    }
    return Element(user: Int(user), kernel: Int(kernel))
  }

  @inline(__always)
  private static func check(
    _ count: Int, of size: Int, room: Int, array: StaticString
  ) throws(AnswerError) {
    let (needed, overflow) = count.multipliedReportingOverflow(by: size)
    guard !overflow, needed <= room else {
      throw AnswerError(
        .countOutOfRange, subject: sockopt, byte: 16,
        reason: "\(count) elements of \(size) bytes do not fit the \(room) bytes of \(array)")
    }
  }
}
