#if os(Linux)
  // It marks `environ`, which one thread alone uses here.
  @preconcurrency internal import LibC

  /// A program that this process waits for, as if it were the program itself.
  struct ChildProcess {
    /// How a program ended.
    enum End: Hashable {
      case exited(status: Int32)
      case killed(signal: Int32)
    }

    /// Signals that are sent to this process and meant for the program.
    private static let forwarded = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2]

    private var identifier: pid_t = 0
    private var signals = sigset_t()

    /// Starts a program in this process's group and with its environment.
    ///
    /// From now on this process takes signals only while it waits: none is lost, and a ^C at the
    /// terminal, which reaches both, does not end it before the program.
    ///
    /// - Returns: `nil` and the error number where it could not be started.
    static func start(
      _ path: String, _ arguments: [UnsafeMutablePointer<CChar>?]
    ) -> (child: ChildProcess?, errno: Int32) {
      var child = ChildProcess()
      sigemptyset(&child.signals)
      for signal in forwarded + [SIGCHLD] { sigaddset(&child.signals, signal) }
      // Who ignores SIGCHLD never learns how a child ended.
      signal(SIGCHLD, SIG_DFL)
      var before = sigset_t()
      pthread_sigmask(SIG_BLOCK, &child.signals, &before)
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      posix_spawnattr_setsigmask(&attributes, &before)
      posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
      let error = posix_spawn(&child.identifier, path, nil, &attributes, arguments, environ)
      if error != 0 {
        pthread_sigmask(SIG_SETMASK, &before, nil)
        return (nil, error)
      }
      return (child, 0)
    }

    /// Waits for the end, and passes on the signals that processes send meanwhile.
    func wait() -> End {
      var signals = signals
      while true {
        var info = siginfo_t()
        let number = sigwaitinfo(&signals, &info)
        if Self.forwarded.contains(number), info.si_code <= 0 {
          // The terminal sends its signals to the whole group: the program has those already.
          _ = kill(identifier, number)
        } else if number == SIGCHLD, let end = end() {
          return end
        }
      }
    }

    /// How the program ended; `nil` while it runs.
    private func end() -> End? {
      var status: Int32 = 0
      let result = SystemCall.repeated { waitpid(identifier, &status, WNOHANG) }
      if result == 0 { return nil }
      // Nobody else waits for it; should it be gone all the same, how it ended cannot be known.
      guard result == identifier else { return .exited(status: 125) }
      let signal = status & 0x7F
      return signal == 0 ? .exited(status: (status >> 8) & 0xFF) : .killed(signal: signal)
    }

    /// Ends this process the way the program ended.
    static func finish(as end: End) -> Int32 {
      switch end {
      case .exited(let status): return status
      case .killed(let number):
        // The program wrote the core file, if one was wanted.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        #if canImport(Musl)
          setrlimit(RLIMIT_CORE, &none)
        #else
          setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #endif
        signal(number, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        _ = kill(getpid(), number)
        // It did not end this process: as shells say it.
        return 128 + number
      }
    }
  }
#endif
