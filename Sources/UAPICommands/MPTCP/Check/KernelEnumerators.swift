internal import BTF

/// The constants of MPTCP's enums that a kernel knows: commands, attributes and events of netlink.
///
/// Macros leave no trace in a kernel. Which socket options it knows, only asking tells.
struct KernelEnumerators {
  private let names: Set<String>

  /// Those of the running kernel; `nil` where it shows no types, or has no MPTCP.
  static var running: KernelEnumerators? {
    guard let types = try? BTFTypes.running(),
      let constants = try? types.enumConstants(withPrefix: prefix), !constants.isEmpty
    else { return nil }
    return KernelEnumerators(constants.map(\.name))
  }

  init(_ names: [String]) { self.names = Set(names) }

  private static let prefix = "MPTCP_"
  /// What the kernel's headers share with programs; its other enums of that prefix are its own.
  private static let shared = [
    "MPTCP_PM_CMD_", "MPTCP_PM_ADDR_ATTR_", "MPTCP_PM_ATTR_",
    "MPTCP_PM_ENDPOINT_", "MPTCP_SUBFLOW_ATTR_", "MPTCP_ATTR_", "MPTCP_EVENT_",
  ]

  /// What the kernel knows and a header does not declare, in alphabetical order.
  func missing(in header: [String]) -> [String] {
    names.subtracting(header).filter { name in Self.shared.contains { name.hasPrefix($0) } }
      .filter { !Self.isBound($0) }.sorted()
  }

  /// What a header declares and the kernel does not know, in the header's order.
  func unknown(of header: [String]) -> [String] {
    header.filter { name in
      name.hasPrefix(Self.prefix) && !names.contains(name) && !Self.isBound(name)
    }
  }

  /// Whether a name means the end of an enum, which grows with it.
  private static func isBound(_ name: String) -> Bool {
    name.hasSuffix("_MAX") || name.hasSuffix("_UNSPEC")
  }
}
