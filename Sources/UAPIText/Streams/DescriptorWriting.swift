internal import LibC

/// Writes all of some bytes to an open file.
package enum DescriptorWriting {
  /// How far a writing came.
  package struct Outcome {
    /// How many bytes were written.
    package var count = 0
    /// The error number that ended it; `nil` where all were written.
    package var errorNumber: Int32?
  }

  /// Writes until all is written or something is in the way. Neither a reader that is gone nor a limit
  /// of file sizes ends the process: both are errors.
  package static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Outcome {
    var outcome = Outcome()
    if bytes.isEmpty { return outcome }
    let signals = WriteSignals()
    defer { signals.end() }
    while outcome.count < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        // The range lies inside the slice.
        SystemCall.write(
          descriptor, from: UnsafeRawBufferPointer(rebasing: all[outcome.count...]))
      }
      if count > 0 {
        outcome.count += count
      } else if count < 0, errno == EAGAIN {
        // The file was made one that does not wait.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&ready, 1, -1)
      } else {
        outcome.errorNumber = count == 0 ? EIO : errno
        return outcome
      }
    }
    return outcome
  }
}

/// Keeps the signals of failed writes from this thread, for one write. What programs that are started
/// later inherit does not change.
private struct WriteSignals {
  #if os(Linux)
    private var own = sigset_t()
    private var before = sigset_t()

    init() {
      sigemptyset(&own)
      sigaddset(&own, SIGPIPE)
      sigaddset(&own, SIGXFSZ)
      pthread_sigmask(SIG_BLOCK, &own, &before)
    }

    func end() {
      var (own, before, none) = (own, before, timespec())
      while sigtimedwait(&own, nil, &none) > 0 || errno == EINTR {}
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
  #else
    init() {
      signal(SIGPIPE, SIG_IGN)
      signal(SIGXFSZ, SIG_IGN)
    }

    func end() {}
  #endif
}
