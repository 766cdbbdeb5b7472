import ModelledNetlink
import MPTCP
import Netlink
import Testing
import UAPIStructs

/// Datagrams of a real kernel, cut off and changed: whatever they hold, there is an answer or an
/// error, and an end.
@Suite(.enabled(if: NetlinkRecording.fits, "the recording is of a little-endian machine"))
struct NetlinkMutationTests {
  /// A message of a list, with what reads it.
  struct Message {
    let bytes: [UInt8]
    let isSubflow: Bool
  }

  /// Every message of the lists.
  private func messages() throws -> [Message] {
    var messages: [Message] = []
    for (name, datagrams) in try NetlinkRecording.sample().parts where name.contains("sockets") {
      for datagram in datagrams {
        var offset = 0
        try NetlinkMessages.forEach(in: datagram.span.bytes) { header, payload in
          let end = offset + 16 + payload.byteCount
          if header.type == NetlinkBytes.entry {
            messages.append(
              Message(bytes: Array(datagram[offset..<end]), isSubflow: name.hasPrefix("TCP")))
          }
          offset = end
          return true
        }
      }
    }
    #expect(messages.count == 21)
    return messages
  }

  /// Reads a datagram as a part of a list, and counts what comes of it.
  private func read(_ datagram: [UInt8], isSubflow: Bool) -> (handed: Int, entries: Int) {
    var (handed, size, entries) = (0, 0, 0)
    do throws(NetlinkError) {
      try NetlinkMessages.forEach(in: datagram.span.bytes) { _, payload throws(NetlinkError) in
        handed += 1
        size += 16 + payload.byteCount
        if isSubflow {
          guard let entry = try MPTCPSocketList.Subflow(payload, kernel: .unknown) else {
            return true
          }
          entries += 1
          #expect(entry.unknownAttributes.values.reduce(0) { $0 + $1.count } <= datagram.count)
          #expect((entry.tcpInfo?.byteCount ?? 0) <= datagram.count)
        } else {
          let entry = try MPTCPSocketList.Entry(payload, kernel: .unknown)
          entries += 1
          #expect((entry.info?.byteCount ?? 0) <= datagram.count)
          _ = (entry.subflowCount, entry.isFallback, entry.token)
        }
        return true
      }
    } catch .answer(let error) {
      #expect((0...datagram.count).contains(error.byte))
    } catch {
      Issue.record(error)
    }
    // Each message takes bytes of its own: the walk ends.
    #expect(size <= datagram.count)
    return (handed, entries)
  }

  @Test func `The messages decode as they are`() throws {
    for message in try messages() {
      let (handed, entries) = read(message.bytes, isSubflow: message.isSubflow)
      #expect(handed == 1 && (entries == 1 || message.isSubflow))
    }
  }

  @Test func `A message that is cut off decodes to nothing`() throws {
    for message in try messages() {
      for count in 1..<message.bytes.count {
        let (handed, _) = read(Array(message.bytes.prefix(count)), isSubflow: message.isSubflow)
        #expect(handed == 0)
      }
      // A length that fits, and bytes that end inside the struct or the attributes.
      for count in 16..<message.bytes.count {
        let cut = NetlinkBytes.bytes(UInt32(count)) + message.bytes[4..<count]
        let (handed, entries) = read(cut, isSubflow: message.isSubflow)
        #expect(handed == 1 && entries <= 1)
        if count < 16 + 72 { #expect(entries == 0) }
      }
    }
  }

  @Test func `An answer that is cut off anywhere is not a list`() throws {
    let datagrams = try NetlinkRecording.sample().lists
    #expect(try MPTCPSocketList(asking: NetlinkExchange(replaying: datagrams)).entries.count == 8)
    for (index, datagram) in datagrams.enumerated() {
      for count in 0..<datagram.count where count % 7 == 0 || count > datagram.count - 20 {
        let cut = Array(datagrams[..<index]) + [Array(datagram.prefix(count))]
        do throws(NetlinkError) {
          _ = try MPTCPSocketList(asking: NetlinkExchange(replaying: cut))
          Issue.record("datagram \(index) was read with \(count) of \(datagram.count) bytes")
        } catch {
          guard case .answer = error else {
            Issue.record(error)
            continue
          }
        }
      }
    }
  }

  @Test func `Any byte may be any other`() throws {
    for message in try messages() {
      for index in message.bytes.indices {
        let byte = message.bytes[index]
        for other in Set([0, 1, 3, 4, 0x7F, 0x80, 0xFF, byte ^ 1, byte &+ 4]) where other != byte {
          var bytes = message.bytes
          bytes[index] = other
          _ = read(bytes, isSubflow: message.isSubflow)
        }
      }
    }
  }

  @Test func `Any bytes may be any others`() throws {
    var random = SplitMix(seed: 0x4D50_5443)
    let messages = try messages()
    var decoded = 0
    for _ in 0..<20_000 {
      guard let message = messages.randomElement(using: &random) else { break }
      var bytes = message.bytes
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        bytes[index] =
          Bool.random(using: &random)
          ? .random(in: 0...12, using: &random) : .random(in: 0...255, using: &random)
      }
      // Sometimes as the other list's.
      let isSubflow = Bool.random(using: &random) ? message.isSubflow : !message.isSubflow
      decoded += read(bytes, isSubflow: isSubflow).entries
    }
    // Most of what is changed are numbers, and a number can be any other.
    #expect(decoded > 5000)
  }

  @Test func `Bytes of chance are an answer or an error`() {
    var random = SplitMix(seed: 7)
    for _ in 0..<20_000 {
      var bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      // Mostly with a length that lets the walk come in.
      if bytes.count >= 16, Int.random(in: 0...9, using: &random) > 0 {
        bytes.replaceSubrange(0..<4, with: NetlinkBytes.bytes(UInt32(bytes.count)))
      }
      for isSubflow in [false, true] { _ = read(bytes, isSubflow: isSubflow) }
    }
  }
}

/// Chance that is the same each time.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
