package import UAPIStructs

/// Who answers what a snapshot asks: a socket, or what was kept of one.
///
/// The composition of a snapshot knows nothing else, so that every kernel's answers can be composed
/// on any machine.
package protocol SnapshotSource {
  /// The answer of one of the socket options, to be kept.
  func capture(_ option: MPTCPCapture.Option) throws(MPTCPSocketError) -> MPTCPCapture
  /// The answer of MPTCP_FULL_INFO, where nothing is to be kept.
  func fullInfo(
    kernel: KernelKnowledge, abi: ABI
  ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer
  /// SO_PROTOCOL: 262 for an MPTCP socket, also after fallback; 6 for TCP.
  var protocolNumber: Int32? { get }
  /// TCP_IS_MPTCP, since Linux 6.10; `nil` where the kernel does not say.
  var isMPTCP: Bool? { get }
  /// `getsockname`.
  var localAddress: MPTCPAddress? { get }
  /// `getpeername`.
  var remoteAddress: MPTCPAddress? { get }
}

extension SnapshotSource {
  package func fullInfo(
    kernel: KernelKnowledge, abi: ABI
  ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer {
    let kept: MPTCPCapture
    do throws(MPTCPSocketError) {
      kept = try capture(.fullInfo)
    } catch {
      throw .call(error)
    }
    do throws(AnswerError) {
      return try MPTCPFullInfoAnswer(kept, kernel: kernel, abi: abi)
    } catch {
      throw .answer(error)
    }
  }
}
