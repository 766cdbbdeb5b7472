#if os(Linux)
  import TestSupport
  import UAPIText
  import MPTCP
  import UAPIStructs

  @testable import UAPICommands

  /// Sockets as the kernel's lists show them, made by hand.
  enum ModelledSockets {
    /// A connection, a listener, or with the flag of a fallback, that.
    ///
    /// - Parameters:
    ///   - sent: mptcpi_bytes_sent and mptcpi_bytes_received; `nil` for a kernel that counts neither.
    ///   - cookie: `nil` for the number.
    ///   - inode: `nil` for the cookie.
    ///   - ends: addresses of IPv6 for both ends.
    static func connection(
      _ number: UInt16, state: TCPInfo.State = .established, ipv6: Bool = false, token: UInt32 = 1,
      subflows: UInt8 = 1, flags: UInt32 = 2, sent: UInt64? = 0, received: UInt64 = 0,
      retransmits: UInt32 = 0, cookie: UInt32? = nil, inode: UInt32? = nil,
      ends: [[UInt8]]? = nil
    ) throws -> MPTCPSocketList.Entry {
      var info = [UInt8](repeating: 0, count: sent == nil ? 48 : 96)
      put(flags, at: 8, in: &info)
      put(token, at: 12, in: &info)
      if let sent {
        put(retransmits, at: 44, in: &info)
        put(sent, at: 56, in: &info)
        put(received, at: 64, in: &info)
        put(subflows, at: 80, in: &info)
      } else {
        info[0] = subflows &- 1
      }
      let message =
        message(
          state, ipv6: ipv6, port: number, peer: state == .listening ? 0 : 80,
          cookie: cookie ?? UInt32(number), inode: inode, ends: ends)
        + attribute(2, info)
      return try MPTCPSocketList.Entry(message.span.bytes, kernel: .unknown)
    }

    /// A subflow. Its cookie is 1000 times that of its connection, and its id.
    static func subflow(
      of number: UInt16, token: UInt32 = 1, id: UInt8 = 0, state: TCPInfo.State = .established,
      ipv6: Bool = false, flags: UInt32 = 1, rtt: UInt32 = 0, retransmits: UInt32 = 0,
      sent: UInt64 = 0, received: UInt64 = 0, cookie: UInt32? = nil, ends: [[UInt8]]? = nil
    ) throws -> MPTCPSocketList.Subflow? {
      // That of Linux 5.4 to 6.1.
      var info = [UInt8](repeating: 0, count: 232)
      put(rtt, at: 68, in: &info)
      put(retransmits, at: 100, in: &info)
      put(received, at: 128, in: &info)
      put(sent, at: 200, in: &info)
      let details =
        attribute(2, bytes(token)) + attribute(8, bytes(flags)) + attribute(9, [0])
        + attribute(10, [id])
      let message =
        message(
          state, ipv6: ipv6, port: number + UInt16(id), peer: 80,
          cookie: cookie ?? UInt32(number) * 1000 + UInt32(id), ends: ends)
        + attribute(2, info)
        + attribute(19, attribute(1, Array("mptcp\0".utf8)) + attribute(3, details))
      return try MPTCPSocketList.Subflow(message.span.bytes, kernel: .unknown)
    }

    /// A look that saw some sockets.
    static func look(
      _ sockets: [MPTCPSocketList.Entry], subflows: [MPTCPSocketList.Subflow?] = [],
      second: Double = 0,
      owners: [UInt32: [MPTCPSocketList.Owners.Owner]] = [:], scope: SocketLook.Scope = .init(),
      hidesSubflows: Bool = false
    ) -> SocketLook {
      let list = MPTCPSocketList(sockets: sockets, subflows: subflows.compactMap(\.self))
      let uptime = Int(second * 1_000_000)
      return SocketLook(
        time: 1_700_000_000_000_000 + uptime, uptime: uptime, scope: scope,
        entries: list.entries, owners: MPTCPSocketList.Owners(owners), hidesSubflows: hidesSubflows)
    }

    /// `struct inet_diag_msg`.
    private static func message(
      _ state: TCPInfo.State, ipv6: Bool, port: UInt16, peer: UInt16, cookie: UInt32,
      inode: UInt32? = nil, ends: [[UInt8]]? = nil
    ) -> [UInt8] {
      func address(_ host: UInt8) -> [UInt8] {
        ipv6
          ? [0xFD, 0] + [UInt8](repeating: 0, count: 13) + [host]
          : [10, 0, 0, host] + [UInt8](repeating: 0, count: 12)
      }
      let isListener = state == .listening
      let isIPv6 = ipv6 || ends != nil
      let ends = ends ?? [address(1), isListener ? address(0) : address(2)]
      return [isIPv6 ? 10 : 2, state.rawValue, 0, 0] + bytes(port.bigEndian)
        + bytes(peer.bigEndian) + ends[0] + ends[1]
        + bytes(UInt32(0)) + bytes(cookie) + bytes(UInt32(0)) + bytes(UInt32(0))
        + bytes(UInt32(0)) + bytes(UInt32(0)) + bytes(UInt32(1000)) + bytes(inode ?? cookie)
    }

    private static func attribute(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
      bytes(UInt16(4 + payload.count)) + bytes(type) + payload
        + [UInt8](repeating: 0, count: -payload.count & 3)
    }

    private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
      integerBytes(value)
    }

    private static func put(
      _ value: some FixedWidthInteger, at offset: Int, in bytes: inout [UInt8]
    ) {
      let new = self.bytes(value)
      bytes.replaceSubrange(offset..<(offset + new.count), with: new)
    }
  }
#endif
