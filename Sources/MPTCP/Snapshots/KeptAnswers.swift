internal import UAPIStructs

/// Answers that were kept. Of everything else they say that the kernel lacks it.
struct KeptAnswers: SnapshotSource {
  let captures: [MPTCPCapture]

  func capture(_ option: MPTCPCapture.Option) throws(MPTCPSocketError) -> MPTCPCapture {
    guard let capture = captures.first(where: { $0.option == option }) else {
      throw MPTCPSocketError(call: option.call, errno: LinuxErrno.notSupported)
    }
    return capture
  }

  var protocolNumber: Int32? { nil }
  var isMPTCP: Bool? { nil }
  var localAddress: MPTCPAddress? { nil }
  var remoteAddress: MPTCPAddress? { nil }
}
