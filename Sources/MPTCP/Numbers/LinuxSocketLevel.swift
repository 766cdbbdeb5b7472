/// The levels of socket options, by the numbers of Linux.
///
/// That of TCP is the number of the protocol too.
package enum LinuxSocketLevel: Int32, CaseIterable, Sendable {
  case ip = 0
  case socket = 1
  case tcp = 6
  case ipv6 = 41
  case mptcp = 284

  /// The names of the level in C, that of `SOL_` first.
  package var names: [String] {
    switch self {
    case .ip: ["SOL_IP", "IPPROTO_IP"]
    case .socket: ["SOL_SOCKET"]
    case .tcp: ["SOL_TCP", "IPPROTO_TCP"]
    case .ipv6: ["SOL_IPV6", "IPPROTO_IPV6"]
    case .mptcp: ["SOL_MPTCP"]
    }
  }
}

extension MPTCPSocketOption {
  /// SOL_MPTCP: the level of these options, for `getsockopt`.
  public static var level: Int32 { LinuxSocketLevel.mptcp.rawValue }
}
