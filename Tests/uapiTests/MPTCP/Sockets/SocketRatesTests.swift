#if os(Linux)
  import TestSupport
  import UAPIText
  import MPTCP
  import Testing

  @testable import UAPICommands

  /// What moved between two looks.
  struct SocketRatesTests {
    typealias Model = ModelledSockets

    @Test func `Counters give bytes per second`() throws {
      let old = Model.look(
        [try Model.connection(1, sent: 1000, received: 50)],
        subflows: [
          try Model.subflow(of: 1, sent: 10, received: 0),
          try Model.subflow(of: 1, id: 2, sent: 0, received: 7),
        ], second: 3)
      let new = Model.look(
        [try Model.connection(1, sent: 6000, received: 50)],
        subflows: [
          try Model.subflow(of: 1, sent: 30, received: 5),
          try Model.subflow(of: 1, id: 2, sent: 0, received: 8),
        ], second: 5)
      let rates = SocketRates(from: old, to: new)
      #expect(rates.of(1, in: new)?.sent == 2500 && rates.of(1, in: new)?.received == 0)
      #expect(rates.of(1000, in: new)?.sent == 10 && rates.of(1000, in: new)?.received == 3)
      #expect(rates.of(1002, in: new)?.sent == 0 && rates.of(1002, in: new)?.received == 1)
    }

    @Test func `A counter that went back has no rate`() throws {
      let old = Model.look([try Model.connection(1, sent: 500, received: 10)])
      let new = Model.look([try Model.connection(1, sent: 499, received: 20)], second: 1)
      let rates = SocketRates(from: old, to: new)
      #expect(
        rates.of(1, in: new) != nil && rates.of(1, in: new)?.sent == nil
          && rates.of(1, in: new)?.received == 10)
    }

    @Test func `Large counters do not trap`() throws {
      let old = Model.look([try Model.connection(1, sent: 0)])
      let new = Model.look([try Model.connection(1, sent: .max)], second: 0.000_001)
      let rates = SocketRates(from: old, to: new)
      #expect(rates.of(1, in: new)?.sent == .max)
      let table = tableText(new, rates: rates)
      #expect(table.contains("15.9 EiB"))
      let object = SocketJSON().object(new.entries[0], of: new, rates: rates)
      #expect(
        try JSONObject(String(decoding: object.bytes, as: UTF8.self))["sent_per_second"]
          == .unsigned(.max))
    }

    @Test func `Sockets of one look have no rate`() throws {
      let old = Model.look(
        [try Model.connection(1), try Model.connection(2, token: 2)],
        subflows: [try Model.subflow(of: 1), try Model.subflow(of: 1, id: 9)])
      let new = Model.look(
        [try Model.connection(2, token: 2), try Model.connection(3, token: 3)],
        subflows: [try Model.subflow(of: 2, token: 2)], second: 1)
      let rates = SocketRates(from: old, to: new)
      #expect(rates.of(3, in: new) == nil && rates.of(2000, in: new) == nil)
      #expect(rates.of(1, in: old) == nil && rates.of(1009, in: old) == nil)
      #expect(rates.of(2, in: new)?.sent == 0)
      #expect(SocketRates().of(2, in: new) == nil)
    }

    @Test func `Counters that the kernel lacks have no rate`() throws {
      let old = Model.look([try Model.connection(1, sent: nil)])
      let new = Model.look([try Model.connection(1, sent: nil)], second: 1)
      let rates = SocketRates(from: old, to: new)
      #expect(rates.of(1, in: new)?.sent == nil && rates.of(1, in: new)?.received == nil)
    }

    @Test func `No time between two looks gives no rate`() throws {
      let look = Model.look([try Model.connection(1, sent: 5)], second: 4)
      #expect(SocketRates(from: look, to: look).of(1, in: look) == nil)
    }

    // MARK: What tells sockets apart

    /// What a listener accepted, with its cookie: the kernel gives it to all of them.
    private static func accepted(
      _ port: UInt16, token: UInt32, inode: UInt32 = 0, sent: UInt64, cookie: UInt32 = 99
    ) throws -> MPTCPSocketList.Entry {
      try Model.connection(port, token: token, sent: sent, cookie: cookie, inode: inode)
    }

    @Test func `Connections with one cookie have each its own rate`() throws {
      let old = Model.look([
        try Self.accepted(1, token: 0xA, inode: 5, sent: 1000),
        try Self.accepted(2, token: 0xB, inode: 6, sent: 5),
        try Self.accepted(3, token: 0xC, sent: 70),
      ])
      // In another order, one is gone and one is new, and one was accepted in between.
      let new = Model.look(
        [
          try Self.accepted(3, token: 0xC, inode: 7, sent: 71),
          try Self.accepted(4, token: 0xD, inode: 9, sent: 900_000),
          try Self.accepted(1, token: 0xA, inode: 5, sent: 1010),
        ], second: 1)
      let rates = SocketRates(from: old, to: new)
      #expect(new.entries.map { rates[$0.identity]?.sent } == [1, nil, 10])
      let text = tableText(new, rates: rates)
      #expect(text.split(separator: "\n").count == 5, "\(text)")
      let objects = try new.entries.map {
        try JSONObject(
          String(
            decoding: SocketJSON().object($0, of: new, rates: rates).bytes, as: UTF8.self))
      }
      #expect(objects.map { $0["sent_per_second"]?.integer } == [1, nil, 10])
    }

    @Test func `What took the place of a connection has no rate from it`() throws {
      let old = Model.look([try Self.accepted(1, token: 0xA, inode: 5, sent: 10)])
      for entry in [
        // The same ends and cookie, another connection: the socket was disconnected and connected.
        try Self.accepted(1, token: 0xB, inode: 5, sent: 700),
        // A token that is in use again.
        try Self.accepted(2, token: 0xA, inode: 6, sent: 700),
        try Self.accepted(1, token: 0xA, inode: 6, sent: 700, cookie: 98),
        // A kernel that names no token.
        try Self.accepted(1, token: 0, inode: 5, sent: 700),
      ] {
        let new = Model.look([entry], second: 1)
        #expect(SocketRates(from: old, to: new)[entry.identity] == nil)
      }
      // State and queues change all the time.
      let closing = try Model.connection(
        1, state: .finWait2, token: 0xA, sent: 30, cookie: 99, inode: 0)
      let rates = SocketRates(from: old, to: Model.look([closing], second: 1))
      #expect(rates[closing.identity]?.sent == 20)
    }

    @Test func `Sockets without a token are told apart by inode, cookie and ends`() throws {
      func entries(_ sent: [UInt64]) throws -> [MPTCPSocketList.Entry] {
        [
          try Self.accepted(1, token: 0, inode: 5, sent: sent[0]),
          try Self.accepted(1, token: 0, inode: 6, sent: sent[1]),
          try Self.accepted(2, token: 0, sent: sent[2]),
          try Self.accepted(3, token: 0, sent: sent[3]),
          try Self.accepted(3, token: 0, sent: sent[4], cookie: 98),
        ]
      }
      let (old, new) = (try entries([1, 2, 3, 4, 5]), try entries([11, 22, 33, 44, 55]))
      let rates = SocketRates(
        from: Model.look(old), to: Model.look(new.reversed(), second: 1))
      #expect(new.map { rates[$0.identity]?.sent } == [10, 20, 30, 40, 50])
    }

    @Test func `Subflows with one cookie have each its own rate`() throws {
      func look(_ sent: [UInt64], second: Double) throws -> SocketLook {
        Model.look(
          [try Model.connection(1, token: 0xA), try Model.connection(2, token: 0xB)],
          subflows: [
            try Model.subflow(of: 1, token: 0xA, sent: sent[0], cookie: 7),
            try Model.subflow(of: 1, token: 0xA, id: 1, sent: sent[1], cookie: 7),
            try Model.subflow(of: 2, token: 0xB, sent: sent[2], cookie: 7),
          ], second: second)
      }
      let new = try look([10, 200, 3000], second: 1)
      let rates = SocketRates(from: try look([9, 100, 1000], second: 0), to: new)
      let subflows = new.entries.flatMap(\.subflows)
      #expect(subflows.map { rates[$0.identity]?.sent } == [1, 100, 2000])
    }

    @Test func `Busy sockets come first and others keep their order`() throws {
      func look(_ counts: [UInt64], second: Double) throws -> SocketLook {
        Model.look(
          try counts.enumerated().map {
            try Model.connection(
              UInt16($0.offset) + 1, token: UInt32($0.offset) + 1, sent: $0.element,
              received: $0.offset == 2 ? $0.element : 0)
          }, second: second)
      }
      let new = try look([0, 10, 6, 0, 10], second: 1)
      let rates = SocketRates(from: try look([0, 0, 0, 0, 0], second: 0), to: new)
      #expect(rates.busiestFirst(new.entries).map(\.cookie) == [3, 2, 5, 1, 4])
    }
  }

  extension SocketRates {
    /// The rate of a socket or subflow of a look that has its cookie for itself.
    func of(_ cookie: UInt64, in look: SocketLook) -> Rate? {
      let entry = look.entries.first { $0.cookie == cookie }
      let subflow = look.entries.lazy.flatMap(\.subflows).first { $0.cookie == cookie }
      return (entry?.identity ?? subflow?.identity).flatMap { self[$0] }
    }
  }

  /// The text of a table.
  func tableText(
    _ look: SocketLook, rates: SocketRates? = nil, isColored: Bool = false, columns: Int = .max,
    lines: Int = .max
  ) -> String {
    let output = OutputBuffer()
    var table = SocketTable(look, rates: rates ?? SocketRates(), showsRates: rates != nil)
    table.append(isColored: isColored, columns: columns, lines: lines, to: output)
    return output.text
  }
#endif
