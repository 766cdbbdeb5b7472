internal import UAPIStructs

extension MPTCPCapture {
  /// What `getsockopt` does for one option: it reads the header of the option from the buffer, fills
  /// the buffer, and returns a length or an error.
  package typealias Kernel = (UnsafeMutableRawBufferPointer) -> Result<Int, MPTCPSocketError>

  /// Asks a kernel, which may be a model of one.
  package init(_ option: Option, kernel: Kernel) throws(MPTCPSocketError) {
    try unsafe self.init(AnswerRoom(first: option), asking: kernel, attempt: 1)
  }

  /// Asks a kernel, again with more room where not everything fitted.
  ///
  /// - Parameters:
  ///   - first: what is offered first.
  ///   - attempt: the number of this question. Where subflows come faster than they can be asked for, the
  ///     last answer counts.
  init(_ first: AnswerRoom, asking kernel: Kernel, attempt: Int) throws(MPTCPSocketError) {
    var memory: [UInt8] = []
    let answer = try unsafe RawAnswer(first, in: &memory, asking: kernel, attempt: attempt)
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe memory.span.bytes
    let hasArrays = first.option == .fullInfo
    self.init(
      first.option, request: answer.room.request, optlen: answer.optlen,
      capacity: answer.room.answer, bytes: bytes.array(0..<answer.length),
      subflowInfo: hasArrays ? bytes.array(answer.subflowInfo(in: bytes)) : nil,
      tcpInfo: hasArrays ? bytes.array(answer.tcpInfo(in: bytes)) : nil)
  }
}
