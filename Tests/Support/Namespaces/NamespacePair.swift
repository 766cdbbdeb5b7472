#if os(Linux)
  /// Two network namespaces, joined by links of their own.
  package struct NamespacePair: Sendable {
    /// A pair of interfaces of the same name, one in each namespace.
    package struct Link: Sendable {
      /// From 1 on.
      package let index: Int
      /// The name of both interfaces.
      package var device: String { "link\(index)" }
      /// The addresses of the client's end.
      package var client: Addresses { Addresses(link: index, host: 1) }
      /// The addresses of the server's end.
      package var server: Addresses { Addresses(link: index, host: 2) }
    }

    /// The addresses of one end of a link.
    package struct Addresses: Sendable {
      fileprivate let link: Int
      fileprivate let host: Int
      package var ipv4: String { "10.0.\(link).\(host)" }
      package var ipv6: String { "fd00:\(link)::\(host)" }
    }

    package let client: NetworkNamespace
    package let server: NetworkNamespace
    /// The links, each a network of its own: 10.0.N.0/24, and fd00:N::/64 where IPv6 was asked for.
    package let links: [Link]

    /// Makes a pair of namespaces for a closure, and ends them after it as
    /// ``NetworkNamespace/with(_:)`` does.
    ///
    /// What the client sends from the address of a link goes over this link, to any address of the
    /// server; the server answers over the link of the address that it answers to.
    package static func with<Value>(
      links count: Int, ipv6: Bool = false, _ body: (NamespacePair) throws -> Value
    ) throws -> Value {
      let pair = NamespacePair(
        client: try NetworkNamespace(), server: try NetworkNamespace(),
        links: (0..<count).map { Link(index: $0 + 1) })
      return try NetworkNamespace.ending([pair.client, pair.server]) {
        // The links first, since their ends come into being together.
        try pair.configure(pair.client) { link in
          let device = link.device
          return [
            "link add \(device) type veth peer name \(device) netns \(pair.server.path)",
            "link set \(device) addrgenmode none up",
          ] + Self.addresses(of: link.client, on: device, ipv6)
            + Self.routes(from: link.client.ipv4, to: link.server.ipv4, over: link)
        }
        if ipv6 {
          try pair.configure(pair.client, options: ["-6"]) { link in
            Self.routes(from: link.client.ipv6, to: link.server.ipv6, over: link)
          }
        }
        try pair.configure(pair.server) { link in
          ["link set \(link.device) addrgenmode none up"]
            + Self.addresses(of: link.server, on: link.device, ipv6)
        }
        return try body(pair)
      }
    }

    /// Makes the links slow and the buffers of sockets large, so that a sender has many bytes under
    /// way, and work for all of its subflows.
    ///
    /// Without that the other end acknowledges before the next bytes are sent, and the scheduler
    /// hardly ever needs a second subflow.
    package func slowDown() throws {
      for namespace in [client, server] {
        for direction in ["rmem", "wmem"] {
          try namespace.setSysctl("net.ipv4.tcp_\(direction)", to: "4096 4194304 8388608")
        }
        let lines = links.map { link in
          "qdisc add dev \(link.device) root tbf rate 200mbit burst 32kb latency 500ms\n"
        }
        try namespace.run(["tc", "-batch", "-"], input: lines.joined())
      }
    }

    private func configure(
      _ namespace: NetworkNamespace, options: [String] = [], _ commands: (Link) -> [String]
    ) throws {
      let lines = ["link set lo up"] + links.flatMap(commands)
      let input = lines.map { $0 + "\n" }.joined()
      try namespace.run(["ip"] + options + ["-batch", "-"], input: input)
    }

    private static func addresses(
      of end: Addresses, on device: String, _ ipv6: Bool
    ) -> [String] {
      ["address add \(end.ipv4)/24 dev \(device)"]
        + (ipv6 ? ["address add \(end.ipv6)/64 dev \(device) nodad"] : [])
    }

    /// A table of routes for what comes from an address: everything goes over its link.
    private static func routes(from address: String, to peer: String, over link: Link) -> [String] {
      let table = 100 + link.index
      return [
        "route add default via \(peer) dev \(link.device) table \(table)",
        "rule add from \(address) table \(table)",
      ]
    }
  }
#endif
