import Testing

#if os(Linux)
  import Glibc

  /// The rights of a thread.
  enum Capabilities {
    /// Takes CAP_NET_ADMIN from the calling thread, and from no other.
    static func dropNetworkAdministration() throws {
      typealias Call =
        @convention(c) (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>) ->
        Int32
      let read = unsafeBitCast(try #require(dlsym(nil, "capget")), to: Call.self)
      let write = unsafeBitCast(try #require(dlsym(nil, "capset")), to: Call.self)
      // _LINUX_CAPABILITY_VERSION_3 and this thread; effective, permitted, inheritable, two words
      // of each.
      var header: [UInt32] = [0x2008_0522, 0]
      var rights = [UInt32](repeating: 0, count: 6)
      try #require(read(&header, &rights) == 0)
      for index in 0..<3 { rights[index] &= ~(1 << 12) }
      try #require(write(&header, &rights) == 0)
    }
  }
#endif
