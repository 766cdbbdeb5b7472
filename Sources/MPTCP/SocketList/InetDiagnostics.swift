internal import Netlink

/// The numbers of the kernel's list of internet sockets, and what is asked of it.
enum InetDiagnostics {
  /// INET_DIAG_INFO: `mptcp_info` of an MPTCP socket, `tcp_info` of a TCP one.
  static let infoAttribute: UInt16 = 2
  /// INET_DIAG_MARK: SO_MARK, which is there for callers with CAP_NET_ADMIN, of every socket.
  static let markAttribute: UInt16 = 15
  /// INET_DIAG_ULP_INFO: what uses a TCP socket for itself.
  static let upperLayerAttribute: UInt16 = 19
  /// INET_ULP_INFO_NAME.
  static let upperLayerNameAttribute: UInt16 = 1
  /// INET_ULP_INFO_MPTCP.
  static let upperLayerMPTCPAttribute: UInt16 = 3

  /// Asks for all sockets of a family and protocol that are in one of some states, with their
  /// `mptcp_info` or `tcp_info`.
  static func request(
    family: UInt16, protocolNumber: Int32, states: [TCPInfo.State], name: String
  ) -> NetlinkRequest {
    var request = NetlinkRequest(name, type: byFamily, isDump: true)
    request.append(UInt8(truncatingIfNeeded: family))
    // A number above 255 does not fit; what is there then has no list on any kernel.
    request.append(UInt8(exactly: protocolNumber) ?? noProtocol)
    // INET_DIAG_INFO: the bit of an attribute is its number less one.
    request.append(UInt8(1 << (infoAttribute - 1)))
    request.append(UInt8(0))
    request.append(states.reduce(0) { $0 | UInt32(1) << UInt32($1.rawValue & 31) })
    // No socket in particular: ports, addresses and interface 0, and a cookie that none has.
    for _ in 0..<10 { request.append(UInt32(0)) }
    request.append(UInt64.max)
    if UInt8(exactly: protocolNumber) == nil {
      request.append(attribute: protocolAttribute, integer: protocolNumber)
    }
    return request
  }

  /// SOCK_DIAG_BY_FAMILY.
  private static let byFamily: UInt16 = 20
  /// INET_DIAG_REQ_PROTOCOL.
  private static let protocolAttribute: UInt16 = 3
  /// Of the experiments.
  private static let noProtocol: UInt8 = 254
}
