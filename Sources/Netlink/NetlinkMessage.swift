internal import UAPIStructs

/// The header before each netlink message: `struct nlmsghdr`, 16 bytes.
package struct NetlinkHeader: Hashable, Sendable {
  package var type: UInt16
  package var flags: UInt16
  package var sequence: UInt32

  /// The size of the header.
  static let size = 16

  // Types that every family has.
  static let noOperation: UInt16 = 1
  static let error: UInt16 = 2
  static let done: UInt16 = 3
  static let overrun: UInt16 = 4

  // Flags.
  static let request: UInt16 = 0x1
  static let acknowledge: UInt16 = 0x4
  /// Asks for everything that there is.
  static let dump: UInt16 = 0x300
  /// In an answer: what is listed changed in the meantime.
  static let dumpInterrupted: UInt16 = 0x10
  /// In an error: the request is left out after its header.
  static let capped: UInt16 = 0x100
  /// In an error: attributes follow.
  static let errorAttributes: UInt16 = 0x200
}

/// The messages of a datagram.
package enum NetlinkMessages {
  /// Hands over each message in turn, until the body says that it has enough.
  ///
  /// - Throws: ``NetlinkError`` of the body, and ``NetlinkError/answer(_:)`` where a length
  ///   contradicts the bytes that there are.
  package static func forEach(
    in datagram: RawSpan,
    _ body: (_ header: NetlinkHeader, _ payload: RawSpan) throws(NetlinkError) -> Bool
  ) throws(NetlinkError) {
    var offset = 0
    while offset < datagram.byteCount {
      let room = datagram.byteCount - offset
      guard room >= NetlinkHeader.size else {
        throw .answer(
          AnswerError(
            .headerTruncated, subject: "netlink", byte: offset,
            reason: "a message header takes \(NetlinkHeader.size) bytes, \(room) are left"))
      }
      let length = Int(clamping: datagram.native(UInt32.self, at: offset))
      guard length >= NetlinkHeader.size, length <= room else {
        throw .answer(
          AnswerError(
            .lengthOutOfRange, subject: "netlink", byte: offset,
            reason: "nlmsg_len \(length) does not lie in \(NetlinkHeader.size)...\(room)"))
      }
      let header = NetlinkHeader(
        type: datagram.native(at: offset + 4), flags: datagram.native(at: offset + 6),
        sequence: datagram.native(at: offset + 8))
      let payload = datagram.extracting((offset + NetlinkHeader.size)..<(offset + length))
      guard try body(header, payload) else { return }
      // Messages start at multiples of four; the last one may end without the padding.
      offset += Swift.min(length.netlinkAligned, room)
    }
  }
}

extension Int {
  /// The next multiple of four, for a length that was checked to be small.
  var netlinkAligned: Int { (self + 3) & ~3 }
}
