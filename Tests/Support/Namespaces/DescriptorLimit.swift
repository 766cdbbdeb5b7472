#if os(Linux)
  internal import Glibc

  /// How many descriptors this process may have.
  enum DescriptorLimit {
    /// Makes room for some more descriptors than what everything else needs, if it is not there.
    static func raise(toHold count: Int) throws {
      var limit = rlimit()
      guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
        throw FixtureError(call: "getrlimit", errno: errno)
      }
      // Other tests run at the same time, with crowds of their own.
      let wanted = rlim_t(count) + max(limit.rlim_cur, 4096)
      guard limit.rlim_cur < rlim_t(4 * count) + 4096 else { return }
      limit.rlim_cur = min(wanted, limit.rlim_max)
      guard limit.rlim_cur > rlim_t(count) + 512 else {
        throw FixtureError("no \(count) descriptors for this user (ulimit -Hn \(limit.rlim_max))")
      }
      guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
        throw FixtureError(call: "setrlimit", errno: errno)
      }
    }
  }
#endif
