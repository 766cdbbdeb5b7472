#if os(Linux)
  extension NetworkNamespace {
    /// How many subflows and addresses the in-kernel path manager of the namespace allows.
    package func setMPTCPLimits(subflows: Int, addAddrAccepted: Int = 0) throws {
      try run(
        [
          "ip", "mptcp", "limits", "set", "subflows", "\(subflows)", "add_addr_accepted",
          "\(addAddrAccepted)",
        ])
    }

    /// Gives the path manager an address to use.
    ///
    /// - Parameters:
    ///   - flags: `subflow`, `signal`, `backup`, `fullmesh`.
    ///   - device: the interface that subflows of this address are bound to.
    package func addMPTCPEndpoint(
      _ address: String, id: Int, flags: [String], device: String? = nil
    ) throws {
      try run(
        ["ip", "mptcp", "endpoint", "add", address]
          + (device.map { ["dev", $0] } ?? []) + ["id", "\(id)"] + flags)
    }

    /// Takes an address away; its subflows end.
    package func deleteMPTCPEndpoint(id: Int) throws {
      try run(["ip", "mptcp", "endpoint", "delete", "id", "\(id)"])
    }
  }

  extension NamespacePair {
    /// Lets connections over the first link have a subflow over each other link too.
    ///
    /// The endpoints have the numbers of their links.
    package func useAllLinks(ipv6: Bool = false, flags: [String] = ["subflow"]) throws {
      try client.setMPTCPLimits(subflows: links.count - 1)
      try server.setMPTCPLimits(subflows: links.count - 1)
      for link in links.dropFirst() {
        try client.addMPTCPEndpoint(
          ipv6 ? link.client.ipv6 : link.client.ipv4, id: link.index, flags: flags,
          device: link.device)
      }
    }
  }
#endif
