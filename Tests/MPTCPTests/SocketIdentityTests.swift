import ModelledNetlink
import MPTCP
import Testing
import UAPIStructs

/// Every socket that the kernel lists is there once, whatever it shares with others.
///
/// The lists are modelled on those of Linux 6.18: connections have the cookie of the listener that
/// accepted them, as soon as any program has listed that one.
struct SocketIdentityTests {
  private typealias Model = ModelledSocket

  /// An end of a connection, with the cookie of a listener.
  private static func connection(
    _ port: UInt16, to peer: UInt16 = 80, token: UInt32, inode: UInt32, cookie: UInt64 = 0x63,
    state: TCPInfo.State = .established, queue: UInt32 = 0,
    flags: MPTCPInfo.Flags = .remoteKeyReceived
  ) -> Model {
    Model(
      state: state, localPort: port, remotePort: peer, cookie: cookie, receiveQueue: queue,
      inode: inode, attributes: Model.info(token: token, flags: flags))
  }

  private static func listener(
    _ port: UInt16 = 80, inode: UInt32, cookie: UInt64 = 0x63, interface: UInt32 = 0,
    family: UInt8 = 2
  ) -> Model {
    Model(
      family: family, state: .listening, local: [], localPort: port, remote: [], remotePort: 0,
      interface: interface, cookie: cookie, inode: inode,
      attributes: Model.info(token: 0, flags: [], total: 0))
  }

  private static func list(
    _ sockets: [Model], _ subflows: [Model] = []
  ) throws -> MPTCPSocketList {
    MPTCPSocketList(
      sockets: try sockets.map { try $0.entry() },
      subflows: try subflows.compactMap { try $0.subflow() })
  }

  // MARK: One list

  @Test func `Connections with the cookie of their listener are all there, with their subflows`()
    throws
  {
    var sockets = [Self.listener(inode: 1)]
    var subflows: [Model] = []
    for number in 1...3 as ClosedRange<UInt16> {
      let (near, far) = (UInt32(number), UInt32(number) + 100)
      sockets += [
        Self.connection(80, to: 1000 + number, token: near, inode: 10 + near),
        Self.connection(1000 + number, token: far, inode: 20 + near, cookie: UInt64(far)),
      ]
      subflows += [near, far].map {
        Model(cookie: UInt64($0), attributes: Model.upperLayer(token: $0))
      }
    }
    let list = try Self.list(sockets, subflows)
    #expect(list.entries.map(\.token) == [0, 1, 101, 2, 102, 3, 103])
    #expect(
      list.entries.map { $0.subflows.map(\.token) } == [[], [1], [101], [2], [102], [3], [103]])
    #expect(list.strays.isEmpty)
    #expect(Set(list.entries.map(\.identity)).count == 7)
  }

  @Test func `Connections that no process holds are told apart`() throws {
    // Not accepted yet, and closed.
    let list = try Self.list([
      Self.connection(80, to: 1001, token: 1, inode: 0),
      Self.connection(80, to: 1002, token: 2, inode: 0),
      Self.connection(80, to: 1003, token: 3, inode: 0, state: .finWait2),
      // On their way in or out of the kernel's table they have no token.
      Self.connection(80, to: 1004, token: 0, inode: 0),
      Self.connection(80, to: 1005, token: 0, inode: 0),
      Self.connection(81, to: 1005, token: 0, inode: 0),
    ])
    #expect(list.entries.map(\.remote.port) == [1001, 1002, 1003, 1004, 1005, 1005])
  }

  @Test func `Listeners that share address and port are told apart`() throws {
    let list = try Self.list([
      Self.listener(inode: 1), Self.listener(inode: 2), Self.listener(inode: 3, cookie: 0x64),
      // One of an interface, of another port, and of IPv6.
      Self.listener(inode: 4, interface: 2), Self.listener(81, inode: 5),
      Self.listener(inode: 6, family: 10),
    ])
    #expect(list.entries.map(\.inode) == [1, 2, 3, 4, 5, 6])
    // Even where the kernel names no inode.
    let unnamed = try Self.list([
      Self.listener(inode: 0), Self.listener(inode: 0, cookie: 0x64),
      Self.listener(inode: 0, interface: 2), Self.listener(81, inode: 0),
      Self.listener(inode: 0, family: 10),
    ])
    #expect(unnamed.entries.count == 5)
  }

  @Test func `A connection that is listed twice is one, whatever changed about it`() throws {
    let once = Self.connection(80, to: 1001, token: 1, inode: 0)
    let others = [
      once, Self.connection(80, to: 1001, token: 1, inode: 0, queue: 7),
      // Accepted, and closed.
      Self.connection(80, to: 1001, token: 1, inode: 5, state: .closeWait),
      Self.connection(80, to: 1001, token: 1, inode: 0, state: .lastAcknowledgement),
      Self.connection(80, to: 1001, token: 1, inode: 5, flags: .fallback),
    ]
    for other in others {
      let list = try Self.list(
        [Self.listener(inode: 1), once, Self.listener(inode: 1), other],
        [Model(cookie: 9, attributes: Model.upperLayer(token: 1))])
      #expect(list.entries.map(\.token) == [0, 1])
      #expect(list.entries.map(\.subflows.count) == [0, 1])
    }
    #expect(try Self.list(others).entries.count == 1)
  }

  @Test func `A connection that came or went while it was listed is one, with its token`() throws {
    let whole = Self.connection(1001, token: 1, inode: 5, cookie: 7)
    var young = Self.connection(0, to: 0, token: 0, inode: 5, cookie: 7, state: .synSent)
    (young.local, young.remote) = ([], [])
    var named = young
    named.attributes = Model.info(token: 1)
    let dying = Self.connection(1001, token: 0, inode: 0, cookie: 7)
    for sockets in [
      [young, whole], [named, whole], [whole, dying], [young, named, whole, dying],
    ] {
      // Something else that is listed twice makes the list look at each closely.
      let list = try Self.list(
        [Self.listener(inode: 1), Self.listener(inode: 1)] + sockets,
        [Model(cookie: 9, attributes: Model.upperLayer(token: 1))])
      #expect(list.entries.map(\.token) == [0, 1])
      #expect(list.entries.map(\.subflows.count) == [0, 1] && list.strays.isEmpty)
    }
  }

  @Test func `Fallbacks with one cookie are all there`() throws {
    let list = try Self.list(
      (1...3).map {
        Self.connection(80, to: 1000 + UInt16($0), token: $0, inode: $0, flags: .fallback)
      }, (1...3).map { Model(cookie: 9, attributes: Model.upperLayer(token: $0)) })
    #expect(list.entries.map { $0.isFallback } == [true, true, true])
    #expect(list.entries.map { $0.subflows.first?.token } == [1, 2, 3])
  }

  @Test func `Subflows with one cookie are all there, and one that is listed twice is one`() throws
  {
    func subflow(_ port: UInt16, token: UInt32, state: TCPInfo.State = .established) -> Model {
      Model(
        state: state, localPort: port, cookie: 9, inode: 0,
        attributes: Model.upperLayer(token: token))
    }
    let list = try Self.list(
      [
        Self.connection(80, to: 1, token: 1, inode: 1),
        Self.connection(80, to: 2, token: 2, inode: 2),
      ],
      [
        subflow(1, token: 1), subflow(2, token: 1), subflow(1, token: 1, state: .closeWait),
        subflow(1, token: 2), subflow(3, token: 3), subflow(3, token: 3),
      ])
    #expect(list.entries.map { $0.subflows.map(\.local.port) } == [[1, 2], [1]])
    #expect(list.strays.map(\.local.port) == [3])
  }

  @Test func `Many sockets of one cookie and token are read in good time`() throws {
    // No kernel lists such: what they share must not make it compare each with each.
    let sockets = try (0..<20_000).map {
      try Self.connection(UInt16($0), token: 7, inode: 0).entry()
    }
    let time = ContinuousClock().measure {
      #expect(MPTCPSocketList(sockets: sockets, subflows: nil).entries.count == 20_000)
    }
    #expect(time < .seconds(20))
  }

  // MARK: Two lists

  private typealias Bytes = NetlinkBytes

  /// A kernel that lists MPTCP sockets, a subflow of a connection that is not among them, and MPTCP
  /// sockets again.
  private static func twoLooks(
    _ first: [Model], _ second: [Model], subflows: [UInt32]
  ) throws -> MPTCPSocketList {
    let kernel = ModelledKernel { attempt, sequence in
      let sockets: [Model] =
        switch attempt {
        case 0: first
        case 2: subflows.map { Model(cookie: 500, attributes: Model.upperLayer(token: $0)) }
        case 4: second
        default: []
        }
      return sockets.map { Bytes.message(Bytes.entry, $0.payload, sequence: sequence) }
        + [Bytes.done(sequence: sequence)]
    }
    let list = try MPTCPSocketList(asking: kernel.exchange)
    #expect(kernel.requests.count == 6)
    return list
  }

  @Test func `A second look adds what is new, and nothing twice`() throws {
    let list = try Self.twoLooks(
      [
        Self.listener(inode: 1), Self.connection(80, to: 1, token: 1, inode: 0),
        Self.connection(80, to: 2, token: 2, inode: 12),
        Self.connection(80, to: 3, token: 3, inode: 13),
      ],
      [
        // Accepted, dying, and as it was; one that closed is not there any more.
        Self.connection(80, to: 1, token: 1, inode: 11, state: .closeWait, queue: 5),
        Self.connection(80, to: 2, token: 0, inode: 0), Self.listener(inode: 1),
        // New ones with the cookie of the listener, and another listener with it.
        Self.connection(80, to: 4, token: 4, inode: 0),
        Self.connection(80, to: 5, token: 5, inode: 0),
        Self.listener(inode: 2),
      ], subflows: [4, 1, 6])
    #expect(list.entries.map(\.token) == [0, 1, 2, 3, 4, 5, 0])
    #expect(list.entries.map(\.subflows.count) == [0, 1, 0, 0, 1, 0, 0])
    #expect(list.strays.map(\.token) == [6])
  }

  @Test func `A socket that connected anew in between is there once`() throws {
    let list = try Self.twoLooks(
      [
        Self.connection(1001, token: 1, inode: 5, cookie: 7),
        Self.connection(1002, token: 2, inode: 6, cookie: 8),
      ],
      [
        Self.connection(1003, token: 3, inode: 5, cookie: 7),
        Self.connection(1002, token: 2, inode: 6, cookie: 8),
      ], subflows: [3])
    #expect(list.entries.map(\.token) == [2, 3])
    #expect(list.entries.map(\.inode) == [6, 5])
    #expect(list.entries.map(\.subflows.count) == [0, 1])
  }

  @Test func `A list that was interrupted begins anew, with sockets of one cookie`() throws {
    let kernel = ModelledKernel { attempt, sequence in
      let sockets: [Model] =
        switch attempt {
        case 0: (1...4).map { Self.connection(80, to: $0, token: UInt32($0), inode: 0) }
        case 1:
          [Self.listener(inode: 1)]
            + (2...5).map { Self.connection(80, to: $0, token: UInt32($0), inode: UInt32($0)) }
        default: []
        }
      let flags = Bytes.multi | (attempt == 0 ? Bytes.interrupted : 0)
      return sockets.map { Bytes.message(Bytes.entry, $0.payload, sequence: sequence) }
        + [Bytes.done(sequence: sequence, flags: flags)]
    }
    let list = try MPTCPSocketList(asking: kernel.exchange, includesSubflows: false)
    #expect(list.entries.map(\.token) == [0, 2, 3, 4, 5])
    #expect(list.entries.map(\.inode) == [1, 2, 3, 4, 5])
  }
}
