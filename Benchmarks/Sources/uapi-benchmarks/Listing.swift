#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
  import MPTCP

  /// Listing all MPTCP sockets of a machine, whole processes from start to end: ours and `ss`.
  enum Listing {
    static func run() throws -> Bool { true }
  }
#endif
