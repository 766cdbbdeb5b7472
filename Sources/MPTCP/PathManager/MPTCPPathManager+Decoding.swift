package import Netlink
internal import UAPIStructs

extension MPTCPPathManager.Limits {
  /// Reads the answer to MPTCP_PM_CMD_GET_LIMITS.
  package init(message: RawSpan) throws(NetlinkError) {
    let subject = "MPTCP_PM_CMD_GET_LIMITS"
    var subflows: UInt32?
    var addresses: UInt32?
    try GenericNetlink.forEachAttribute(of: message, subject: subject) {
      type, payload throws(NetlinkError) in
      switch MPTCPPathManagerAttribute(rawValue: type) {
      case .subflows: subflows = try NetlinkAttributes.integer(payload, of: subject)
      case .acceptedAddresses: addresses = try NetlinkAttributes.integer(payload, of: subject)
      default: break
      }
    }
    guard let subflows, let addresses else {
      let name = subflows == nil ? "MPTCP_PM_ATTR_SUBFLOWS" : "MPTCP_PM_ATTR_RCV_ADD_ADDRS"
      throw .missing(name, in: subject)
    }
    self.init(additionalSubflows: subflows, acceptedAddresses: addresses)
  }
}

extension MPTCPEndpoint {
  /// Hands over the endpoints of one message of the answer to MPTCP_PM_CMD_GET_ADDR.
  ///
  /// - Parameter interfaceName: gives the name of an interface, if it has one.
  package static func forEach(
    in message: RawSpan, interfaceName: (UInt32) -> String?, _ body: (MPTCPEndpoint) -> Void
  ) throws(NetlinkError) {
    try GenericNetlink.forEachAttribute(of: message, subject: subject) {
      type, payload throws(NetlinkError) in
      guard MPTCPEndpointReference(rawValue: type) == .address else { return }
      body(try MPTCPEndpoint(attributes: payload, interfaceName: interfaceName))
    }
  }

  /// Reads the attributes of one endpoint; those that are not known are left out.
  private init(
    attributes: RawSpan, interfaceName: (UInt32) -> String?
  ) throws(NetlinkError) {
    let subject = Self.subject
    var id: UInt8?
    var family: UInt16?
    var flags: UInt32 = 0
    var port: UInt16 = 0
    var interface: UInt32 = 0
    var ipv4: MPTCPAddress.IPv4?
    var ipv6: MPTCPAddress.IPv6?
    try NetlinkAttributes.forEach(in: attributes, of: subject) {
      type, payload throws(NetlinkError) in
      switch MPTCPEndpointAttribute(rawValue: type) {
      case .family: family = try NetlinkAttributes.integer(payload, of: subject)
      case .id: id = try NetlinkAttributes.integer(payload, of: subject)
      case .port: port = try NetlinkAttributes.integer(payload, of: subject)
      case .flags: flags = try NetlinkAttributes.integer(payload, of: subject)
      case .interfaceIndex: interface = try NetlinkAttributes.integer(payload, of: subject)
      case .ipv4Address:
        let _: UInt32 = try NetlinkAttributes.integer(payload, of: subject)
        ipv4 = MPTCPAddress.IPv4(payload)
      case .ipv6Address:
        let _: UInt128 = try NetlinkAttributes.integer(payload, of: subject)
        ipv6 = MPTCPAddress.IPv6(payload)
      default: break
      }
    }
    guard let id else { throw .missing("MPTCP_PM_ADDR_ATTR_ID", in: subject) }
    guard let family else { throw .missing("MPTCP_PM_ADDR_ATTR_FAMILY", in: subject) }
    let address: MPTCPAddress
    switch family {
    case MPTCPAddress.ipv4Family:
      guard let ipv4 else { throw .missing("MPTCP_PM_ADDR_ATTR_ADDR4", in: subject) }
      address = .ipv4(ipv4, port: port)
    case MPTCPAddress.ipv6Family:
      guard let ipv6 else { throw .missing("MPTCP_PM_ADDR_ATTR_ADDR6", in: subject) }
      address = .ipv6(ipv6, port: port, flowInfo: 0, scopeID: 0)
    default:
      address = .other(family: family, bytes: [])
    }
    self.init(
      id: id, address: address, flags: MPTCPEndpointFlags(rawValue: flags),
      interfaceIndex: interface == 0 ? nil : interface,
      interfaceName: interface == 0 ? nil : interfaceName(interface))
  }

  private static let subject = "MPTCP_PM_CMD_GET_ADDR"
}
