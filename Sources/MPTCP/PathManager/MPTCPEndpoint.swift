/// An address that the in-kernel path manager uses: for subflows of its own, or to announce it to
/// peers.
public struct MPTCPEndpoint: Hashable, Sendable {
  /// The address id, which the kernel gives to peers too. Ids start at 1.
  public let id: UInt8
  /// The address. Its port is 0 where the endpoint has none: see ``port``.
  public let address: MPTCPAddress
  /// What the endpoint is used for.
  public let flags: MPTCPEndpointFlags
  /// The index of the interface to which its subflows are bound, or `nil` for any interface.
  public let interfaceIndex: UInt32?
  /// The name of that interface, or `nil` where there is none, or none any more.
  public let interfaceName: String?

  /// An endpoint.
  public init(
    id: UInt8, address: MPTCPAddress, flags: MPTCPEndpointFlags, interfaceIndex: UInt32? = nil,
    interfaceName: String? = nil
  ) {
    self.id = id
    self.address = address
    self.flags = flags
    self.interfaceIndex = interfaceIndex
    self.interfaceName = interfaceName
  }

  /// The port on which the kernel listens for this endpoint, or `nil` where subflows use the port of
  /// the connection.
  public var port: UInt16? { address.port == 0 ? nil : address.port }
}

extension MPTCPEndpointFlags {
  /// The names of the flags in a fixed order, as `ip mptcp` writes them. Bits without a name come
  /// last, in hexadecimal.
  public var names: [String] {
    let known: [(MPTCPEndpointFlags, String)] = [
      (.signal, "signal"), (.subflow, "subflow"), (.backup, "backup"), (.fullmesh, "fullmesh"),
      (.implicit, "implicit"), (.laminar, "laminar"),
    ]
    var rest = rawValue
    var names: [String] = []
    for (flag, name) in known where contains(flag) {
      names.append(name)
      rest &= ~flag.rawValue
    }
    if rest != 0 { names.append("0x" + String(rest, radix: 16)) }
    return names
  }
}
