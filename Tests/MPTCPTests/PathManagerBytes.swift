import MPTCP
import UAPIStructs

#if os(Linux)
  /// A kernel that answers requests of generic netlink from a list, and remembers them.
  final class ScriptedKernel {
    /// What was asked: the type of the message, its flags, the command.
    struct Question: Hashable {
      var type: UInt16
      var flags: UInt16
      var command: UInt8
    }

    /// Makes the datagrams of an answer from the sequence number of the request.
    typealias Answer = @Sendable (UInt32) -> [[UInt8]]

    private(set) var questions: [Question] = []
    private var answers: [Answer]
    private var datagrams: [[UInt8]] = []

    init(_ answers: [Answer]) {
      self.answers = answers
    }

    /// Reads the path manager from it.
    func pathManager() throws(NetlinkError) -> MPTCPPathManager {
      let exchange = NetlinkExchange(
        send: { message throws(MPTCPSocketError) in self.take(message) },
        receive: { body throws(NetlinkError) in
          let next = self.datagrams.isEmpty ? [] : self.datagrams.removeFirst()
          try body(next.span.bytes)
        })
      return try MPTCPPathManager(asking: exchange)
    }

    private func take(_ message: [UInt8]) {
      let (type, flags, sequence) = message.withUnsafeBytes {
        (
          $0.loadUnaligned(fromByteOffset: 4, as: UInt16.self),
          $0.loadUnaligned(fromByteOffset: 6, as: UInt16.self),
          $0.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        )
      }
      questions.append(Question(type: type, flags: flags, command: message[16]))
      if !answers.isEmpty { datagrams += answers.removeFirst()(sequence) }
    }

    // MARK: - Answers

    private static let family: UInt16 = 28

    /// A single message and its acknowledgement, in two datagrams as the kernel sends them.
    static func single(
      type: UInt16 = family, _ payload: [UInt8]
    ) -> Answer {
      { sequence in
        [NetlinkBytes.message(type, payload, flags: 0, sequence: sequence)] + error(0)(sequence)
      }
    }

    /// A dump of some messages.
    static func dump(_ payloads: [[UInt8]], flags: UInt16 = 2) -> Answer {
      { sequence in
        payloads.map {
          NetlinkBytes.message(family, $0, flags: flags, sequence: sequence)
        } + [NetlinkBytes.done(sequence: sequence, flags: flags)]
      }
    }

    /// A refusal, or an acknowledgement if the number is 0.
    static func error(_ errno: Int32) -> Answer {
      { sequence in
        [
          NetlinkBytes.message(
            NetlinkBytes.error, NetlinkBytes.bytes(-errno) + [UInt8](repeating: 0, count: 16),
            flags: 0, sequence: sequence)
        ]
      }
    }

    /// The number of the family, among other attributes.
    static let familyAnswer = single(
      type: 16,
      [1, 2, 0, 0] + NetlinkBytes.attribute(2, Array("mptcp_pm\0".utf8))
        + NetlinkBytes.attribute(1, NetlinkBytes.bytes(family))
        + NetlinkBytes.attribute(6, NetlinkBytes.attribute(1, [1, 0, 0, 0])))
  }
#endif
