/// What is asked of the kernel: a type, and the bytes of the family's own header and attributes.
public struct NetlinkRequest {
  /// The type of the message: the number of the question.
  public let type: UInt16
  /// Whether it asks for everything that there is, which comes in many messages.
  public let isDump: Bool
  /// The question as errors name it.
  public let name: String
  /// What follows `struct nlmsghdr`.
  public private(set) var payload: [UInt8] = []

  /// A request without any payload yet.
  ///
  /// - Parameters:
  ///   - name: The question as errors name it: `RTM_GETADDR`.
  ///   - type: The number of the question.
  ///   - isDump: Asks for everything that there is; else for one answer.
  public init(_ name: String, type: UInt16, isDump: Bool = false) {
    self.name = name
    self.type = type
    self.isDump = isDump
  }

  /// Appends an integer in this machine's byte order.
  public mutating func append(_ value: some FixedWidthInteger) {
    let count = value.bitWidth / 8
    // The first byte of the native order is the lowest one of this value.
    let ordered = value.littleEndian
    for index in 0..<count { payload.append(UInt8(truncatingIfNeeded: ordered >> (8 * index))) }
  }

  /// Appends bytes as they are.
  public mutating func append(_ bytes: [UInt8]) { payload += bytes }

  /// Appends an attribute and the padding after it.
  public mutating func append(attribute type: UInt16, _ bytes: [UInt8]) {
    append(UInt16(truncatingIfNeeded: 4 + bytes.count))
    append(type)
    payload += bytes
    payload += [UInt8](repeating: 0, count: bytes.count.netlinkAligned - bytes.count)
  }

  /// Appends an attribute that holds an integer in this machine's byte order.
  public mutating func append(attribute type: UInt16, integer value: some FixedWidthInteger) {
    var bytes = NetlinkRequest("", type: 0)
    bytes.append(value)
    append(attribute: type, bytes.payload)
  }

  /// The message as it is sent.
  func message(sequence: UInt32) -> [UInt8] {
    // One answer does not say that it is the last one; the acknowledgement after it does.
    let kind = isDump ? NetlinkHeader.dump : NetlinkHeader.acknowledge
    var message = NetlinkRequest(name, type: type)
    message.append(UInt32(truncatingIfNeeded: NetlinkHeader.size + payload.count))
    message.append(type)
    message.append(NetlinkHeader.request | kind)
    message.append(sequence)
    // The kernel knows the sender.
    message.append(UInt32(0))
    return message.payload + payload
  }
}
