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
    @inlinable public var tcpInfo: TCPInfo? { tcp._decoded.reading.length > 0 ? tcp : nil }

    /// The number of the subflow, unique for the life of the connection; numbers start at 1 and
    /// have gaps.
    public var id: UInt32? { info.id }
    /// The address of this end.
    public var local: MPTCPAddress? { info.address(.local) }
    /// The address of the other end.
    public var remote: MPTCPAddress? { info.address(.remote) }

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

  /// The sizes that kernel and caller named: the answer before what ``info`` is made of.
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
    let sizes = try FullInfoSizes(
      bytes, subflowInfoRoom: subflowInfo.byteCount, tcpInfoRoom: tcpInfo.byteCount, abi: abi)
    self.init(
      bytes, sizes, capacity: capacity, subflowInfo: subflowInfo, tcpInfo: tcpInfo, kernel: kernel,
      abi: abi)
  }

  /// Decodes an answer whose header was read.
  ///
  /// Transparent, since a call would return a copy of a large struct. All is judged before anything is
  /// copied, and what takes more is called: so large structs are copied last.
  @_transparent
  init(
    _ bytes: RawSpan, _ sizes: FullInfoSizes, capacity: Int?, subflowInfo: RawSpan,
    tcpInfo: RawSpan, kernel: KernelKnowledge, abi: ABI
  ) {
    // A capacity smaller than the answer makes nothing known, so that no sum can be wrong here.
    let room = capacity.map { $0 < bytes.byteCount ? 0 : $0 - FullInfoSizes.header }
    let infoExtent: Extent = room.map { .capacity($0) } ?? .unknown
    let isThere = sizes.count > 0
    let infoBytes = bytes.extracting(FullInfoSizes.header..<bytes.byteCount)
    let subflowBytes = subflowInfo.extracting(0..<(isThere ? sizes.subflowInfo.user : 0))
    let tcpBytes = tcpInfo.extracting(0..<(isThere ? sizes.tcpInfo.user : 0))
    if case .unknown = kernel, abi == .native,
      let info = MPTCPInfo.readingInLine(of: infoBytes, extent: infoExtent),
      let subflow = MPTCPSubflowInfo.readingInLine(
        of: subflowBytes, extent: .kernelSize(sizes.subflowInfo.kernel)),
      let tcp = TCPInfo.readingInLine(of: tcpBytes, extent: .kernelSize(sizes.tcpInfo.kernel))
    {
      let rest =
        sizes.count > 1 ? Self.rest(sizes, subflowInfo, tcpInfo, kernel: kernel, abi: abi) : []
      self.init(
        headerWords: Self.headerWords(bytes),
        info: MPTCPInfo(whole: infoBytes, reading: info), subflowCount: sizes.subflowCount,
        subflows: MPTCPSubflowList(
          count: sizes.count,
          head: Subflow(
            info: MPTCPSubflowInfo(whole: subflowBytes, reading: subflow),
            tcp: TCPInfo(whole: tcpBytes, reading: tcp)), rest: rest), abi: abi)
    } else {
      self = Self.outOfLine(
        bytes, sizes, infoExtent, subflowInfo, tcpInfo, kernel: kernel, abi: abi)
    }
  }

  @inline(__always)
  private init(
    headerWords: InlineArray<5, UInt64>, info: MPTCPInfo, subflowCount: Int,
    subflows: MPTCPSubflowList<Subflow>, abi: ABI
  ) {
    self.headerWords = headerWords
    self.info = info
    self.subflowCount = subflowCount
    self.subflows = subflows
    self.abi = abi
  }

  /// The words of the header.
  @inline(__always)
  private static func headerWords(_ bytes: RawSpan) -> InlineArray<5, UInt64> {
    // The header was found to lie inside the answer.
    unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: 0, as: InlineArray<5, UInt64>.self)
  }

  /// The same for an answer that takes more than the fast path.
  @inline(never)
  private static func outOfLine(
    _ bytes: RawSpan, _ sizes: FullInfoSizes, _ infoExtent: Extent, _ subflowInfo: RawSpan,
    _ tcpInfo: RawSpan, kernel: KernelKnowledge, abi: ABI
  ) -> Self {
    Self(
      headerWords: headerWords(bytes),
      info: MPTCPInfo(
        bytes.extracting(FullInfoSizes.header..<bytes.byteCount), extent: infoExtent,
        kernel: kernel, abi: abi),
      subflowCount: sizes.subflowCount,
      subflows: MPTCPSubflowList(
        count: sizes.count,
        head: subflow(0, sizes, subflowInfo, tcpInfo, kernel: kernel, abi: abi),
        rest: sizes.count > 1
          ? rest(sizes, subflowInfo, tcpInfo, kernel: kernel, abi: abi) : []), abi: abi)
  }

  /// The subflows of an answer but the first.
  @inline(never)
  private static func rest(
    _ sizes: FullInfoSizes, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan, kernel: KernelKnowledge,
    abi: ABI
  ) -> [Subflow] {
    (1..<sizes.count).map {
      subflow($0, sizes, subflowInfo, tcpInfo, kernel: kernel, abi: abi)
    }
  }

  /// A subflow of an answer; one that is not there is made of no bytes.
  @inline(__always)
  private static func subflow(
    _ index: Int, _ sizes: FullInfoSizes, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan,
    kernel: KernelKnowledge, abi: ABI
  ) -> Subflow {
    let isThere = index < sizes.count
    let (subflow, tcp) = isThere ? (sizes.subflowInfo.user, sizes.tcpInfo.user) : (0, 0)
    return Subflow(
      info: MPTCPSubflowInfo(
        subflowInfo.extracting((index * subflow)..<((index + 1) * subflow)),
        extent: .kernelSize(sizes.subflowInfo.kernel), kernel: kernel, abi: abi),
      tcp: TCPInfo(
        tcpInfo.extracting((index * tcp)..<((index + 1) * tcp)),
        extent: .kernelSize(sizes.tcpInfo.kernel), kernel: kernel, abi: abi))
  }
}
