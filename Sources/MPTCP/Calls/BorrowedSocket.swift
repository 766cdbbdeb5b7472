#if os(Linux) || os(Android)
  internal import CSystemCalls

  internal import LibC

  /// A descriptor of another process, duplicated into this one and closed with this value.
  ///
  /// Both name the same socket: what is asked of one is answered for the other. It takes the right
  /// to trace the process (PTRACE_MODE_ATTACH), and Linux 5.6.
  struct BorrowedSocket: ~Copyable {
    /// The descriptor in this process.
    let descriptor: Int32

    /// - Throws: ``MPTCPSocketError``. ESRCH: there is no such process; EBADF: it has no such descriptor;
    ///   EPERM: it may not be traced; ENOSYS: the kernel is older.
    init(pid: Int32, descriptor number: Int32) throws(MPTCPSocketError) {
      let process = uapi_pidfd_open(pid)
      if process < 0 { throw MPTCPSocketError(call: "pidfd_open(\(pid))", errno: errno) }
      let duplicate = uapi_pidfd_getfd(process, number)
      let failure = errno
      // Whatever close says, the descriptor is gone.
      _ = close(process)
      if duplicate < 0 {
        throw MPTCPSocketError(call: "pidfd_getfd(\(pid), \(number))", errno: failure)
      }
      descriptor = duplicate
    }

    deinit {
      _ = close(descriptor)
    }
  }
#endif
