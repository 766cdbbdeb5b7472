import MPTCP

/// What a snapshot asks, answered by a test.
struct ModelledAnswers: SnapshotSource {
  var answer: (MPTCPCapture.Option) throws(MPTCPSocketError) -> MPTCPCapture
  var protocolNumber: Int32?
  var isMPTCP: Bool?
  var localAddress: MPTCPAddress?
  var remoteAddress: MPTCPAddress?

  /// Answers the options alone.
  init(_ answer: @escaping (MPTCPCapture.Option) throws(MPTCPSocketError) -> MPTCPCapture) {
    self.answer = answer
  }

  func capture(_ option: MPTCPCapture.Option) throws(MPTCPSocketError) -> MPTCPCapture {
    try answer(option)
  }
}
