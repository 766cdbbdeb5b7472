import ModelledNetlink
import Netlink
import Testing
import UAPIStructs

/// Requests and their answers, by a kernel that is modelled.
struct NetlinkExchangeTests {
  typealias Bytes = NetlinkBytes

  private static func entry(
    _ number: UInt8, _ sequence: UInt32, flags: UInt16 = Bytes.multi
  ) -> [UInt8] {
    Bytes.message(Bytes.entry, [number, 0, 0, 0], flags: flags, sequence: sequence)
  }

  private func numbers(_ payloads: [[UInt8]]) -> [UInt8] { payloads.map { $0.first ?? 0 } }

  @Test func `A dump goes on over several datagrams to its end`() throws {
    let kernel = ModelledKernel { _, sequence in
      [
        Self.entry(1, sequence) + Self.entry(2, sequence), Self.entry(3, sequence),
        Self.entry(4, sequence) + Bytes.done(sequence: sequence),
      ]
    }
    let (payloads, restarts) = try kernel.dump()
    #expect(numbers(payloads) == [1, 2, 3, 4])
    #expect(restarts == 0)
    #expect(kernel.waiting.isEmpty)
  }

  @Test func `The request is a header with its length, and each one has its own number`() throws {
    let kernel = ModelledKernel { _, sequence in [Bytes.done(sequence: sequence)] }
    let exchange = kernel.exchange
    for _ in 0..<3 { _ = try ModelledKernel.dump(exchange) }
    let expected = (1...3).map { sequence in
      Bytes.bytes(UInt32(16)) + Bytes.bytes(UInt16(20)) + Bytes.bytes(UInt16(0x301))
        + Bytes.bytes(UInt32(sequence)) + [0, 0, 0, 0]
    }
    #expect(kernel.requests == expected)
  }

  @Test func `Nothing after the end of an answer counts`() throws {
    let kernel = ModelledKernel { _, sequence in
      [Self.entry(1, sequence) + Bytes.done(sequence: sequence) + Self.entry(2, sequence)]
    }
    #expect(numbers(try kernel.dump().payloads) == [1])
  }

  @Test func `What is left of an answer that was given up is not taken for the next one`() throws {
    let kernel = ModelledKernel { attempt, sequence in
      let number = UInt8(10 * attempt)
      return [
        Self.entry(number + 1, sequence),
        Self.entry(number + 2, sequence) + Bytes.done(sequence: sequence),
      ]
    }
    let exchange = kernel.exchange
    let stop = NetlinkError.call(NetlinkError.Failure(call: "enough", errno: 1))
    let error = #expect(throws: NetlinkError.self) {
      try exchange.perform(
        NetlinkRequest("question", type: Bytes.entry, isDump: true), restart: {}
      ) { _ throws(NetlinkError) in throw stop }
    }
    #expect(error == stop)
    #expect(kernel.waiting.count == 1)
    #expect(numbers(try ModelledKernel.dump(exchange).payloads) == [11, 12])
  }

  @Test func `Messages to others and those that say nothing are passed over`() throws {
    let kernel = ModelledKernel { _, sequence in
      [
        Self.entry(9, sequence &+ 1) + Self.entry(1, sequence)
          + Bytes.done(sequence: sequence &- 1, status: -5)
          + Self.entry(8, 0, flags: Bytes.multi | Bytes.interrupted)
          + Bytes.message(Bytes.error, Bytes.bytes(Int32(-1)), sequence: 0)
          + Bytes.message(Bytes.overrun, sequence: .max)
          + Bytes.message(Bytes.nothing, sequence: sequence) + Self.entry(2, sequence),
        Bytes.done(sequence: sequence),
      ]
    }
    let (payloads, restarts) = try kernel.dump()
    #expect(numbers(payloads) == [1, 2])
    #expect(restarts == 0)
  }

  @Test func `A dump of nothing is not an error`() throws {
    for end in [Bytes.bytes(Int32(0)), [], [0, 0], Bytes.bytes(Int32(7))] {
      let kernel = ModelledKernel { _, sequence in
        [Bytes.message(Bytes.done, end, sequence: sequence)]
      }
      #expect(try kernel.dump().payloads.isEmpty)
    }
  }

  @Test func `An acknowledgement ends an answer`() throws {
    let kernel = ModelledKernel { _, sequence in
      let request = Bytes.bytes(Int32(0)) + [UInt8](repeating: 0, count: 16)
      return [
        Self.entry(1, sequence), Bytes.message(Bytes.error, request, flags: 0, sequence: sequence),
      ]
    }
    #expect(numbers(try kernel.dump().payloads) == [1])
  }

  // MARK: Interruptions

  /// Where the kernel says that what it lists changed.
  enum Mark: CaseIterable, Sendable {
    case firstMessage, lastMessage, end
  }

  @Test(arguments: Mark.allCases)
  func `An interrupted dump begins anew`(mark: Mark) throws {
    func flags(_ attempt: Int, _ place: Mark) -> UInt16 {
      Bytes.multi | (attempt < 2 && place == mark ? Bytes.interrupted : 0)
    }
    let kernel = ModelledKernel { attempt, sequence in
      let number = UInt8(10 * attempt)
      return [
        Self.entry(number + 1, sequence, flags: flags(attempt, .firstMessage))
          + Self.entry(number + 2, sequence),
        Self.entry(number + 3, sequence, flags: flags(attempt, .lastMessage)),
        Bytes.done(sequence: sequence, flags: flags(attempt, .end)),
      ]
    }
    let (payloads, restarts) = try kernel.dump()
    #expect(numbers(payloads) == [21, 22, 23])
    #expect(restarts == 2)
    #expect(kernel.requests.count == 3)
    #expect(kernel.waiting.isEmpty)
  }

  @Test func `A dump that is interrupted each time is an error`() {
    var given = 0
    var restarts = 0
    let kernel = ModelledKernel { _, sequence in
      [
        Self.entry(1, sequence)
          + Bytes.done(sequence: sequence, flags: Bytes.multi | Bytes.interrupted)
      ]
    }
    let error = #expect(throws: NetlinkError.self) {
      try kernel.exchange.perform(
        NetlinkRequest("question", type: Bytes.entry, isDump: true),
        restart: {
          given = 0
          restarts += 1
        },
        { _ in given += 1 })
    }
    #expect(error == .interrupted(attempts: kernel.requests.count))
    #expect(kernel.requests.count > 1)
    // What was handed over counts for nothing, the last time too.
    #expect(given == 0)
    #expect(restarts == kernel.requests.count)
    #expect(error?.errno == nil)
    #expect(error?.description.contains("\(restarts) attempts") == true)
  }

  // MARK: What goes wrong on the way

  @Test func `Errors of the calls are handed on`() {
    let denied = NetlinkError.Failure(call: "send(AF_NETLINK)", errno: 1)
    let exchange = NetlinkExchange(
      send: { _ throws(NetlinkError) in throw .call(denied) },
      receive: { _ throws(NetlinkError) in
        throw .call(NetlinkError.Failure(call: "never reached", errno: 2))
      })
    #expect(throws: NetlinkError.call(denied)) { try ModelledKernel.dump(exchange) }

    let kernel = ModelledKernel { _, sequence in [Self.entry(1, sequence)] }
    #expect(throws: NetlinkError.call(ModelledKernel.nothingLeft)) { try kernel.dump() }
  }

  @Test func `Lost messages and empty datagrams are errors`() {
    for datagram in [Bytes.message(Bytes.overrun, sequence: 1), []] {
      let kernel = ModelledKernel { _, sequence in
        [Self.entry(1, sequence), datagram, Bytes.done(sequence: sequence)]
      }
      let error = #expect(throws: NetlinkError.self) { try kernel.dump() }
      guard case .answer = error else {
        Issue.record("\(String(describing: error)) for \(datagram)")
        continue
      }
    }
  }

  @Test func `Kept datagrams that end too early are an error`() throws {
    let datagrams = [Self.entry(1, 1), Bytes.done(sequence: 1)]
    #expect(numbers(try ModelledKernel.dump(NetlinkExchange(replaying: datagrams)).payloads) == [1])
    for count in 0..<2 {
      let exchange = NetlinkExchange(replaying: Array(datagrams.prefix(count)))
      let error = #expect(throws: NetlinkError.self) { try ModelledKernel.dump(exchange) }
      guard case .answer(let answer) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(answer.code == .countOutOfRange)
    }
  }
}
