#if os(Linux) || os(Android)
  internal import LibC
  internal import UAPIStructs

  extension MPTCPSupport {
    /// Opens an MPTCP socket and closes it again.
    public static func probe() -> MPTCPSupport {
      var result = open(AF_INET)
      // A system without IPv4 may still speak MPTCP.
      if case .failed(LinuxErrno.noSuchFamily) = result { result = open(AF_INET6) }
      return result
    }

    private static func open(_ family: Int32) -> MPTCPSupport {
      #if canImport(Musl) || canImport(Android)
        let type = SOCK_STREAM | SOCK_CLOEXEC
      #else
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      #endif
      let descriptor = socket(family, type, protocolNumber)
      guard descriptor >= 0 else { return MPTCPSupport(socketErrno: errno) }
      // Whatever close says, the descriptor is gone.
      _ = close(descriptor)
      return .available
    }
  }
#else
  extension MPTCPSupport {
    /// There is no such socket on this system.
    public static func probe() -> MPTCPSupport { .notLinux }
  }
#endif
