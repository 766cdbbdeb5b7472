package import UAPIStructs

/// Who answers what a snapshot asks: a socket, or what was kept of one.
///
/// The composition of a snapshot knows nothing else, so that every kernel's answers can be composed
/// on any machine.
package protocol SnapshotSource {
  /// The answer of one of the socket options, to be kept.
  func capture(_ option: MPTCPCapture.Option) throws(SocketError) -> MPTCPCapture
  /// The answer of MPTCP_FULL_INFO, where nothing is to be kept.
  func fullInfo(
    kernel: KernelKnowledge, abi: ABI
  ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer
  /// SO_PROTOCOL: 262 for an MPTCP socket, also after fallback; 6 for TCP.
  var protocolNumber: Int32? { get }
  /// TCP_IS_MPTCP, since Linux 6.10; `nil` where the kernel does not say.
  var isMPTCP: Bool? { get }
  /// `getsockname`.
  var localAddress: SocketAddress? { get }
  /// `getpeername`.
  var remoteAddress: SocketAddress? { get }
}

extension SnapshotSource {
  package func fullInfo(
    kernel: KernelKnowledge, abi: ABI
  ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer {
    let kept: MPTCPCapture
    do throws(SocketError) {
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

/// Answers that were kept. Of everything else they say that the kernel lacks it.
struct KeptAnswers: SnapshotSource {
  let captures: [MPTCPCapture]

  func capture(_ option: MPTCPCapture.Option) throws(SocketError) -> MPTCPCapture {
    guard let capture = captures.first(where: { $0.option == option }) else {
      throw SocketError(call: option.call, errno: LinuxErrno.notSupported)
    }
    return capture
  }

  var protocolNumber: Int32? { nil }
  var isMPTCP: Bool? { nil }
  var localAddress: SocketAddress? { nil }
  var remoteAddress: SocketAddress? { nil }
}

/// The error numbers that tell what a kernel does not answer. They are Linux's own, since answers
/// are judged on other systems too.
enum LinuxErrno {
  /// EBADF.
  static let badDescriptor: Int32 = 9
  /// ENOTSOCK.
  static let notSocket: Int32 = 88
  /// ENOPROTOOPT.
  static let noSuchOption: Int32 = 92
  /// EOPNOTSUPP.
  static let notSupported: Int32 = 95
}

#if os(Linux) || os(Android)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #elseif canImport(Android)
    internal import Android
  #endif

  /// A socket, which is asked.
  struct AskedSocket: SnapshotSource {
    let descriptor: Int32

    func capture(_ option: MPTCPCapture.Option) throws(SocketError) -> MPTCPCapture {
      try MPTCPCapture(option, socket: descriptor)
    }

    func fullInfo(
      kernel: KernelKnowledge, abi: ABI
    ) throws(MPTCPReadingError) -> MPTCPFullInfoAnswer {
      // A socket answers in the ABI of this machine. This is what `init(socket:)` does: a call of that
      // one from here would bring the compiler to put another call between it and everybody.
      try unsafe MPTCPFullInfoAnswer(
        asking: MPTCPCapture.Option.fullInfo.kernel(of: descriptor), in: AnswerMemory.ofThread,
        knowing: kernel)
    }

    var protocolNumber: Int32? {
      try? SmallAnswer.integer(socket: descriptor, level: SOL_SOCKET, option: SO_PROTOCOL)
    }

    var isMPTCP: Bool? {
      let answer = try? SmallAnswer.integer(
        socket: descriptor, level: MPTCPCapture.Option.tcpLevel,
        option: TCPSocketOption.isMPTCP.rawValue)
      return answer.map { $0 != 0 }
    }

    var localAddress: SocketAddress? { address(remote: false) }
    var remoteAddress: SocketAddress? { address(remote: true) }

    private func address(remote: Bool) -> SocketAddress? {
      var storage = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      return unsafe withUnsafeMutableBytes(of: &storage) { buffer in
        guard let start = buffer.baseAddress else { return nil }
        // The kernel writes no more than `length`, which is the size of the buffer.
        let address = unsafe start.assumingMemoryBound(to: sockaddr.self)
        let status =
          unsafe remote
          ? getpeername(descriptor, address, &length) : getsockname(descriptor, address, &length)
        guard status == 0 else { return nil }
        // No more than there is, whatever the kernel said.
        let count = Swift.min(Int(clamping: length), buffer.count)
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
        return unsafe SocketAddress(bytes.bytes)
      }
    }
  }
#endif
