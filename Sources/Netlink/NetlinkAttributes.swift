internal import UAPIStructs

/// The attributes of a message or inside another attribute: `struct nlattr` and what follows it.
public enum NetlinkAttributes {
  /// Hands over each attribute in turn, with its type free of the two marks for nesting and byte
  /// order.
  ///
  /// - Parameters:
  ///   - bytes: The attributes, the first one at the start.
  ///   - subject: What they belong to, for errors.
  ///   - body: Takes an attribute.
  /// - Throws: ``NetlinkError`` of the body, and ``NetlinkError/answer(_:)`` where a length
  ///   contradicts the bytes that there are.
  public static func forEach(
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

  /// Hands over the attributes of a message, which follow the header of its family.
  ///
  /// - Parameters:
  ///   - message: A message without its `struct nlmsghdr`.
  ///   - size: The size of the header of the family, which the message begins with.
  ///   - subject: What was asked for, for errors.
  ///   - body: Takes an attribute.
  /// - Throws: ``NetlinkError`` of the body, and ``NetlinkError/answer(_:)`` where a length
  ///   contradicts the bytes that there are.
  public static func forEach(
    in message: RawSpan, afterHeader size: Int, of subject: String,
    _ body: (_ type: UInt16, _ payload: RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) {
    guard message.byteCount >= size else {
      throw .answer(
        AnswerError(
          .headerTruncated, subject: subject, byte: 0,
          reason: "the header takes \(size) bytes, the message has \(message.byteCount)"))
    }
    try forEach(in: message.extracting(size..<message.byteCount), of: subject, body)
  }

  /// The text of an attribute: up to its end or its first zero byte.
  public static func text(_ payload: RawSpan) -> String {
    String(decoding: payload.array.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The integer that an attribute holds, in this machine's byte order. Bytes after it are left
  /// alone, as the kernel does.
  ///
  /// - Throws: ``NetlinkError/answer(_:)`` where there are fewer bytes than the integer has.
  public static func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    _ payload: RawSpan, of subject: String
  ) throws(NetlinkError) -> Value {
    let size = MemoryLayout<Value>.size
    guard payload.byteCount >= size else {
      throw .answer(
        AnswerError(
          .lengthOutOfRange, subject: subject, byte: 0,
          reason: "an attribute of \(payload.byteCount) bytes holds no integer of \(size)"))
    }
    return payload.native(at: 0)
  }

  private static let headerSize = 4
  /// Without NLA_F_NESTED and NLA_F_NET_BYTEORDER.
  private static let typeMask: UInt16 = 0x3FFF
}
