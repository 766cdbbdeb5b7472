#if os(Linux) || os(Android)
  internal import LibC
#endif
public import Netlink
internal import UAPIStructs

extension MPTCPPathManager {
  /// Asks for the number of the family, for the limits and for the endpoints.
  package init(asking exchange: NetlinkExchange) throws(NetlinkError) {
    let family = try GenericNetlink.family(named: MPTCPNetlink.familyName, asking: exchange)
    let version = UInt8(truncatingIfNeeded: MPTCPNetlink.version)

    var limits: Limits?
    try exchange.perform(
      GenericNetlink.request(
        "MPTCP_PM_CMD_GET_LIMITS", family: family,
        command: MPTCPPathManagerCommand.getLimits.rawValue, version: version),
      restart: { limits = nil }
    ) { message throws(NetlinkError) in
      limits = try Limits(message: message)
    }
    guard let limits else { throw .nothing(in: "MPTCP_PM_CMD_GET_LIMITS") }

    var endpoints: [MPTCPEndpoint] = []
    try exchange.perform(
      GenericNetlink.request(
        "MPTCP_PM_CMD_GET_ADDR", family: family,
        command: MPTCPPathManagerCommand.getAddress.rawValue, version: version, isDump: true),
      restart: { endpoints = [] }
    ) { message throws(NetlinkError) in
      try MPTCPEndpoint.forEach(in: message, interfaceName: interfaceName) {
        endpoints.append($0)
      }
    }
    self.init(limits: limits, endpoints: endpoints)
  }
}

/// The name of an interface in the network namespace of the calling thread; elsewhere than on Linux,
/// none: an interface of this machine has nothing to do with that of the answer.
private func interfaceName(_ index: UInt32) -> String? {
  #if os(Linux) || os(Android)
    // IF_NAMESIZE, which no interface of Linux exceeds.
    var name = [CChar](repeating: 0, count: 16)
    // The call writes at most so many bytes, the zero byte included.
    guard unsafe if_indextoname(index, &name) != nil else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  #else
    return nil
  #endif
}

#if os(Linux) || os(Android)
  extension MPTCPPathManager {
    /// Asks the kernel how the path manager is set up in the network namespace of the calling
    /// thread. No right is needed for that.
    ///
    /// - Throws: ``NetlinkError``; ``NetlinkError/noFamily(_:)`` from a kernel that has no path
    ///   manager to ask: one before Linux 5.7, or one that was built without MPTCP.
    public static func current() throws(NetlinkError) -> MPTCPPathManager {
      try NetlinkSocket.withExchange(.generic) { exchange throws(NetlinkError) in
        try MPTCPPathManager(asking: exchange)
      }
    }
  }
#endif
