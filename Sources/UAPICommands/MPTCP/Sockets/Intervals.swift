#if os(Linux)
  internal import LibC

  /// The times of repeated looks: every so many seconds from the first on, until a signal says that
  /// it is enough.
  struct Intervals {
    /// What ended a pause.
    enum Event {
      /// The next look is due.
      case due
      /// Another signal that was asked for.
      case signal(Int32)
      /// A signal wants the end.
      case end
    }

    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    private let interval: Double
    private var next: Double
    private var signals = sigset_t()

    /// Begins now. From here on the signals that end a process, and others that are asked for, wait
    /// for ``wait()``: nothing that is being written is cut in two.
    ///
    /// A signal that was ignored when the process started, as by `nohup`, stays ignored.
    init(seconds interval: Double, signals others: [Int32] = []) {
      self.interval = interval
      next = Self.now + interval
      sigemptyset(&signals)
      for number in Self.endings + others {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { continue }
        // SIG_IGN is the address 1.
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        if handler != 1 { sigaddset(&signals, number) }
      }
      sigprocmask(SIG_BLOCK, &signals, nil)
    }

    /// Sleeps until the next look is due or a signal comes.
    mutating func wait() -> Event {
      while true {
        let rest = next - Self.now
        var time = timespec()
        if rest > 0 {
          time.tv_sec = Int(rest)
          time.tv_nsec = Int((rest - rest.rounded(.down)) * 1_000_000_000)
        }
        // Also where there is no time left: a signal came while the last look was taken.
        let number = sigtimedwait(&signals, nil, &time)
        if number > 0 { return Self.endings.contains(number) ? .end : .signal(number) }
        // A pause that another signal cut short goes on.
        guard errno == EAGAIN else { continue }
        // A look that took longer than the interval does not make the next ones hurry.
        next = max(next + interval, Self.now)
        return .due
      }
    }

    private static var now: Double {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
    }
  }
#endif
