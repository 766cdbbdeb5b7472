package import Netlink
package import UAPIStructs

extension MPTCPSocketList {
  /// A subflow as the kernel's list of TCP sockets shows it.
  ///
  /// It never changes, and is a class because of its size alone: lists of thousands copy it for nothing.
  public final class Subflow: Sendable {
    /// Addresses, state, queues.
    package let socket: MPTCPSocketList.InetSocket
    /// What TCP knows of the subflow: the attribute INET_DIAG_INFO, which is always whole.
    public let tcpInfo: TCPInfo?
    /// What the subflow is and how far it came, or `nil` where the kernel does not say.
    public let flags: MPTCPSubflowFlags?
    /// The number of this end's address in the connection; 0 is the address of the first subflow.
    public let localID: UInt8?
    /// The number of the peer's address in the connection; 0 is the address of the first subflow.
    public let remoteID: UInt8?
    /// The token of the connection to which the subflow belongs, at this end.
    public let token: UInt32?
    /// The token of the connection at the other end; 0 where this end does not need it.
    public let remoteToken: UInt32?
    /// Bytes written to the subflow, counted modulo 2^32 from its start.
    ///
    /// This and the numbers of mappings below are for those with CAP_NET_ADMIN alone.
    public let relativeWriteSequence: UInt32?
    /// The sequence number of MPTCP at which the newest mapping begins.
    public let mapSequence: UInt64?
    /// The sequence number of TCP at which the newest mapping begins, counted from that of the subflow's
    /// start.
    public let mapSubflowSequence: UInt32?
    /// What the sequence numbers of the subflow are counted from.
    public let subflowSequenceOffset: UInt32?
    /// How many bytes the newest mapping covers.
    public let mapLength: UInt16?
    /// What the kernel says about the subflow in attributes that are not known here: number and bytes.
    public let unknownAttributes: [UInt16: [UInt8]]

    /// Reads a message of the list of TCP sockets: `nil` for a socket that is not a subflow.
    ///
    /// - Throws: ``NetlinkError/answer(_:)`` where lengths contradict the bytes.
    package init?(_ message: RawSpan, kernel: KernelKnowledge) throws(NetlinkError) {
      // Most sockets of a machine are none of MPTCP: that is looked at before anything is decoded.
      guard message.byteCount >= MPTCPSocketList.InetSocket.size else {
        _ = try MPTCPSocketList.InetSocket(message)
        return nil
      }
      let attributes = message.extracting(MPTCPSocketList.InetSocket.size..<message.byteCount)
      var details: Details?
      try NetlinkAttributes.forEach(in: attributes, of: "inet_diag_msg of TCP") {
        type, payload throws(NetlinkError) in
        if type == InetDiagnostics.upperLayerAttribute { details = try Details(payload) }
      }
      guard let details else { return nil }
      var info: TCPInfo?
      try NetlinkAttributes.forEach(in: attributes, of: "inet_diag_msg of TCP") {
        type, payload throws(NetlinkError) in
        if type == InetDiagnostics.infoAttribute {
          info = TCPInfo(payload, extent: .whole, kernel: kernel)
        }
      }
      socket = try MPTCPSocketList.InetSocket(message)
      tcpInfo = info
      flags = details.flags.map(MPTCPSubflowFlags.init(rawValue:))
      localID = details.localID
      remoteID = details.remoteID
      token = details.token
      remoteToken = details.remoteToken
      relativeWriteSequence = details.relativeWriteSequence
      mapSequence = details.mapSequence
      mapSubflowSequence = details.mapSubflowSequence
      subflowSequenceOffset = details.subflowSequenceOffset
      mapLength = details.mapLength
      unknownAttributes = details.unknown
    }

    /// Whether an end asked that the subflow carries data only while no other does.
    public var isBackup: Bool {
      flags.map { !$0.isDisjoint(with: [.remoteBackup, .localBackup]) } ?? false
    }
  }
}

extension MPTCPSocketList.Subflow {
  /// The attribute INET_DIAG_ULP_INFO of a socket whose upper layer is MPTCP.
  private struct Details {
    var token: UInt32?
    var remoteToken: UInt32?
    var relativeWriteSequence: UInt32?
    var mapSequence: UInt64?
    var mapSubflowSequence: UInt32?
    var subflowSequenceOffset: UInt32?
    var mapLength: UInt16?
    var flags: UInt32?
    var localID: UInt8?
    var remoteID: UInt8?
    var unknown: [UInt16: [UInt8]] = [:]

    /// `nil` for another upper layer, such as TLS.
    init?(_ upperLayer: RawSpan) throws(NetlinkError) {
      var isMPTCP = false
      try NetlinkAttributes.forEach(in: upperLayer, of: "INET_DIAG_ULP_INFO") {
        type, payload throws(NetlinkError) in
        switch type {
        case InetDiagnostics.upperLayerNameAttribute:
          isMPTCP = payload.begins(with: "mptcp")
        case InetDiagnostics.upperLayerMPTCPAttribute:
          try NetlinkAttributes.forEach(in: payload, of: "INET_ULP_INFO_MPTCP") { type, value in
            take(MPTCPSubflowAttribute(rawValue: type), value)
          }
        default: break
        }
      }
      guard isMPTCP else { return nil }
    }

    private mutating func take(_ attribute: MPTCPSubflowAttribute, _ value: RawSpan) {
      switch attribute {
      case .remoteToken: remoteToken = Self.integer(value)
      case .localToken: token = Self.integer(value)
      case .relativeWriteSequence: relativeWriteSequence = Self.integer(value)
      case .mapSequence: mapSequence = Self.integer(value)
      case .mapSubflowSequence: mapSubflowSequence = Self.integer(value)
      case .subflowSequenceOffset: subflowSequenceOffset = Self.integer(value)
      case .mapLength: mapLength = Self.integer(value)
      case .flags: flags = Self.integer(value)
      case .remoteID: remoteID = Self.integer(value)
      case .localID: localID = Self.integer(value)
      // It only makes room.
      case .padding: break
      default: unknown[attribute.rawValue] = value.array
      }
    }

    /// The value of an attribute that has exactly the size of its type.
    private static func integer<Value: FixedWidthInteger & BitwiseCopyable>(
      _ payload: RawSpan
    ) -> Value? {
      payload.byteCount == MemoryLayout<Value>.size ? payload.native(at: 0) : nil
    }
  }
}

extension RawSpan {
  /// Whether a C string is this one.
  fileprivate func begins(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard byteCount >= count, byteCount == count || self[byteAt: count] == 0 else { return false }
    // A static string has as many bytes as it says.
    for index in 0..<count where unsafe text.utf8Start[index] != self[byteAt: index] {
      return false
    }
    return true
  }
}

// What the kernel says of every socket.
extension MPTCPSocketList.Subflow {
  /// The state of the connection.
  public var state: TCPInfo.State { socket.state }
  /// The address of this end.
  public var local: MPTCPAddress { socket.local }
  /// The address of the other end.
  public var remote: MPTCPAddress { socket.remote }
  /// The inode of the socket, by which processes refer to it; 0 where no process holds it.
  public var inode: UInt32 { socket.inode }
  /// The user who opened the socket.
  public var userID: UInt32 { socket.userID }
  /// The kernel's number of the socket, which is not its identity: see ``MPTCPSocketList/Identity``.
  public var cookie: UInt64 { socket.cookie }
  /// Bytes that wait for the program to read them.
  public var receiveQueue: UInt32 { socket.receiveQueue }
  /// Bytes that the peer has not confirmed.
  public var sendQueue: UInt32 { socket.sendQueue }
  /// The interface to which the socket is bound, or 0.
  public var interfaceIndex: UInt32 { socket.interfaceIndex }
}
