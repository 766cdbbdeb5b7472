#if os(Linux)
  internal import LibC
  internal import UAPIText

  /// What can be seen of another process from here.
  enum ProcessView {
    /// What cannot be seen where /proc is not mounted; `nil` where it is.
    static var problem: String? {
      access("/proc/self/fd", F_OK) == 0
        ? nil : "the processes that hold the sockets cannot be seen: /proc is not mounted"
    }

    /// Checks that a process exists, shows its descriptors, and is in this network namespace.
    static func check(_ pid: Int32) throws(CommandFailure) {
      if let problem { throw CommandFailure(problem) }
      guard access("/proc/\(pid)", F_OK) == 0 else {
        throw CommandFailure("there is no process \(pid)")
      }
      guard let folder = opendir("/proc/\(pid)/fd") else {
        throw CommandFailure(
          "the descriptors of process \(pid) cannot be seen: run this as its user or "
            + "as root")
      }
      closedir(folder)
      if let other = namespace("/proc/\(pid)/ns/net"), let own = namespace("/proc/self/ns/net"),
        other != own
      {
        throw CommandFailure(
          "process \(pid) is in another network namespace; enter it with "
            + "'nsenter -t \(pid) -n uapi mptcp sockets --pid \(pid)'")
      }
    }

    private static func namespace(_ path: String) -> ino_t? {
      var status = stat()
      return stat(path, &status) == 0 ? status.st_ino : nil
    }
  }
#endif
