package import Netlink
internal import UAPIStructs

extension MPTCPSocketList {
  /// What the kernel's list of sockets says of each socket, whatever its protocol: `struct
  /// inet_diag_msg`.
  package struct InetSocket: Hashable, Sendable {
    /// The state of the connection.
    package let state: TCPInfo.State
    /// The address of this end.
    package let local: MPTCPAddress
    /// The address of the other end: of a listener all zeros.
    package let remote: MPTCPAddress
    /// The inode of the socket, by which processes refer to it; 0 where no process holds it, as with a
    /// connection that is not accepted yet, and one that its process closed.
    package let inode: UInt32
    /// The user who opened the socket.
    package let userID: UInt32
    /// The kernel's number of the socket.
    ///
    /// It is not an identity: connections that an MPTCP listener accepts have that of the listener, if any
    /// program listed that one before. See ``MPTCPSocketList/Identity``.
    package let cookie: UInt64
    /// Bytes that wait for the program to read them; of a listener, connections that wait.
    package let receiveQueue: UInt32
    /// Bytes that the peer has not confirmed; of a listener, how many connections may wait.
    package let sendQueue: UInt32
    /// The interface to which the socket is bound, or 0.
    package let interfaceIndex: UInt32

    /// The size of the struct, after which the attributes follow.
    static let size = 72
  }
}

extension MPTCPSocketList.InetSocket {
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
    state = TCPInfo.State(rawValue: message[byteAt: 1])
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
  ) -> MPTCPAddress {
    let port = UInt16(bigEndian: message.native(at: port))
    switch UInt16(family) {
    case MPTCPAddress.ipv4Family:
      return .ipv4(
        MPTCPAddress.IPv4(message, at: address), port: port)
    case MPTCPAddress.ipv6Family:
      let ipv6 = MPTCPAddress.IPv6(message, at: address)
      // fe80::/10 means something on one link only.
      return .ipv6(
        ipv6, port: port, flowInfo: 0, scopeID: ipv6.isLinkLocal ? interface : 0)
    default:
      return .other(family: UInt16(family), bytes: message.array(address..<(address + 16)))
    }
  }
}
