import ModelledNetlink
import MPTCP
import TestSupport
import Testing
import UAPIStructs

/// That the kernel shows subflows to CAP_NET_ADMIN alone is said where it is so, and nowhere else.
@Suite(.waiting)
struct HiddenSubflowsTests {
  private typealias Bytes = NetlinkBytes
  private typealias Model = ModelledSocket

  /// A connection as the list of MPTCP sockets has it.
  ///
  /// - Parameter mark: whether the kernel says the mark of the socket, as it does to CAP_NET_ADMIN.
  private static func connection(
    mark: Bool = false, state: TCPInfo.State = .established, token: UInt32 = 1, total: UInt8? = 1,
    flags: MPTCPInfo.Flags = .remoteKeyReceived, port: UInt16 = 1000
  ) -> Model {
    Model(
      state: state, localPort: port, cookie: UInt64(token),
      attributes: Model.info(token: token, flags: flags, total: total)
        + (mark ? Bytes.attribute(15, Bytes.bytes(UInt32(0))) : []))
  }

  /// A socket as the list of TCP sockets has it for a caller without the right.
  private static func plain(
    port: UInt16 = 1000, state: TCPInfo.State = .established
  ) -> Model {
    Model(state: state, localPort: port, cookie: 77)
  }

  private static func look(
    _ first: [Model], tcp: [Model], _ second: [Model] = []
  ) throws -> (hides: Bool, requests: Int, entries: Int) {
    let kernel = ModelledKernel { attempt, sequence in
      let sockets: [Model] =
        switch attempt {
        case 0: first
        case 2: tcp
        case 4: second
        default: []
        }
      return sockets.map { Bytes.message(Bytes.entry, $0.payload, sequence: sequence) }
        + [Bytes.done(sequence: sequence)]
    }
    let list = try MPTCPSocketList(asking: kernel.exchange)
    #expect(list.strays.isEmpty)
    return (list.hidesSubflows, kernel.requests.count, list.entries.count)
  }

  @Test func `A connection whose TCP socket is listed without a word is hidden, at once`() throws {
    // Linux 6.8 and later, 5.9 and later.
    for total in [1, nil] as [UInt8?] {
      #expect(
        try Self.look([Self.connection(total: total)], tcp: [Self.plain(port: 5), Self.plain()])
          == (true, 4, 1))
    }
  }

  @Test func `A connection that outlives the list of TCP sockets is hidden, whatever is in that`()
    throws
  {
    // Its first subflow is gone: nothing tells which TCP sockets are its others.
    let tcp = [Self.plain(port: 5), Self.plain(port: 6)]
    for state in [TCPInfo.State.established, .closeWait] {
      let connection = Self.connection(state: state)
      #expect(try Self.look([connection], tcp: tcp, [connection]) == (true, 6, 1))
    }
    #expect(
      try Self.look([Self.connection()], tcp: tcp, [Self.connection(state: .closeWait)]).hides)
  }

  @Test func `Connections that ended before the list of TCP sockets was read are not hidden`()
    throws
  {
    let connection = Self.connection()
    let tcp = [Self.plain(port: 5)]
    // Nothing is there afterwards, another connection is, or the same one at its end.
    for after in [
      [], [Self.connection(token: 2, port: 1001)], [Self.connection(token: 2)],
      [Self.connection(state: .finWait2)], [Self.connection(total: 0)],
      [Self.connection(flags: .fallback)],
    ] {
      #expect(try Self.look([connection], tcp: tcp, after) == (false, 6, 1))
    }
    // No TCP socket at all, and that of the connection at its end.
    #expect(try Self.look([connection], tcp: []) == (false, 4, 1))
    #expect(try !Self.look([connection], tcp: [Self.plain(state: .closing)]).hides)
  }

  @Test func `Who sees the mark of a socket sees its subflows`() throws {
    let connection = Self.connection(mark: true)
    for tcp in [[], [Self.plain()], [Self.plain(port: 5)]] {
      #expect(try Self.look([connection], tcp: tcp, [connection]) == (false, 4, 1))
    }
    #expect(try connection.entry().mark == 0)
    #expect(try Self.connection().entry().mark == nil)
  }

  @Test func `A kernel that names one subflow hides none`() throws {
    let other = Model(localPort: 1001, cookie: 5, attributes: Model.upperLayer(token: 2))
    for tcp in [[Self.plain(), other], [other, Self.plain()]] {
      let look = try Self.look(
        [Self.connection(), Self.connection(token: 2, port: 1001)], tcp: tcp)
      #expect(look == (false, 4, 2))
    }
  }

  @Test func `Without a connection that has subflows nothing is hidden`() throws {
    for socket in [
      Self.connection(state: .finWait1), Self.connection(state: .timeWait),
      Self.connection(state: .closed), Self.connection(token: 0), Self.connection(total: 0),
      Self.connection(flags: .fallback),
    ] {
      #expect(try !Self.look([socket], tcp: [Self.plain()], [socket]).hides)
    }
  }

  #if os(Linux)
    @Test(
      .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"),
      arguments: [false, true])
    func `Connections that come and go are not a reason to say it`(dropsRight: Bool) throws {
      try NetworkNamespace.with { namespace in
        // One at a time: often the only connection ends between the two lists.
        let claims = try ConnectionChurn.with(in: namespace, width: 1) { _ in
          try namespace.inside {
            if dropsRight { try Capabilities.dropNetworkAdministration() }
            var claims = 0
            for _ in 0..<150 where try MPTCPSocketList.current().hidesSubflows { claims += 1 }
            return claims
          }
        }
        let shown = try namespace.inside {
          let connection = try Connection(overLoopback: .mptcp)
          if dropsRight { try Capabilities.dropNetworkAdministration() }
          return try withExtendedLifetime(connection) { try MPTCPSocketList.current() }
        }
        // Before Linux 6.15 it is so without the right.
        if shown.entries.contains(where: { $0.subflowCount > 0 && $0.subflows.isEmpty }) {
          #expect(dropsRight && shown.hidesSubflows)
          print("skipped: this kernel names subflows to CAP_NET_ADMIN alone")
          return
        }
        #expect(claims == 0 && !shown.hidesSubflows)
        #expect(shown.entries.allSatisfy { ($0.mark != nil) == !dropsRight })
      }
    }
  #endif
}
