import ModelledNetlink
import Netlink
import Testing
import UAPIStructs

/// Lengths inside datagrams, right and wrong.
struct NetlinkLengthTests {
  typealias Bytes = NetlinkBytes

  private func messages(
    _ datagram: [UInt8], atMost limit: Int = .max
  ) throws(NetlinkError) -> [(header: NetlinkHeader, payload: [UInt8])] {
    var messages: [(header: NetlinkHeader, payload: [UInt8])] = []
    try NetlinkMessages.forEach(in: datagram.span.bytes) { header, payload in
      messages.append((header, payload.array))
      return messages.count < limit
    }
    return messages
  }

  private func attributes(
    _ bytes: [UInt8]
  ) throws(NetlinkError) -> [(type: UInt16, payload: [UInt8])] {
    var attributes: [(type: UInt16, payload: [UInt8])] = []
    try NetlinkAttributes.forEach(in: bytes.span.bytes, of: "sample") { type, payload in
      attributes.append((type, payload.array))
    }
    return attributes
  }

  /// The error's code and place, for what must be one.
  private func failure(
    _ body: () throws(NetlinkError) -> some Any
  ) -> (code: AnswerError.Code, byte: Int)? {
    do throws(NetlinkError) {
      _ = try body()
    } catch .answer(let error) {
      return (error.code, error.byte)
    } catch {
      Issue.record(error)
    }
    return nil
  }

  // MARK: Messages

  @Test func `A message has its header, and the bytes that its length covers`() throws {
    let datagram =
      Bytes.message(16, [1, 2, 3, 4, 5], flags: 0x8001, sequence: 0xFFFF_FFFE)
      + Bytes.message(0xFFFF, flags: 0, sequence: 0)
    let found = try messages(datagram)
    #expect(found.map(\.payload) == [[1, 2, 3, 4, 5], []])
    #expect(found[0].header.type == 16)
    #expect(found[0].header.flags == 0x8001)
    #expect(found[0].header.sequence == 0xFFFF_FFFE)
    #expect(found[1].header.type == 0xFFFF)
    #expect(try messages([]).isEmpty)
    #expect(try messages(datagram, atMost: 1).count == 1)
  }

  @Test func `The last message may end without its padding`() throws {
    let datagram = Bytes.message(16, [1], sequence: 1)
    for count in 17...20 {
      #expect(try messages(Array(datagram.prefix(count))).map(\.payload) == [[1]])
    }
  }

  @Test(arguments: [0, 1, 4, 15, 17, 21, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFC, 0xFFFF_FFFF])
  func `A length outside the datagram is an error`(length: UInt32) {
    let wrong = Bytes.message(16, sequence: 1, length: length)
    let first = failure { () throws(NetlinkError) in try messages(wrong) }
    #expect(first?.code == .lengthOutOfRange && first?.byte == 0)
    let right = Bytes.message(16, [1, 2, 3, 4], sequence: 1)
    let second = failure { () throws(NetlinkError) in try messages(right + wrong) }
    #expect(second?.code == .lengthOutOfRange && second?.byte == right.count)
  }

  @Test func `A header that does not fit is an error`() {
    let message = Bytes.message(16, sequence: 1)
    for count in 1..<16 {
      let rest = message.prefix(count)
      let found = failure { () throws(NetlinkError) in try messages(message + rest) }
      #expect(found?.code == .headerTruncated && found?.byte == 16)
    }
  }

  // MARK: Attributes

  @Test func `An attribute has its type without marks, and the bytes of its length`() throws {
    let bytes =
      Bytes.attribute(1, [1]) + Bytes.attribute(0x8002, []) + Bytes.attribute(0x4003, [1, 2, 3, 4])
      + Bytes.attribute(0xFFFF, [9, 8, 7, 6, 5])
    let found = try attributes(bytes)
    #expect(found.map(\.type) == [1, 2, 3, 0x3FFF])
    #expect(found.map(\.payload) == [[1], [], [1, 2, 3, 4], [9, 8, 7, 6, 5]])
    #expect(try attributes([]).isEmpty)
    for padding in 1...3 {
      #expect(try attributes(bytes.dropLast(padding)).map(\.type) == found.map(\.type))
    }
  }

  @Test(arguments: [0, 1, 2, 3, 9, 12, 0x7FFF, 0x8000, 0xFFFF])
  func `An attribute whose length lies outside is an error`(length: UInt16) {
    let wrong = Bytes.attribute(1, [1, 2, 3, 4], length: length)
    let first = failure { () throws(NetlinkError) in try attributes(wrong) }
    #expect(first?.code == .lengthOutOfRange && first?.byte == 0)
    let right = Bytes.attribute(1, [1, 2, 3, 4, 5])
    let second = failure { () throws(NetlinkError) in try attributes(right + wrong) }
    #expect(second?.code == .lengthOutOfRange && second?.byte == right.count)
  }

  @Test func `An attribute header that does not fit is an error`() {
    for count in 1..<4 {
      let bytes = Bytes.attribute(1, [1, 2, 3, 4]) + [UInt8](repeating: 0, count: count)
      let found = failure { () throws(NetlinkError) in try attributes(bytes) }
      #expect(found?.code == .headerTruncated && found?.byte == 8)
    }
  }

  @Test func `Errors of the body end the walk at once`() {
    let stop = NetlinkError.interrupted(attempts: 3)
    var count = 0
    let inMessages = #expect(throws: NetlinkError.self) {
      let datagram = Bytes.message(16, sequence: 1) + Bytes.message(16, sequence: 1)
      try NetlinkMessages.forEach(in: datagram.span.bytes) { _, _ throws(NetlinkError) in
        count += 1
        throw stop
      }
    }
    let inAttributes = #expect(throws: NetlinkError.self) {
      let bytes = Bytes.attribute(1, []) + Bytes.attribute(2, [])
      try NetlinkAttributes.forEach(in: bytes.span.bytes, of: "sample") {
        _, _ throws(NetlinkError) in
        count += 1
        throw stop
      }
    }
    #expect(inMessages == stop && inAttributes == stop && count == 2)
  }
}
