import ModelledNetlink
import MPTCP
import Netlink
import Testing
import UAPIStructs

/// What is asked for a list of all MPTCP sockets, and what becomes of the answers.
struct SocketListRequestTests {
  typealias Bytes = NetlinkBytes

  private static func message(
    _ socket: ModelledSocket, _ sequence: UInt32, flags: UInt16 = Bytes.multi
  ) -> [UInt8] {
    Bytes.message(Bytes.entry, socket.payload, flags: flags, sequence: sequence)
  }

  private static func connection(_ number: UInt16) -> ModelledSocket {
    ModelledSocket(
      localPort: number, cookie: UInt64(number),
      attributes: ModelledSocket.info(token: UInt32(number)))
  }

  private static func subflow(_ number: UInt16) -> ModelledSocket {
    ModelledSocket(
      localPort: number, cookie: UInt64(number) + 100,
      attributes: ModelledSocket.upperLayer(token: UInt32(number)))
  }

  /// A request as `struct inet_diag_req_v2` has it.
  private static func request(
    sequence: UInt32, family: UInt8, protocolNumber: UInt8, states: UInt32, attributes: [UInt8] = []
  ) -> [UInt8] {
    let payload =
      [family, protocolNumber, 2, 0] + Bytes.bytes(states)
      + [UInt8](repeating: 0, count: 40) + [UInt8](repeating: 0xFF, count: 8) + attributes
    return Bytes.bytes(UInt32(16 + payload.count)) + Bytes.bytes(UInt16(20))
      + Bytes.bytes(UInt16(0x301)) + Bytes.bytes(sequence) + [0, 0, 0, 0] + payload
  }

  @Test func `MPTCP sockets are asked for first, then TCP ones, of both families`() throws {
    let kernel = ModelledKernel { attempt, sequence in
      attempt == 0
        ? [Self.message(Self.connection(1), sequence) + Bytes.done(sequence: sequence)]
        : [Bytes.done(sequence: sequence)]
    }
    _ = try MPTCPSocketList(asking: kernel.exchange)
    // 262 does not fit the byte: INET_DIAG_REQ_PROTOCOL has it. All states that there are; of TCP
    // not LISTEN, TIME_WAIT and NEW_SYN_RECV.
    let number = Bytes.attribute(3, Bytes.bytes(UInt32(262)))
    #expect(
      kernel.requests == [
        Self.request(
          sequence: 1, family: 2, protocolNumber: 254, states: 0x1FFE, attributes: number),
        Self.request(
          sequence: 2, family: 10, protocolNumber: 254, states: 0x1FFE, attributes: number),
        Self.request(sequence: 3, family: 2, protocolNumber: 6, states: 0x0BBE),
        Self.request(sequence: 4, family: 10, protocolNumber: 6, states: 0x0BBE),
      ])
  }

  @Test func `Listeners are not asked for where they are not wanted`() throws {
    let kernel = ModelledKernel { _, sequence in [Bytes.done(sequence: sequence)] }
    _ = try MPTCPSocketList(asking: kernel.exchange, includesListeners: false)
    let number = Bytes.attribute(3, Bytes.bytes(UInt32(262)))
    // All states without LISTEN.
    #expect(
      kernel.requests == [
        Self.request(
          sequence: 1, family: 2, protocolNumber: 254, states: 0x1BFE, attributes: number),
        Self.request(
          sequence: 2, family: 10, protocolNumber: 254, states: 0x1BFE, attributes: number),
      ])
  }

  @Test func `TCP sockets are asked for only where a connection may have some`() throws {
    let listener = ModelledSocket(state: .listening, cookie: 5)
    func requests(_ sockets: [ModelledSocket], includesSubflows: Bool = true) throws -> Int {
      let kernel = ModelledKernel { attempt, sequence in
        let messages = attempt == 1 ? sockets.flatMap { Self.message($0, sequence) } : []
        return [messages + Bytes.done(sequence: sequence)]
      }
      let list = try MPTCPSocketList(asking: kernel.exchange, includesSubflows: includesSubflows)
      #expect(list.entries.count == sockets.count)
      return kernel.requests.count
    }
    #expect(try requests([]) == 2)
    #expect(try requests([listener]) == 2)
    #expect(try requests([listener, Self.connection(1)]) == 4)
    #expect(try requests([Self.connection(1)], includesSubflows: false) == 2)
  }

  @Test func `What is listed anew takes the place of what was listed before, of one request`()
    throws
  {
    let kernel = ModelledKernel { attempt, sequence in
      let entries: [ModelledSocket] =
        switch attempt {
        case 0: [Self.connection(1), Self.connection(2)]
        // Interrupted, and again.
        case 1: [Self.connection(3), Self.connection(4)]
        case 2: [Self.connection(4), Self.connection(5)]
        case 3: [Self.subflow(1), Self.subflow(2)]
        case 4: [Self.subflow(3), Self.subflow(4)]
        case 5: [Self.subflow(4)]
        default: []
        }
      let flags = Bytes.multi | ([1, 4].contains(attempt) ? Bytes.interrupted : 0)
      return entries.map { Self.message($0, sequence) }
        + [Bytes.done(sequence: sequence, flags: flags)]
    }
    let list = try MPTCPSocketList(asking: kernel.exchange)
    #expect(kernel.requests.count == 6)
    #expect(list.entries.map(\.token) == [1, 2, 4, 5])
    #expect(list.entries.map { $0.subflows.map(\.cookie) } == [[101], [102], [104], []])
    #expect(list.strays.isEmpty)
  }

  @Test func `A subflow of an unknown connection is a reason to look again`() throws {
    let kernel = ModelledKernel { attempt, sequence in
      let entries: [ModelledSocket] =
        switch attempt {
        case 0: [Self.connection(1), Self.connection(2)]
        case 2: [Self.subflow(1), Self.subflow(3), Self.subflow(4)]
        // One that came in between, one that was passed over, and none of the fourth.
        case 4: [Self.connection(3), Self.connection(1)]
        case 5: [Self.connection(5)]
        default: []
        }
      return entries.map { Self.message($0, sequence) } + [Bytes.done(sequence: sequence)]
    }
    let list = try MPTCPSocketList(asking: kernel.exchange)
    #expect(kernel.requests.count == 6)
    #expect(kernel.requests[4].dropFirst(16) == kernel.requests[0].dropFirst(16))
    #expect(list.entries.map(\.token) == [1, 2, 3, 5])
    #expect(list.entries.map { $0.subflows.map(\.cookie) } == [[101], [], [103], []])
    #expect(list.strays.map(\.cookie) == [104])
  }

  @Test func `Errors of the kernel are those of the list`() {
    for failing in 0..<4 {
      let kernel = ModelledKernel { attempt, sequence in
        guard attempt < failing else { return [Bytes.done(sequence: sequence, status: -2)] }
        return [Self.message(Self.connection(1), sequence) + Bytes.done(sequence: sequence)]
      }
      let error = #expect(throws: NetlinkError.self) {
        try MPTCPSocketList(asking: kernel.exchange)
      }
      #expect(error?.errno == 2)
      let name = failing < 2 ? "list of MPTCP sockets: " : "list of TCP sockets: "
      #expect(error?.description.hasPrefix(name) == true)
    }
    let kernel = ModelledKernel { _, sequence in
      [
        Bytes.message(Bytes.entry, [2, 1], sequence: sequence) + Bytes.done(sequence: sequence)
      ]
    }
    let error = #expect(throws: NetlinkError.self) { try MPTCPSocketList(asking: kernel.exchange) }
    guard case .answer(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.subject == "inet_diag_msg" && answer.code == .headerTruncated)
  }
}
