public import UAPIStructs

/// Everything that the kernel says about one connection: what MPTCP knows of it, and each subflow
/// with its addresses and what TCP knows of it.
///
/// ```swift
/// let snapshot = try MPTCPSnapshot(socket: descriptor)
/// for subflow in snapshot.subflows { print(subflow.id, subflow.remote, subflow.tcpInfo?.rtt) }
/// ```
///
/// Kernels differ in what they answer. Linux 6.5 and later give everything at one moment
/// (MPTCP_FULL_INFO). Before, since 5.16, three options are asked one after the other and their
/// answers put together; subflows have no ids then. A connection that fell back to TCP and older
/// kernels give TCP_INFO, if anything. The properties whose names end in `Source` tell which it was.
public struct MPTCPSnapshot: Sendable {
  /// One subflow. What the kernel did not say is `nil`.
  public struct Subflow: Sendable {
    /// The number of the subflow, unique for the life of the connection; numbers start at 1 and
    /// have gaps.
    public let id: UInt32?
    /// The address of this end.
    public let local: MPTCPAddress?
    /// The address of the other end.
    public let remote: MPTCPAddress?
    /// What TCP knows of the subflow.
    public let tcpInfo: TCPInfo?
  }

  /// Where a part of a snapshot comes from.
  public enum Source: String, Hashable, Sendable {
    /// One call that gives everything at one moment. Since Linux 6.5.
    case fullInfo = "MPTCP_FULL_INFO"
    /// The connection alone. Since Linux 5.16.
    case info = "MPTCP_INFO"
    /// The array of `tcp_info`. Since Linux 5.16.
    case subflowTCPInfo = "MPTCP_TCPINFO"
    /// The array of addresses. Since Linux 5.16.
    case subflowAddresses = "MPTCP_SUBFLOW_ADDRS"
    /// The TCP connection, or the first subflow on a kernel that tells nothing of the others.
    case tcpInfo = "TCP_INFO"
    /// `getsockname` and `getpeername`: the addresses of the socket itself.
    case socketNames = "getsockname"
  }

  /// A contradiction between parts that were read one after the other.
  public enum Inconsistency: String, Hashable, Sendable, CaseIterable {
    /// The addresses changed while the rest was read: a subflow came, went or connected.
    case addressesChanged
    /// The options name different numbers of subflows.
    case countsDiffer
    /// MPTCP_INFO counts more subflows than there are in the kernel's list.
    case infoCountsMore
    /// An array holds fewer elements than there are subflows: they came faster than they were read.
    case subflowsMissing
    /// One option was answered and another said that the socket does not speak MPTCP.
    case answersDisagree
  }

  /// What MPTCP knows of the connection, or `nil` where the kernel does not say: after fallback to
  /// TCP, and before Linux 5.16.
  public let info: MPTCPInfo?
  /// The subflows in the kernel's order.
  ///
  /// A listener and a socket without a connection have one here too, in the TCP state LISTEN or
  /// CLOSE: ``subflowCount`` does not count it. A first subflow that was lost can stay in the list,
  /// closed, and with the id 0 where it was cut; it is not counted either. After fallback there is
  /// one, the TCP connection.
  public let subflows: [Subflow]
  /// `num_subflows`: how many subflows the kernel's list has, or `nil` where it does not say.
  public let listedSubflowCount: Int?

  /// Where ``info`` comes from.
  public let infoSource: Source?
  /// Where the ids of the subflows come from. Only MPTCP_FULL_INFO has them.
  public let idSource: Source?
  /// Where the addresses of the subflows come from.
  public let addressSource: Source?
  /// Where what TCP knows of the subflows comes from.
  public let tcpInfoSource: Source?

  /// What contradicts itself because the connection changed between the calls; empty for answers
  /// that fit together.
  public let inconsistencies: Set<Inconsistency>
  /// Whether all parts describe the same moment, as far as can be seen.
  public var isConsistent: Bool { inconsistencies.isEmpty }

  /// SO_PROTOCOL, asked only where no option of MPTCP answered: 262 for an MPTCP socket, which
  /// fell back or whose kernel has no such options; 6 for a TCP socket.
  public let protocolNumber: Int32?
  /// TCP_IS_MPTCP, asked only where no option of MPTCP answered. Since Linux 6.10; `false` says
  /// that the connection speaks plain TCP.
  public let speaksMPTCP: Bool?

  /// The raw answers of which the snapshot was made, in the order of the calls, where it was asked
  /// to keep them. ``init(captures:kernel:abi:)`` makes the same snapshot of them.
  public let captures: [MPTCPCapture]
}

extension MPTCPSnapshot {
  /// Makes a snapshot of answers that were kept, perhaps of another machine.
  ///
  /// - Parameters:
  ///   - captures: answers of one socket; of each option the first one counts, and an option without
  ///     an answer is one that the kernel lacks.
  ///   - kernel: what is known about the kernel that answered.
  ///   - abi: the ABI of the machine that gave the answers.
  /// - Throws: ``MPTCPReadingError``: the parts of an answer contradict each other, or there is no
  ///   answer at all.
  public init(
    captures: [MPTCPCapture], kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(MPTCPReadingError) {
    try self.init(
      asking: KeptAnswers(captures: captures), kernel: kernel, abi: abi, keepsCaptures: true)
  }

  #if os(Linux) || os(Android)
    /// Asks the kernel for everything that it says about a socket.
    ///
    /// Where the answers of several calls do not fit together, because a subflow came or went in
    /// between, they are asked for again, a few times. If they never fit, the last ones are given,
    /// and ``isConsistent`` is false.
    ///
    /// An MPTCP socket of a kernel that answers nothing at all gives an empty snapshot.
    ///
    /// - Parameters:
    ///   - socket: the descriptor of an MPTCP or TCP socket.
    ///   - kernel: what is known about the running kernel.
    ///   - keepsCaptures: whether ``captures`` is to hold the raw answers.
    /// - Throws: ``MPTCPReadingError``: the descriptor is not such a socket, or a call failed.
    public init(
      socket: Int32, kernel: KernelKnowledge = .unknown, keepsCaptures: Bool = false
    ) throws(MPTCPReadingError) {
      try self.init(
        asking: AskedSocket(descriptor: socket), kernel: kernel, abi: .native,
        keepsCaptures: keepsCaptures)
    }

    /// Asks the kernel for everything that it says about a socket of another process.
    ///
    /// The descriptor is duplicated into this process for the time of the call; the other process
    /// notices nothing.
    ///
    /// - Parameters:
    ///   - pid: the process that has the socket.
    ///   - fd: the number of the descriptor there.
    ///   - kernel: what is known about the running kernel.
    ///   - keepsCaptures: whether ``captures`` is to hold the raw answers.
    /// - Throws: ``MPTCPReadingError``, as ``init(socket:kernel:keepsCaptures:)``, and of the calls
    ///   `pidfd_open` and `pidfd_getfd`. ESRCH: there is no such process. EBADF: it has no such
    ///   descriptor. EPERM: this process may not trace it. ENOSYS: the kernel is older than Linux 5.6.
    public init(
      pid: Int32, fd: Int32, kernel: KernelKnowledge = .unknown, keepsCaptures: Bool = false
    ) throws(MPTCPReadingError) {
      let socket: BorrowedSocket
      do throws(MPTCPSocketError) {
        socket = try BorrowedSocket(pid: pid, descriptor: fd)
      } catch {
        throw .call(error)
      }
      try self.init(
        socket: socket.descriptor, kernel: kernel, keepsCaptures: keepsCaptures)
    }
  #endif
}

extension MPTCPSnapshot.Subflow {
  @inline(__always)
  init(_ subflow: borrowing MPTCPFullInfoAnswer.Subflow) {
    self.init(
      id: subflow.id, local: subflow.local, remote: subflow.remote, tcpInfo: subflow.tcpInfo)
  }
}
