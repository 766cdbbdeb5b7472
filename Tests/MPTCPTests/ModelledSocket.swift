import ModelledNetlink
import MPTCP
import UAPIStructs

/// A socket as the kernel's list shows it: `struct inet_diag_msg` and attributes.
struct ModelledSocket {
  typealias Bytes = NetlinkBytes

  var family: UInt8 = 2
  var state: TCPInfo.State = .established
  var local: [UInt8] = [10, 0, 0, 1]
  var localPort: UInt16 = 1000
  var remote: [UInt8] = [10, 0, 0, 2]
  var remotePort: UInt16 = 80
  var interface: UInt32 = 0
  var cookie: UInt64 = 1
  var receiveQueue: UInt32 = 0x1111
  var inode: UInt32 = 0x4444
  var attributes: [UInt8] = []

  /// The message after the netlink header.
  var payload: [UInt8] {
    func address(_ bytes: [UInt8]) -> [UInt8] {
      bytes + [UInt8](repeating: 0, count: 16 - bytes.count)
    }
    return [family, state.rawValue, 7, 8] + Bytes.bytes(localPort.bigEndian)
      + Bytes.bytes(remotePort.bigEndian) + address(local) + address(remote)
      + Bytes.bytes(interface) + Bytes.bytes(UInt32(truncatingIfNeeded: cookie))
      + Bytes.bytes(UInt32(cookie >> 32)) + Bytes.bytes(UInt32(99))
      + Bytes.bytes(receiveQueue) + Bytes.bytes(UInt32(0x2222))
      + Bytes.bytes(UInt32(0x3333)) + Bytes.bytes(inode) + attributes
  }

  func entry() throws -> MPTCPSocketList.Entry {
    try MPTCPSocketList.Entry(payload.span.bytes, kernel: .unknown)
  }

  func subflow() throws -> MPTCPSocketList.Subflow? {
    try MPTCPSocketList.Subflow(payload.span.bytes, kernel: .unknown)
  }

  // MARK: Attributes

  /// INET_DIAG_INFO of an MPTCP socket.
  ///
  /// - Parameters:
  ///   - additional: the subflows that `mptcpi_subflows` counts.
  ///   - total: `mptcpi_subflows_total`, or `nil` for a kernel that has none.
  static func info(
    token: UInt32, flags: MPTCPInfo.Flags = .remoteKeyReceived, additional: UInt8 = 0,
    total: UInt8? = 1
  ) -> [UInt8] {
    // Linux 5.16 and 6.10.
    var info = [UInt8](repeating: 0, count: total == nil ? 40 : 96)
    info[0] = additional
    info.replaceSubrange(8..<12, with: Bytes.bytes(flags.rawValue))
    info.replaceSubrange(12..<16, with: Bytes.bytes(token))
    if let total { info[80] = total }
    return Bytes.attribute(2, info)
  }

  /// INET_DIAG_ULP_INFO of a subflow.
  ///
  /// - Parameter token: `nil` for a kernel that does not say.
  static func upperLayer(
    token: UInt32?, localID: UInt8 = 0, remoteID: UInt8 = 0, flags: MPTCPSubflowFlags = .connected,
    more: [UInt8] = []
  ) -> [UInt8] {
    var nested =
      Bytes.attribute(8, Bytes.bytes(flags.rawValue)) + Bytes.attribute(9, [remoteID])
      + Bytes.attribute(10, [localID]) + more
    if let token { nested += Bytes.attribute(2, Bytes.bytes(token)) }
    return Bytes.attribute(
      19, Bytes.attribute(1, Bytes.text("mptcp")) + Bytes.attribute(0x8003, nested))
  }

  // MARK: Sockets

  /// A connection with the number that its port and its cookie are to be.
  static func connection(
    _ number: UInt16, token: UInt32, flags: MPTCPInfo.Flags = .remoteKeyReceived, total: UInt8? = 1
  ) throws -> MPTCPSocketList.Entry {
    try ModelledSocket(
      localPort: number, cookie: UInt64(number),
      attributes: info(token: token, flags: flags, total: total)
    ).entry()
  }

  /// A listener with the port that it is to have.
  static func listener(_ number: UInt16) throws -> MPTCPSocketList.Entry {
    try ModelledSocket(
      state: .listening, local: [0, 0, 0, 0], localPort: number, remote: [0, 0, 0, 0],
      remotePort: 0, cookie: 10_000 + UInt64(number),
      attributes: info(token: 0, flags: [], total: 0)
    ).entry()
  }

  /// A subflow with the cookie that it is to have.
  static func subflow(
    _ cookie: UInt64, token: UInt32?, port: UInt16 = 1000, localID: UInt8 = 0,
    remoteID: UInt8 = 0, state: TCPInfo.State = .established
  ) throws -> MPTCPSocketList.Subflow {
    let socket = ModelledSocket(
      state: state, localPort: port, cookie: cookie,
      attributes: upperLayer(token: token, localID: localID, remoteID: remoteID))
    guard let subflow = try socket.subflow() else { throw NoSubflow() }
    return subflow
  }

  private struct NoSubflow: Error {}
}
