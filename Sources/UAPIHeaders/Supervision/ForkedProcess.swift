#if os(Linux) || os(Android)
  internal import CSystemCalls

  internal import LibC

  /// A process that was forked from this one, which had no threads, with its end of pipes.
  struct ForkedProcess {
    let id: pid_t

    /// How a process ended.
    enum Ending {
      case exited(Int32)
      case killed(Int32, tookMemory: Bool)
    }

    /// Forks; `nil` where the system has no process to spare.
    ///
    /// - Parameter body: What the child does; its result is the status that it exits with.
    init?(_ body: () -> Int32) {
      let parent = getpid()
      let id = fork()
      guard id >= 0 else { return nil }
      if id == 0 {
        guard uapi_bind_child(parent, ParserLoss.largest + Self.ownMemory) != 0 else { _exit(1) }
        // libclang ends the process where it crashes, instead of reporting it and going on.
        _ = unsafe setenv("LIBCLANG_DISABLE_CRASH_RECOVERY", "1", 1)
        exit(Self.onNewThread(body))
      }
      self.id = id
    }

    /// Does the work on a thread of the child's own.
    ///
    /// Swift's runtime remembers the number of each thread, and locks by it. The thread that was forked
    /// keeps its parent's: where another one waits for what it initializes, both would wait for ever.
    private static func onNewThread(_ body: () -> Int32) -> Int32 {
      withoutActuallyEscaping(body) { body in
        var work = (body: body, status: Int32?.none)
        // The call returns once the function has: until then `work` is there, and no other code uses it.
        _ = unsafe withUnsafeMutablePointer(to: &work) { work in
          unsafe uapi_call_on_new_thread(
            { context in
              guard let context = unsafe context else { return }
              let work = unsafe context.assumingMemoryBound(
                to: (body: () -> Int32, status: Int32?).self)
              unsafe work.pointee.status = unsafe work.pointee.body()
            }, work)
        }
        return work.status ?? body()
      }
    }

    /// What a process takes before it has read anything.
    private static let ownMemory: UInt64 = 128 << 20

    /// Waits until it has ended.
    func wait() -> Ending {
      var status: Int32 = 0
      var usage = rusage()
      // Where another one waited for it, there is nothing to be known.
      guard SystemCall.repeated({ unsafe wait4(id, &status, 0, &usage) }) == id else {
        return .exited(1)
      }
      let signal = status & 0x7F
      guard signal != 0 else { return .exited(status >> 8 & 0xFF) }
      // A request that is refused comes when half of what is allowed is in use, as tables double.
      let used = UInt64(clamping: Int64(usage.ru_maxrss)) << 10
      return .killed(signal, tookMemory: used > ParserLoss.largest / 3)
    }

    /// How long it has had a processor, in milliseconds.
    var processorTime: Int {
      var clock = clockid_t()
      var time = timespec()
      // Both are filled by the calls, or the answer is that it had none.
      guard unsafe clock_getcpuclockid(id, &clock) == 0, unsafe clock_gettime(clock, &time) == 0
      else { return 0 }
      return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
    }

    /// Ends it at once.
    func stop() { _ = kill(id, SIGKILL) }

    /// Ends this process as its child was ended.
    static func end(by signal: Int32) { uapi_end_by(signal) }
  }
#endif
