/// What is asked of the kernel: a type, flags, and the bytes of the family's own header and
/// attributes.
package struct NetlinkRequest {
  package let type: UInt16
  package let flags: UInt16
  /// The call as errors name it.
  package let name: String
  private(set) var payload: [UInt8] = []

  /// A request without any payload yet.
  package init(_ name: String, type: UInt16, flags: UInt16) {
    self.name = name
    self.type = type
    self.flags = flags
  }

  /// Appends an integer in this machine's byte order.
  package mutating func append(_ value: some FixedWidthInteger) {
    let count = value.bitWidth / 8
    // The first byte of the native order is the lowest one of this value.
    let ordered = value.littleEndian
    for index in 0..<count { payload.append(UInt8(truncatingIfNeeded: ordered >> (8 * index))) }
  }

  /// Appends an attribute and the padding behind it.
  package mutating func append(attribute type: UInt16, _ bytes: [UInt8]) {
    append(UInt16(truncatingIfNeeded: 4 + bytes.count))
    append(type)
    payload += bytes
    payload += [UInt8](repeating: 0, count: bytes.count.netlinkAligned - bytes.count)
  }

  /// The message as it is sent.
  func message(sequence: UInt32) -> [UInt8] {
    var message = NetlinkRequest(name, type: type, flags: flags)
    message.append(UInt32(truncatingIfNeeded: NetlinkHeader.size + payload.count))
    message.append(type)
    message.append(flags)
    message.append(sequence)
    // The kernel knows the sender.
    message.append(UInt32(0))
    return message.payload + payload
  }
}
