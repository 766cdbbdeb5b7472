#if os(Linux)
  internal import LibC
  internal import CMPTCPPreload

  /// Counters in memory without a file, which the processes of a run open through this process.
  ///
  /// They need no inherited descriptor, so that programs which close all of theirs count too, and
  /// nothing is left when the last process ends. A process that may not look into this one (of
  /// another user) or does not see it (in another PID namespace) does not count.
  final class SocketCounters {
    private let descriptor: Int32
    private let name: String

    /// Counters at zero; `nil` where the kernel does not give the memory.
    init?() {
      name = "uapi-mptcp-run-" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
      descriptor = uapi_make_counters(name)
      if descriptor < 0 { return nil }
    }

    deinit { _ = close(descriptor) }

    /// What the library reads in the environment: where they are, and what must be there.
    var location: String { "/proc/\(getpid())/fd/\(descriptor)=/memfd:\(name) (deleted)" }

    /// What was counted so far.
    var report: SocketReport? {
      var words = [UInt32](repeating: 0, count: Int(UAPI_MPTCP_WORDS))
      guard uapi_read_counters(descriptor, &words) else { return nil }
      return SocketReport(words)
    }
  }
#endif
