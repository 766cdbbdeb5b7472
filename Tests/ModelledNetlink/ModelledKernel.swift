package import Netlink
internal import UAPIStructs

/// The other end of an exchange, which answers each request with what a test gives it.
package final class ModelledKernel {
  /// The messages that were sent.
  package private(set) var requests: [[UInt8]] = []
  /// Datagrams that were not received yet.
  package private(set) var waiting: [[UInt8]] = []
  private let answer: (_ attempt: Int, _ sequence: UInt32) -> [[UInt8]]

  /// What the kernel answers to the first request, the second, and so on.
  package init(_ answer: @escaping (_ attempt: Int, _ sequence: UInt32) -> [[UInt8]]) {
    self.answer = answer
  }

  /// The end of a test that reads more than there is: a real kernel would let it wait.
  package static let nothingLeft = NetlinkError.Failure(call: "nothing left", errno: 0)

  package var exchange: NetlinkExchange {
    NetlinkExchange(
      send: { message throws(NetlinkError) in
        self.requests.append(message)
        let sequence = message.withUnsafeBytes {
          $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        }
        self.waiting += self.answer(self.requests.count - 1, sequence)
      },
      receive: { body throws(NetlinkError) in
        if self.waiting.isEmpty { throw .call(Self.nothingLeft) }
        let datagram = self.waiting.removeFirst()
        try body(datagram.span.bytes)
      })
  }

  /// Asks for a dump, and gives what the messages of the answer hold.
  package func dump() throws(NetlinkError) -> (payloads: [[UInt8]], restarts: Int) {
    try Self.dump(exchange)
  }

  package static func dump(
    _ exchange: NetlinkExchange
  ) throws(NetlinkError) -> (payloads: [[UInt8]], restarts: Int) {
    var payloads: [[UInt8]] = []
    var restarts = 0
    try exchange.perform(
      NetlinkRequest("question", type: NetlinkBytes.entry, isDump: true),
      restart: {
        restarts += 1
        payloads = []
      }
    ) { payload in payloads.append(payload.array) }
    return (payloads, restarts)
  }
}
