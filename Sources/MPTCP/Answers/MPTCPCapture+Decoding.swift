public import UAPIStructs

extension MPTCPInfo {
  /// Decodes a kept answer of MPTCP_INFO.
  ///
  /// - Throws: ``UAPIStructs/AnswerError`` where the capture is one of another option.
  public init(
    _ capture: MPTCPCapture, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    try capture.expect(.info)
    self.init(capture.bytes, extent: capture.extent, kernel: kernel, abi: abi)
  }
}

extension TCPInfo {
  /// Decodes a kept answer of TCP_INFO.
  ///
  /// - Throws: ``UAPIStructs/AnswerError`` where the capture is one of another option.
  public init(
    _ capture: MPTCPCapture, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    try capture.expect(.tcpInfo)
    self.init(capture.bytes, extent: capture.extent, kernel: kernel, abi: abi)
  }
}

extension MPTCPSubflowArrayAnswer {
  /// Decodes a kept answer of MPTCP_TCPINFO or MPTCP_SUBFLOW_ADDRS.
  ///
  /// - Throws: ``UAPIStructs/AnswerError`` where the capture is one of another option, or header
  ///   and bytes contradict each other.
  public init(
    _ capture: MPTCPCapture, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    guard capture.option.rawValue == Element.sockopt else {
      throw capture.isNot(Element.sockopt)
    }
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe capture.bytes.span.bytes
    try self.init(bytes, kernel: kernel, abi: abi)
  }
}

extension MPTCPFullInfoAnswer {
  /// Decodes a kept answer of MPTCP_FULL_INFO.
  ///
  /// - Throws: ``UAPIStructs/AnswerError`` where the capture is one of another option, or its parts
  ///   contradict each other.
  public init(
    _ capture: MPTCPCapture, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    try capture.expect(.fullInfo)
    let subflowInfo = capture.subflowInfo ?? []
    let tcpInfo = capture.tcpInfo ?? []
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe capture.bytes.span.bytes
    let subflowBytes = unsafe subflowInfo.span.bytes
    let tcpBytes = unsafe tcpInfo.span.bytes
    try self.init(
      bytes, capacity: capture.capacity, subflowInfo: subflowBytes, tcpInfo: tcpBytes,
      kernel: kernel, abi: abi)
  }
}

extension MPTCPCapture {
  /// What is known about the end of the answer. A negative capacity is none: MPTCP_INFO takes -1
  /// for as much as there is.
  var extent: Extent {
    guard let capacity else { return .unknown }
    return .capacity(capacity < 0 ? .max : capacity)
  }

  func expect(_ expected: Option) throws(AnswerError) {
    guard option == expected else { throw isNot(expected.rawValue) }
  }

  func isNot(_ expected: String) -> AnswerError {
    AnswerError(
      .otherOption, subject: expected, byte: 0,
      reason: "the capture is an answer of \(option.rawValue)")
  }
}
