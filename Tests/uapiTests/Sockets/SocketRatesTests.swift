#if os(Linux)
  import MPTCP
  import Testing

  @testable import uapi

  /// What moved between two looks.
  struct SocketRatesTests {
    typealias Model = ModelledSockets

    @Test func countersGiveBytesPerSecond() throws {
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
      #expect(rates[1]?.sent == 2500 && rates[1]?.received == 0)
      #expect(rates[1000]?.sent == 10 && rates[1000]?.received == 3)
      #expect(rates[1002]?.sent == 0 && rates[1002]?.received == 1)
    }

    @Test func aCounterThatWentBackHasNoRate() throws {
      let old = Model.look([try Model.connection(1, sent: 500, received: 10)])
      let new = Model.look([try Model.connection(1, sent: 499, received: 20)], second: 1)
      let rates = SocketRates(from: old, to: new)
      #expect(rates[1] != nil && rates[1]?.sent == nil && rates[1]?.received == 10)
    }

    @Test func largeCountersDoNotTrap() throws {
      let old = Model.look([try Model.connection(1, sent: 0)])
      let new = Model.look([try Model.connection(1, sent: .max)], second: 0.000_001)
      let rates = SocketRates(from: old, to: new)
      #expect(rates[1]?.sent == .max)
      let table = tableText(new, rates: rates)
      #expect(table.contains("15.9 EiB"))
      let object = SocketJSON().object(new.entries[0], of: new, rates: rates)
      #expect(
        try JSONObject(String(decoding: object.bytes, as: UTF8.self))["sent_per_second"]
          == .unsigned(.max))
    }

    @Test func socketsOfOneLookHaveNoRate() throws {
      let old = Model.look(
        [try Model.connection(1), try Model.connection(2, token: 2)],
        subflows: [try Model.subflow(of: 1), try Model.subflow(of: 1, id: 9)])
      let new = Model.look(
        [try Model.connection(2, token: 2), try Model.connection(3, token: 3)],
        subflows: [try Model.subflow(of: 2, token: 2)], second: 1)
      let rates = SocketRates(from: old, to: new)
      #expect(rates[1] == nil && rates[3] == nil && rates[1009] == nil && rates[2000] == nil)
      #expect(rates[2]?.sent == 0)
      #expect(SocketRates()[2] == nil)
    }

    @Test func countersThatTheKernelLacksHaveNoRate() throws {
      let look = [0.0, 1.0].map { second in
        Result { Model.look([try Model.connection(1, sent: nil)], second: second) }
      }
      let rates = SocketRates(from: try look[0].get(), to: try look[1].get())
      #expect(rates[1]?.sent == nil && rates[1]?.received == nil)
    }

    @Test func noTimeBetweenTwoLooksGivesNoRate() throws {
      let look = Model.look([try Model.connection(1, sent: 5)], second: 4)
      #expect(SocketRates(from: look, to: look)[1] == nil)
    }

    @Test func busySocketsComeFirstAndOthersKeepTheirOrder() throws {
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
      #expect(rates.busiestFirst(new.entries).map(\.socket.cookie) == [3, 2, 5, 1, 4])
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
