internal import UAPIStructs

extension MPTCPFullInfoAnswer {
  /// Decodes what was asked.
  @inline(__always)
  init(
    _ answer: borrowing RawAnswer, _ kernel: KernelKnowledge
  ) throws(MPTCPReadingError) {
    if case .unknown = kernel, let quick = QuickFullInfo(answer) {
      self = MPTCPFullInfoAnswer(quick, answer)
    } else {
      self = try Self.decoded(answer, kernel)
    }
  }

  /// By the rule, with all checks.
  @inline(never)
  private static func decoded(
    _ answer: borrowing RawAnswer, _ kernel: KernelKnowledge
  ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer {
    do throws(AnswerError) {
      return try answer.withSpans { bytes, subflowInfo, tcpInfo throws(AnswerError) in
        try MPTCPFullInfoAnswer(
          bytes, capacity: answer.room.answer, subflowInfo: subflowInfo, tcpInfo: tcpInfo,
          kernel: kernel)
      }
    } catch {
      throw .answer(error)
    }
  }
}

extension MPTCPSubflowArrayAnswer {
  /// Decodes what was asked.
  @inline(__always)
  init(
    _ answer: borrowing RawAnswer, _ kernel: KernelKnowledge
  ) throws(MPTCPReadingError) {
    if case .unknown = kernel, let quick = QuickSubflowArray<Element>(answer) {
      self = quick.decoded(answer)
    } else {
      self = try Self.decoded(answer, kernel)
    }
  }

  /// By the rule, with all checks.
  @inline(never)
  private static func decoded(
    _ answer: borrowing RawAnswer, _ kernel: KernelKnowledge
  ) throws(MPTCPReadingError) -> MPTCPSubflowArrayAnswer {
    do throws(AnswerError) {
      return try answer.withSpans { bytes, _, _ throws(AnswerError) in
        try MPTCPSubflowArrayAnswer(bytes, kernel: kernel)
      }
    } catch {
      throw .answer(error)
    }
  }
}

// Where a model of a kernel is asked, as a socket would be.
extension MPTCPFullInfoAnswer {
  package init(asking kernel: MPTCPCapture.Kernel) throws(MPTCPReadingError) {
    try unsafe self.init(RawAnswer(.fullInfo, asking: kernel), .unknown)
  }
}

extension MPTCPSubflowArrayAnswer<TCPInfo> {
  package init(asking kernel: MPTCPCapture.Kernel) throws(MPTCPReadingError) {
    try unsafe self.init(RawAnswer(.subflowTCPInfo, asking: kernel), .unknown)
  }
}

extension MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses> {
  package init(asking kernel: MPTCPCapture.Kernel) throws(MPTCPReadingError) {
    try unsafe self.init(RawAnswer(.subflowAddresses, asking: kernel), .unknown)
  }
}

extension RawAnswer {
  /// Asks a kernel, and says which call failed.
  @inline(__always)
  init(
    _ option: MPTCPCapture.Option, asking kernel: MPTCPCapture.Kernel
  ) throws(MPTCPReadingError) {
    do throws(SocketError) {
      self = try unsafe RawAnswer(option, kernel: kernel)
    } catch {
      throw .call(error)
    }
  }
}
