import MPTCP
import UAPIStructs

/// The other end of an exchange, which answers each request with what a test gives it.
final class ModelledKernel {
  /// The messages that were sent.
  private(set) var requests: [[UInt8]] = []
  /// Datagrams that nobody has received yet.
  private(set) var waiting: [[UInt8]] = []
  private let answer: (_ attempt: Int, _ sequence: UInt32) -> [[UInt8]]

  /// What the kernel answers to the first request, the second, and so on.
  init(_ answer: @escaping (_ attempt: Int, _ sequence: UInt32) -> [[UInt8]]) {
    self.answer = answer
  }

  /// The end of a test that reads more than there is: a real kernel would let it wait.
  static let nothingLeft = MPTCPSocketError(call: "nothing left", errno: 0)

  var exchange: NetlinkExchange {
    NetlinkExchange(
      send: { message throws(MPTCPSocketError) in
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
  func dump() throws(NetlinkError) -> (payloads: [[UInt8]], restarts: Int) {
    try Self.dump(exchange)
  }

  static func dump(
    _ exchange: NetlinkExchange
  ) throws(NetlinkError) -> (payloads: [[UInt8]], restarts: Int) {
    var payloads: [[UInt8]] = []
    var restarts = 0
    try exchange.perform(
      NetlinkRequest("question", type: NetlinkBytes.entry, flags: 0x301),
      restart: {
        restarts += 1
        payloads = []
      }
    ) { payload in payloads.append(payload.array) }
    return (payloads, restarts)
  }
}
