/// Bytes as netlink has them, made by hand: in the order of this machine.
package enum NetlinkBytes {
  /// An integer.
  package static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value) { [UInt8]($0) }
  }

  /// NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN.
  package static let (nothing, error, done, overrun): (UInt16, UInt16, UInt16, UInt16) = (
    1, 2, 3, 4
  )
  /// A type of one family alone: SOCK_DIAG_BY_FAMILY.
  package static let entry: UInt16 = 20

  /// NLM_F_MULTI, NLM_F_DUMP_INTR, NLM_F_CAPPED, NLM_F_ACK_TLVS.
  package static let (multi, interrupted, capped, words): (UInt16, UInt16, UInt16, UInt16) =
    (0x2, 0x10, 0x100, 0x200)

  /// A message, and the padding after it.
  package static func message(
    _ type: UInt16, _ payload: [UInt8] = [], flags: UInt16 = multi, sequence: UInt32,
    length: UInt32? = nil
  ) -> [UInt8] {
    padded(
      bytes(length ?? UInt32(16 + payload.count)) + bytes(type) + bytes(flags)
        + bytes(sequence) + bytes(UInt32(4711)) + payload)
  }

  /// The end of a dump.
  package static func done(sequence: UInt32, status: Int32 = 0, flags: UInt16 = multi) -> [UInt8] {
    message(done, bytes(status), flags: flags, sequence: sequence)
  }

  /// An attribute, and the padding after it.
  package static func attribute(_ type: UInt16, _ payload: [UInt8], length: UInt16? = nil)
    -> [UInt8]
  {
    padded(bytes(length ?? UInt16(4 + payload.count)) + bytes(type) + payload)
  }

  package static func text(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: -bytes.count & 3)
  }
}
