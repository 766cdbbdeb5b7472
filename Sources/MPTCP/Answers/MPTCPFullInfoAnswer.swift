public import UAPIStructs

/// What `getsockopt(SOL_MPTCP, MPTCP_FULL_INFO)` answers: the connection and all its subflows, read
/// at one moment. Since Linux 6.5.
public struct MPTCPFullInfoAnswer: Sendable {
  /// One subflow. What the sizes in the request did not reach is `nil`.
  public struct Subflow: Sendable {
    /// The number of the subflow, unique for the life of the connection; numbers start at 1 and
    /// have gaps.
    public let id: UInt32?
    /// The address of this end.
    public let local: SocketAddress?
    /// The address of the other end.
    public let remote: SocketAddress?
    /// What TCP knows of the subflow.
    public let tcpInfo: TCPInfo?
  }

  /// The header, with the sizes that kernel and caller named.
  public let header: MPTCPFullInfo
  /// What MPTCP knows of the connection.
  public let info: MPTCPInfo
  /// How many subflows the connection has, also where fewer fitted into the arrays.
  public let subflowCount: Int
  /// The subflows that fitted, in the kernel's order.
  public let subflows: [Subflow]

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
    // The header stands at the same place in all generations; what follows it has its own length.
    let header = MPTCPFullInfo(bytes, extent: .unknown, kernel: .unknown, abi: abi)
    guard bytes.byteCount >= Self.headerSize, let subflowCount = header.numSubflows,
      let arrayCapacity = header.sizeArraysUser
    else {
      throw AnswerError(
        .headerTruncated, subject: Self.sockopt, byte: bytes.byteCount,
        reason: "the header takes \(Self.headerSize) bytes, the answer has \(bytes.byteCount)")
    }
    self.header = header
    self.subflowCount = Int(subflowCount)
    // A capacity smaller than the answer makes nothing known, so that no sum can be wrong here.
    let room = capacity.map { $0 < bytes.byteCount ? 0 : $0 - Self.headerSize }
    info = MPTCPInfo(
      bytes.extracting(Self.headerSize..<bytes.byteCount),
      extent: room.map { .capacity($0) } ?? .unknown, kernel: kernel, abi: abi)
    let tcpStride = try Self.stride(
      user: header.sizeTCPInfoUser, kernel: header.sizeTCPInfoKernel, name: "tcpinfo", byte: 4)
    let subflowStride = try Self.stride(
      user: header.sizeSFInfoUser, kernel: header.sizeSFInfoKernel, name: "sfinfo", byte: 12)
    let count = Int(Swift.min(subflowCount, arrayCapacity))
    try Self.check(count, stride: tcpStride.user, room: tcpInfo.byteCount, array: "tcp_info")
    try Self.check(
      count, stride: subflowStride.user, room: subflowInfo.byteCount, array: "subflow_info")
    guard count <= Self.mostSubflows || tcpStride.user + subflowStride.user > 0 else {
      throw AnswerError(
        .countOutOfRange, subject: Self.sockopt, byte: 16,
        reason: "num_subflows is \(subflowCount), more than any kernel allows")
    }
    var subflows: [Subflow] = []
    subflows.reserveCapacity(count)
    for index in 0..<count {
      let info = MPTCPSubflowInfo(
        subflowInfo.extracting(
          (index * subflowStride.user)..<((index + 1) * subflowStride.user)),
        extent: .kernelSize(subflowStride.kernel), kernel: kernel, abi: abi)
      let addresses = info.addrs
      let tcp =
        tcpStride.user == 0
        ? nil
        : TCPInfo(
          tcpInfo.extracting((index * tcpStride.user)..<((index + 1) * tcpStride.user)),
          extent: .kernelSize(tcpStride.kernel), kernel: kernel, abi: abi)
      subflows.append(
        Subflow(id: info.id, local: addresses?.local, remote: addresses?.remote, tcpInfo: tcp))
    }
    self.subflows = subflows
  }

  private static let sockopt = "MPTCP_FULL_INFO"
  private static let headerSize = 40
  /// Far more than the 65 that the in-kernel path manager allows.
  private static let mostSubflows = 65_536

  /// The two sizes of an array's elements. The kernel answers with the smaller one as the caller's.
  private static func stride(
    user: UInt32?, kernel: UInt32?, name: String, byte: Int
  ) throws(AnswerError) -> (user: Int, kernel: Int) {
    guard let user, let kernel, user <= kernel else {
      throw AnswerError(
        .strideOutOfRange, subject: sockopt, byte: byte,
        reason: "size_\(name)_user \(user ?? 0) exceeds size_\(name)_kernel \(kernel ?? 0)")
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
