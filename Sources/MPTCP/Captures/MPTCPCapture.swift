/// One answer of the kernel about a socket, kept raw.
///
/// It holds what a capture record of `getsockopt` holds, so that nothing of the answer is lost: it
/// can be stored, carried to another machine, and decoded there by the same types that read sockets.
public struct MPTCPCapture: Hashable, Sendable {
  /// The socket options whose answers can be kept.
  public enum Option: String, Hashable, Sendable, CaseIterable {
    /// The connection: ``MPTCPInfo``. Since Linux 5.16.
    case info = "MPTCP_INFO"
    /// One `tcp_info` for each subflow: ``MPTCPTCPInfoAnswer``. Since Linux 5.16.
    case subflowTCPInfo = "MPTCP_TCPINFO"
    /// Both addresses of each subflow: ``MPTCPSubflowAddressesAnswer``. Since Linux 5.16.
    case subflowAddresses = "MPTCP_SUBFLOW_ADDRS"
    /// All of it, read at one moment: ``MPTCPFullInfoAnswer``. Since Linux 6.5.
    case fullInfo = "MPTCP_FULL_INFO"
    /// The TCP connection, or the first subflow of an MPTCP one: ``TCPInfo``.
    case tcpInfo = "TCP_INFO"

    /// The level of the option, for `getsockopt`.
    public var level: Int32 { socketLevel.rawValue }

    /// The level of the option, with its names.
    package var socketLevel: LinuxSocketLevel { self == .tcpInfo ? .tcp : .mptcp }

    /// The number of the option, for `getsockopt`.
    public var number: Int32 {
      switch self {
      case .info: MPTCPSocketOption.info.rawValue
      case .subflowTCPInfo: MPTCPSocketOption.tcpInfo.rawValue
      case .subflowAddresses: MPTCPSocketOption.subflowAddresses.rawValue
      case .fullInfo: MPTCPSocketOption.fullInfo.rawValue
      case .tcpInfo: TCPSocketOption.info.rawValue
      }
    }

    /// The call as errors name it: `getsockopt(SOL_MPTCP, MPTCP_INFO)`.
    var call: String { "getsockopt(\(socketLevel.names[0]), \(rawValue))" }
  }

  /// The option that was asked for.
  public let option: Option
  /// The header that the caller filled in, as it was passed; empty for options without one.
  ///
  /// The two pointers of MPTCP_FULL_INFO are 0 here and in ``bytes``: they mean nothing elsewhere.
  public let request: [UInt8]
  /// The length that the kernel returned.
  public let optlen: Int
  /// The length that was offered, or `nil` where it was not recorded.
  public let capacity: Int?
  /// The bytes that the kernel returned, as many as ``optlen`` says and the buffer had.
  public let bytes: [UInt8]
  /// MPTCP_FULL_INFO only: the array to which the pointer `subflow_info` led.
  public let subflowInfo: [UInt8]?
  /// MPTCP_FULL_INFO only: the array to which the pointer `tcp_info` led.
  public let tcpInfo: [UInt8]?

  /// A capture of parts that were kept.
  ///
  /// - Parameters:
  ///   - option: the option that was asked for.
  ///   - request: the header that the caller filled in.
  ///   - optlen: the length that the kernel returned; `nil` for the number of bytes.
  ///   - capacity: the length that was offered, where it is known.
  ///   - bytes: the bytes that the kernel returned.
  ///   - subflowInfo: MPTCP_FULL_INFO only, the array of `mptcp_subflow_info`.
  ///   - tcpInfo: MPTCP_FULL_INFO only, the array of `tcp_info`.
  public init(
    _ option: Option, request: [UInt8] = [], optlen: Int? = nil, capacity: Int? = nil,
    bytes: [UInt8], subflowInfo: [UInt8]? = nil, tcpInfo: [UInt8]? = nil
  ) {
    self.option = option
    self.request = request
    self.optlen = optlen ?? bytes.count
    self.capacity = capacity
    self.bytes = bytes
    self.subflowInfo = subflowInfo
    self.tcpInfo = tcpInfo
  }
}
