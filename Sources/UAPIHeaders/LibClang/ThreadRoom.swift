#if os(Linux) || os(Android)
  internal import CSystemCalls
  internal import LibC

  /// Whether this process can start as many threads as libclang and Dispatch need.
  ///
  /// Without one libclang ends the process, and Dispatch waits for one for ever.
  enum ThreadRoom {
    /// Makes sure that there is enough room. Asked once in a process.
    static func check() throws(HeaderError) { if let obstacle { throw obstacle } }

    private static let obstacle: HeaderError? = {
      var error: Int32 = 0
      // The call writes the number of an error, and nothing else.
      let count = unsafe uapi_thread_room(needed, &error)
      guard count < needed else { return nil }
      // The C library's own text stays valid until the next call of the same thread.
      let reason = unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
      return HeaderError(
        .parserFailed,
        message: "only \(count) more threads can be started, and \(needed) are needed: \(reason)",
        remedy: "raise the limits of processes and memory (ulimit -u, ulimit -v)")
    }()

    /// Each processor may parse, and each parser has a thread of its own.
    private static let needed = Int32(
      clamping: 4 + 2 * min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 8))
  }
#endif
