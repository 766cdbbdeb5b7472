internal import UAPIStructs

/// The attributes of a message or inside another attribute: `struct nlattr` and what follows it.
package enum NetlinkAttributes {
  /// Hands over each attribute in turn, with its type free of the two marks for nesting and byte
  /// order.
  ///
  /// - Parameters:
  ///   - bytes: the attributes, the first one at the start.
  ///   - subject: what they belong to, for errors.
  /// - Throws: ``NetlinkError`` of the body, and ``NetlinkError/answer(_:)`` where a length
  ///   contradicts the bytes that there are.
  package static func forEach(
    in bytes: RawSpan, of subject: @autoclosure () -> String,
    _ body: (_ type: UInt16, _ payload: RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) {
    var offset = 0
    while offset < bytes.byteCount {
      let room = bytes.byteCount - offset
      guard room >= headerSize else {
        throw .answer(
          AnswerError(
            .headerTruncated, subject: subject(), byte: offset,
            reason: "an attribute header takes \(headerSize) bytes, \(room) are left"))
      }
      let length = Int(bytes.native(UInt16.self, at: offset))
      guard length >= headerSize, length <= room else {
        throw .answer(
          AnswerError(
            .lengthOutOfRange, subject: subject(), byte: offset,
            reason: "nla_len \(length) does not lie in \(headerSize)...\(room)"))
      }
      let type = bytes.native(UInt16.self, at: offset + 2) & typeMask
      try body(type, bytes.extracting((offset + headerSize)..<(offset + length)))
      offset += Swift.min(length.netlinkAligned, room)
    }
  }

  /// The text of an attribute: up to its end or its first zero byte.
  package static func text(_ payload: RawSpan) -> String {
    String(decoding: payload.array.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static let headerSize = 4
  /// Without NLA_F_NESTED and NLA_F_NET_BYTEORDER.
  private static let typeMask: UInt16 = 0x3FFF
}
