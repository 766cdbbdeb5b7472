#if os(Linux)
  internal import LibC
  internal import MPTCP

  /// The addresses of this machine.
  enum LocalAddress {
    /// Whether the address of an endpoint is on an interface of the calling thread's network
    /// namespace; also where that cannot be told.
    ///
    /// The kernel is asked to bind a socket to it, as it does for a subflow.
    static func exists(_ endpoint: MPTCPEndpoint) -> Bool {
      var storage = sockaddr_storage()
      let length = withUnsafeMutableBytes(of: &storage) { bytes -> Int? in
        switch endpoint.address {
        case .ipv4(let address, _):
          var name = sockaddr_in()
          name.sin_family = sa_family_t(AF_INET)
          withUnsafeMutableBytes(of: &name.sin_addr) { field in
            withUnsafeBytes(of: address.bytes) { field.copyMemory(from: $0) }
          }
          withUnsafeBytes(of: name) { bytes.copyMemory(from: $0) }
          return MemoryLayout<sockaddr_in>.size
        case .ipv6(let address, _, _, _):
          var name = sockaddr_in6()
          name.sin6_family = sa_family_t(AF_INET6)
          name.sin6_scope_id = endpoint.interfaceIndex ?? 0
          withUnsafeMutableBytes(of: &name.sin6_addr) { field in
            for index in address.groups.indices {
              field[2 * index] = UInt8(address.groups[index] >> 8)
              field[2 * index + 1] = UInt8(address.groups[index] & 0xFF)
            }
          }
          withUnsafeBytes(of: name) { bytes.copyMemory(from: $0) }
          return MemoryLayout<sockaddr_in6>.size
        case .other:
          return nil
        }
      }
      guard let length else { return true }
      #if canImport(Musl)
        let type = SOCK_DGRAM | SOCK_CLOEXEC
      #else
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
      #endif
      let descriptor = socket(Int32(endpoint.address.family), type, 0)
      guard descriptor >= 0 else { return true }
      defer { _ = close(descriptor) }
      if var interface = endpoint.interfaceIndex {
        // Addresses of a VRF are found by its interfaces only. Before Linux 5.7 that takes a right.
        _ = setsockopt(
          descriptor, SOL_SOCKET, bindToInterface, &interface, socklen_t(MemoryLayout<UInt32>.size))
      }
      let status = withUnsafePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(length))
        }
      }
      return status == 0 || errno != EADDRNOTAVAIL
    }

    /// SO_BINDTOIFINDEX.
    private static let bindToInterface: Int32 = 62
  }
#endif
