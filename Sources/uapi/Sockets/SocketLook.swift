#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif
  internal import MPTCP

  /// One look at the MPTCP sockets of this network namespace.
  struct SocketLook {
    /// Microseconds since 1970.
    var time: Int
    /// Microseconds of a clock that nobody sets.
    var uptime: Int
    var entries: [MPTCPSocketEntry]
    var owners: SocketOwners
    /// Whether the kernel does not tell which TCP sockets are subflows.
    var hidesSubflows: Bool

    /// Looks at all sockets, or at those of one process.
    init(pid: Int32?, showsOwners: Bool) throws(NetlinkError) {
      let list = try MPTCPSocketList()
      time = Self.microseconds(CLOCK_REALTIME)
      uptime = Self.microseconds(CLOCK_MONOTONIC)
      hidesSubflows = list.hidesSubflows
      let inodes = list.entries.lazy.map(\.socket.inode).filter { $0 != 0 }
      let owners =
        showsOwners || pid != nil ? SocketOwners(ofInodes: inodes, pid: pid) : SocketOwners([:])
      self.owners = owners
      entries =
        pid == nil
        ? list.entries : list.entries.filter { !owners.owners(ofInode: $0.socket.inode).isEmpty }
    }

    private static func microseconds(_ clock: clockid_t) -> Int {
      var time = timespec()
      clock_gettime(clock, &time)
      return Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1000
    }
  }
#endif
