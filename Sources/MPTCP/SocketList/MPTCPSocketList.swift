/// All MPTCP sockets of a network namespace, with their subflows.
///
/// ```swift
/// for entry in try MPTCPSocketList.current().entries where entry.state == .established {
///   print(entry.remote, entry.subflowCount, entry.isFallback)
/// }
/// ```
///
/// The kernel lists MPTCP sockets and TCP sockets apart from each other: a subflow is a TCP socket
/// that names the token of its connection. Connections come and go between the two lists; each
/// entry has the subflows that were there when the second one was read, and where a subflow names an
/// unknown connection, the first one is read again.
public struct MPTCPSocketList: Sendable {
  /// The sockets in the kernel's order, IPv4 first. What a second look found comes last.
  public let entries: [MPTCPSocketList.Entry]
  /// Subflows whose connection is not among ``entries``: it is gone.
  public let strays: [MPTCPSocketList.Subflow]
  /// Whether the kernel keeps to itself which TCP sockets are subflows: it does not treat the caller as
  /// one with CAP_NET_ADMIN in the namespace, and names no subflow although connections have some.
  /// Linux 6.15 and later name subflows to everybody.
  public let hidesSubflows: Bool
}

extension MPTCPSocketList {
  /// Puts each subflow to its connection.
  ///
  /// - Parameters:
  ///   - sockets: what the list of MPTCP sockets shows.
  ///   - subflows: what the list of TCP sockets shows, or `nil` where it was not asked for.
  ///   - hidesSubflows: whether the kernel hides subflows; `nil` to tell by the lists alone.
  package init(
    sockets: [MPTCPSocketList.Entry], subflows: [MPTCPSocketList.Subflow]?,
    hidesSubflows: Bool? = nil
  ) {
    var entries = ListedSockets.once(sockets)
    var places: [UInt32: Int] = [:]
    places.reserveCapacity(subflows == nil ? 0 : entries.count)
    for index in entries.indices where subflows != nil {
      // A listener has no token, and no subflow names the token 0.
      if let token = entries[index].token, token != 0 { places[token] = index }
    }
    var strays: [MPTCPSocketList.Subflow] = []
    for subflow in ListedSockets.once(subflows ?? []) {
      if let token = subflow.token, let place = places[token] {
        entries[place].subflows.append(subflow)
      } else {
        strays.append(subflow)
      }
    }
    for index in entries.indices where entries[index].subflows.count > 1 {
      entries[index].subflows.sort { $0.order < $1.order }
    }
    self.entries = entries
    self.strays = strays
    self.hidesSubflows =
      hidesSubflows ?? (subflows?.isEmpty == true && entries.contains(where: \.hasSecretSubflows))
  }
}

extension MPTCPSocketList.Subflow {
  /// The first subflow has the ids 0 and 0; the cookie orders what shares both.
  fileprivate var order: (UInt8, UInt8, UInt64) { (localID ?? 0, remoteID ?? 0, socket.cookie) }
}
