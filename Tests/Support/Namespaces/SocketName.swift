#if os(Linux)
  internal import Glibc

  /// An address and a port, for the calls of sockets.
  package struct SocketName: Hashable, Sendable, CustomStringConvertible {
    /// The address in numbers: "10.0.1.2", "fd00:1::2", "::ffff:10.0.1.2".
    package let address: String
    package let port: UInt16

    package init(_ address: String, port: UInt16 = 0) {
      self.address = address
      self.port = port
    }

    package var isIPv6: Bool { address.contains(":") }
    package var description: String { isIPv6 ? "[\(address)]:\(port)" : "\(address):\(port)" }

    /// Calls a function that takes a `sockaddr`.
    func withAddress<Result>(
      _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Result
    ) throws -> Result {
      var storage = sockaddr_storage()
      let length = try withUnsafeMutableBytes(of: &storage) { bytes in
        var ipv4 = sockaddr_in()
        var ipv6 = sockaddr_in6()
        ipv4.sin_family = sa_family_t(AF_INET)
        ipv6.sin6_family = sa_family_t(AF_INET6)
        ipv4.sin_port = port.bigEndian
        ipv6.sin6_port = port.bigEndian
        let status =
          isIPv6
          ? inet_pton(AF_INET6, address, &ipv6.sin6_addr)
          : inet_pton(AF_INET, address, &ipv4.sin_addr)
        guard status == 1 else { throw FixtureError("\(address) is not an address") }
        if isIPv6 {
          withUnsafeBytes(of: ipv6) { bytes.copyMemory(from: $0) }
          return MemoryLayout<sockaddr_in6>.size
        }
        withUnsafeBytes(of: ipv4) { bytes.copyMemory(from: $0) }
        return MemoryLayout<sockaddr_in>.size
      }
      return try withUnsafePointer(to: storage) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          try body($0, socklen_t(length))
        }
      }
    }
  }
#endif
