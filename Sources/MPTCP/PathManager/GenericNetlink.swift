internal import UAPIStructs

/// Generic netlink: families that have a name, and a number that each kernel chooses anew.
enum GenericNetlink {
  /// A request of a command to a family.
  ///
  /// - Parameter isDump: asks for everything that there is; else for one answer.
  static func request(
    _ name: String, family: UInt16, command: UInt8, version: UInt8, isDump: Bool = false
  ) -> NetlinkRequest {
    // One answer does not say that it is the last one; the acknowledgement behind it does.
    let kind = isDump ? NetlinkHeader.dump : NetlinkHeader.acknowledge
    var request = NetlinkRequest(name, type: family, flags: NetlinkHeader.request | kind)
    request.append(command)
    request.append(version)
    request.append(UInt16(0))
    return request
  }

  /// Hands over the attributes of a message, which follow the command and its version.
  static func forEachAttribute(
    of message: RawSpan, subject: String,
    _ body: (_ type: UInt16, _ payload: RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) {
    guard message.byteCount >= headerSize else {
      throw .answer(
        AnswerError(
          .headerTruncated, subject: subject, byte: 0,
          reason: "the header takes \(headerSize) bytes, the message has \(message.byteCount)"))
    }
    try NetlinkAttributes.forEach(
      in: message.extracting(headerSize..<message.byteCount), of: subject, body)
  }

  // MARK: - The family that knows the others

  /// Asks for the number of a family.
  static func familyRequest(name: String) -> NetlinkRequest {
    var request = request(
      "CTRL_CMD_GETFAMILY \(name)", family: controller, command: getFamily, version: 1)
    request.append(attribute: familyNameAttribute, Array(name.utf8) + [0])
    return request
  }

  /// The number in the answer, or `nil` where it names none.
  static func familyNumber(in message: RawSpan) throws(NetlinkError) -> UInt16? {
    let subject = "CTRL_CMD_GETFAMILY"
    var number: UInt16?
    try forEachAttribute(of: message, subject: subject) {
      type, payload throws(NetlinkError) in
      if type == familyNumberAttribute {
        number = try NetlinkAttributes.integer(payload, of: subject)
      }
    }
    return number
  }

  private static let headerSize = 4
  /// GENL_ID_CTRL, the only fixed number.
  private static let controller: UInt16 = 16
  private static let getFamily: UInt8 = 3
  private static let familyNumberAttribute: UInt16 = 1
  private static let familyNameAttribute: UInt16 = 2
}

extension NetlinkAttributes {
  /// The integer that an attribute holds. Bytes behind it are left alone, as the kernel does.
  static func integer<Value: FixedWidthInteger & BitwiseCopyable>(
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
}
