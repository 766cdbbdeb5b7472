#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif
  internal import Synchronization

  /// The times of repeated looks: every so many seconds from the first on, until a signal says that
  /// it is enough.
  struct Intervals {
    private static let isInterrupted = Atomic<Bool>(false)

    private let interval: Double
    private var next: Double

    /// Begins now. From here on SIGINT and SIGTERM end ``wait()`` instead of the process.
    init(seconds interval: Double) {
      self.interval = interval
      next = Self.now + interval
      for number in [SIGINT, SIGTERM] {
        var action = sigaction()
        // Without SA_RESTART, so that the signal ends a sleep.
        action.__sigaction_handler.sa_handler = { _ in
          Intervals.isInterrupted.store(true, ordering: .relaxed)
        }
        sigaction(number, &action, nil)
      }
    }

    /// Sleeps until the next look is due; `false` says that there shall be none.
    mutating func wait() -> Bool {
      while !Self.isInterrupted.load(ordering: .relaxed) {
        let rest = next - Self.now
        if rest <= 0 {
          // A look that took longer than the interval does not make the next ones hurry.
          next = max(next + interval, Self.now)
          return true
        }
        var time = timespec()
        time.tv_sec = Int(rest)
        time.tv_nsec = Int((rest - rest.rounded(.down)) * 1_000_000_000)
        nanosleep(&time, nil)
      }
      return false
    }

    private static var now: Double {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
  }
#endif
