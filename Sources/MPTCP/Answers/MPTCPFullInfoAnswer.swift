public import UAPIStructs

/// What `getsockopt(SOL_MPTCP, MPTCP_FULL_INFO)` answers: the connection and all its subflows, read
/// at one moment. Since Linux 6.5.
public struct MPTCPFullInfoAnswer: Sendable {
  /// One subflow. What the sizes in the request did not reach is `nil`.
  public struct Subflow: Sendable {
    private let info: MPTCPSubflowInfo
    /// Of an answer without any it has no bytes.
    @usableFromInline let tcp: TCPInfo

    /// What TCP knows of the subflow.
    @inlinable public var tcpInfo: TCPInfo? { tcp.decoded.length > 0 ? tcp : nil }

    /// The number of the subflow, unique for the life of the connection; numbers start at 1 and
    /// have gaps.
    public var id: UInt32? { info.id }
    /// The address of this end.
    public var local: SocketAddress? { info.addrs?.local }
    /// The address of the other end.
    public var remote: SocketAddress? { info.addrs?.remote }

    @inline(__always)
    init(info: MPTCPSubflowInfo, tcp: TCPInfo) {
      self.info = info
      self.tcp = tcp
    }
  }

  /// What MPTCP knows of the connection.
  public let info: MPTCPInfo
  /// How many subflows the connection has, also where fewer fitted into the arrays.
  public let subflowCount: Int
  /// The subflows that fitted, in the kernel's order.
  public let subflows: MPTCPSubflowList<Subflow>

  /// The sizes that kernel and caller named: the answer in front of what ``info`` is made of.
  public var header: MPTCPFullInfo {
    // Integers have no padding: all their bytes can be read.
    unsafe MPTCPFullInfo(headerWords.span.bytes, kernel: .unknown, abi: abi)
  }
  private let headerWords: InlineArray<5, UInt64>
  private let abi: ABI

  /// Decodes an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - capacity: the length that was offered, where it is known.
  ///   - subflowInfo: the array that the pointer `subflow_info` led to.
  ///   - tcpInfo: the array that the pointer `tcp_info` led to.
  ///   - kernel: what is known about the kernel; an exact layout counts for the struct it names.
  ///   - abi: the ABI of the machine that gave the answer.
  /// - Throws: ``UAPIStructs/AnswerError`` where the parts of the answer contradict each other.
  public init(
    _ bytes: RawSpan, capacity: Int? = nil, subflowInfo: RawSpan, tcpInfo: RawSpan,
    kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    try self.init(
      decoding: bytes, capacity: capacity, subflowInfo: subflowInfo, tcpInfo: tcpInfo,
      kernel: kernel, abi: abi)
  }

  // Callers inside the module decode right where the answer belongs, without a copy on the way.
  @inline(__always)
  init(
    decoding bytes: RawSpan, capacity: Int?, subflowInfo: RawSpan, tcpInfo: RawSpan,
    kernel: KernelKnowledge, abi: ABI
  ) throws(AnswerError) {
    // The header of every kernel has the same words; what follows it has its own length.
    guard bytes.byteCount >= Self.headerSize, let subflowCount = bytes.uint32(at: 16, abi: abi),
      let arrayCapacity = bytes.uint32(at: 20, abi: abi)
    else {
      throw AnswerError(
        .headerTruncated, subject: Self.sockopt, byte: bytes.byteCount,
        reason: "the header takes \(Self.headerSize) bytes, the answer has \(bytes.byteCount)")
    }
    let tcpStride = try Self.stride(in: bytes, at: 0, array: "tcpinfo", abi: abi)
    let subflowStride = try Self.stride(in: bytes, at: 8, array: "sfinfo", abi: abi)
    let count = Int(Swift.min(subflowCount, arrayCapacity))
    try Self.check(count, stride: tcpStride.user, room: tcpInfo.byteCount, array: "tcp_info")
    try Self.check(
      count, stride: subflowStride.user, room: subflowInfo.byteCount, array: "subflow_info")
    guard count <= Self.mostSubflows || tcpStride.user + subflowStride.user > 0 else {
      throw AnswerError(
        .countOutOfRange, subject: Self.sockopt, byte: 16,
        reason: "num_subflows is \(subflowCount), more than any kernel allows")
    }
    self.abi = abi
    self.subflowCount = Int(subflowCount)
    headerWords = InlineArray { index in
      // Checked above: the header lies inside the answer.
      unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8 * index, as: UInt64.self)
    }
    // A capacity smaller than the answer makes nothing known, so that no sum can be wrong here.
    let room = capacity.map { $0 < bytes.byteCount ? 0 : $0 - Self.headerSize }
    info = MPTCPInfo(
      bytes.extracting(Self.headerSize..<bytes.byteCount),
      extent: room.map { .capacity($0) } ?? .unknown, kernel: kernel, abi: abi)
    subflows = MPTCPSubflowList(count: count) { index in
      let isThere = index < count
      let (subflow, tcp) = isThere ? (subflowStride.user, tcpStride.user) : (0, 0)
      return Subflow(
        info: MPTCPSubflowInfo(
          subflowInfo.extracting((index * subflow)..<((index + 1) * subflow)),
          extent: .kernelSize(subflowStride.kernel), kernel: kernel, abi: abi),
        tcp: TCPInfo(
          tcpInfo.extracting((index * tcp)..<((index + 1) * tcp)),
          extent: .kernelSize(tcpStride.kernel), kernel: kernel, abi: abi))
    }
  }

  private static let sockopt = "MPTCP_FULL_INFO"
  private static let headerSize = 40
  /// Far more than the 65 that the in-kernel path manager allows.
  private static let mostSubflows = 65_536

  /// The two sizes of an array's elements, which stand one behind the other. The kernel answers with
  /// the smaller one as the caller's.
  @inline(__always)
  private static func stride(
    in bytes: RawSpan, at offset: Int, array: StaticString, abi: ABI
  ) throws(AnswerError) -> (user: Int, kernel: Int) {
    let kernel = bytes.uint32(at: offset, abi: abi) ?? 0
    let user = bytes.uint32(at: offset + 4, abi: abi) ?? 0
    guard user <= kernel else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt, byte: offset + 4,
        reason: "size_\(array)_user \(user) exceeds size_\(array)_kernel \(kernel)")
    }
    return (Int(user), Int(kernel))
  }

  private static func check(
    _ count: Int, stride: Int, room: Int, array: String
  ) throws(AnswerError) {
    let (needed, overflow) = count.multipliedReportingOverflow(by: stride)
    guard !overflow, needed <= room else {
      throw AnswerError(
        .countOutOfRange, subject: sockopt, byte: 16,
        reason: "\(count) elements of \(stride) bytes do not fit the \(room) bytes of \(array)")
    }
  }
}
