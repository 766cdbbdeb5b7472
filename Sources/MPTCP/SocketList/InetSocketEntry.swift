package import Netlink
internal import UAPIStructs

/// What the kernel's list of sockets says of each socket, whatever its protocol: `struct
/// inet_diag_msg`.
public struct InetSocketEntry: Hashable, Sendable {
  /// The state of the connection.
  public let state: TCPState
  /// The address of this end.
  public let local: SocketAddress
  /// The address of the other end: of a listener all zeros.
  public let remote: SocketAddress
  /// The inode of the socket, by which processes refer to it; 0 where no process holds it, as with a
  /// connection that is not accepted yet, and one that its process closed.
  public let inode: UInt32
  /// The user who opened the socket.
  public let userID: UInt32
  /// The kernel's number of the socket.
  ///
  /// It is no identity: connections that an MPTCP listener accepts have that of the listener, if any
  /// program listed that one before. See ``SocketIdentity``.
  public let cookie: UInt64
  /// Bytes that wait for the program to read them; of a listener, connections that wait.
  public let receiveQueue: UInt32
  /// Bytes that the peer has not confirmed; of a listener, how many connections may wait.
  public let sendQueue: UInt32
  /// The interface to which the socket is bound, or 0.
  public let interfaceIndex: UInt32

  /// The size of the struct in front of the attributes.
  static let size = 72
}

extension InetSocketEntry {
  /// Reads the struct at the start of a message.
  ///
  /// - Throws: ``NetlinkError/answer(_:)`` for a message that is too short.
  package init(_ message: RawSpan) throws(NetlinkError) {
    guard message.byteCount >= Self.size else {
      throw .answer(
        AnswerError(
          .headerTruncated, subject: "inet_diag_msg", byte: message.byteCount,
          reason: "the struct takes \(Self.size) bytes, the message has \(message.byteCount)"))
    }
    let interface = message.native(UInt32.self, at: 40)
    let family = message[byteAt: 0]
    state = TCPState(rawValue: message[byteAt: 1])
    local = Self.address(
      in: message, family: family, port: 4, address: 8, interface: interface)
    remote = Self.address(
      in: message, family: family, port: 6, address: 24, interface: interface)
    interfaceIndex = interface
    // Two words, the lower one first, on machines of either byte order.
    cookie =
      UInt64(message.native(UInt32.self, at: 44))
      | UInt64(message.native(UInt32.self, at: 48)) << 32
    receiveQueue = message.native(at: 56)
    sendQueue = message.native(at: 60)
    userID = message.native(at: 64)
    inode = message.native(at: 68)
  }

  /// Addresses and ports are in network order.
  private static func address(
    in message: RawSpan, family: UInt8, port: Int, address: Int, interface: UInt32
  ) -> SocketAddress {
    let port = UInt16(bigEndian: message.native(at: port))
    switch UInt16(family) {
    case SocketAddress.ipv4Family:
      return .ipv4(
        IPv4Address(
          message[byteAt: address], message[byteAt: address + 1], message[byteAt: address + 2],
          message[byteAt: address + 3]), port: port)
    case SocketAddress.ipv6Family:
      let groups = InlineArray<8, UInt16> {
        UInt16(bigEndian: message.native(at: address + 2 * $0))
      }
      // fe80::/10 means something on one link only.
      let isLinkLocal = groups[0] & 0xFFC0 == 0xFE80
      return .ipv6(
        IPv6Address(groups: groups), port: port, flowInfo: 0,
        scopeID: isLinkLocal ? interface : 0)
    default:
      return .other(family: UInt16(family), bytes: message.array(address..<(address + 16)))
    }
  }
}
