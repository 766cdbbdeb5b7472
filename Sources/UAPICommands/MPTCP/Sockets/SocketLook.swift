#if os(Linux)
  internal import LibC
  internal import UAPIText
  internal import MPTCP
  internal import Netlink
  internal import UAPIStructs

  /// One look at the MPTCP sockets of this network namespace.
  struct SocketLook {
    /// What is looked at.
    struct Scope {
      /// The one process whose sockets are of interest; `nil` for all.
      var pid: Int32?
      var includesListeners = true
      var includesSubflows = true
      var includesOwners = true
      /// What is known of the running kernel. The few fields that a table shows need none of it, and
      /// to decode thousands of structs takes longer with it.
      var kernel = KernelKnowledge.unknown
    }

    /// Microseconds since 1970.
    var time: Int
    /// Microseconds of a clock that cannot be set.
    var uptime: Int
    let scope: Scope
    var entries: [MPTCPSocketList.Entry]
    var owners: MPTCPSocketList.Owners
    /// Whether the kernel does not tell which TCP sockets are subflows.
    var hidesSubflows: Bool
  }

  extension SocketLook {
    /// Looks now.
    ///
    /// - Throws: ``CommandFailure`` where there is nothing to be seen.
    init(_ scope: Scope) throws(CommandFailure) {
      self.scope = scope
      if let pid = scope.pid { try ProcessView.check(pid) }
      let list: MPTCPSocketList
      do throws(NetlinkError) {
        list = try MPTCPSocketList.current(
          includesListeners: scope.includesListeners, includesSubflows: scope.includesSubflows,
          kernel: scope.kernel)
      } catch {
        throw SocketListFailure.failure(error)
      }
      time = Self.microseconds(CLOCK_REALTIME)
      uptime = Self.microseconds(CLOCK_MONOTONIC)
      hidesSubflows = list.hidesSubflows
      let inodes = list.entries.lazy.map(\.inode).filter { $0 != 0 }
      let isNarrow = scope.pid != nil
      let owners =
        scope.includesOwners || isNarrow
        ? MPTCPSocketList.Owners.current(ofInodes: inodes, pid: scope.pid)
        : MPTCPSocketList.Owners([:])
      self.owners = owners
      entries =
        isNarrow
        ? list.entries.filter { !owners.owners(ofInode: $0.inode).isEmpty } : list.entries
    }

    private static func microseconds(_ clock: clockid_t) -> Int {
      var time = timespec()
      clock_gettime(clock, &time)
      return Int(time.tv_sec) * 1_000_000 + Int(time.tv_nsec) / 1000
    }
  }
#endif
