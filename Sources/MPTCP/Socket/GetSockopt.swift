#if os(Linux) || os(Android)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #elseif canImport(Android)
    internal import Android
  #endif

  /// Calls `getsockopt` with a buffer, again where a signal interrupts it, and gives the length that
  /// the kernel returned, which may be anything.
  ///
  /// The buffer must be initialized as far as the option reads it.
  @inline(__always)
  func callGetsockopt(
    socket: Int32, level: Int32, option: Int32, call: @autoclosure () -> String,
    into buffer: UnsafeMutableRawBufferPointer
  ) -> Result<Int, SocketError> {
    var length: socklen_t
    var status: Int32
    repeat {
      length = socklen_t(clamping: buffer.count)
      // Buffer and length are of one allocation, and the caller keeps it during the call.
      status = unsafe getsockopt(socket, level, option, buffer.baseAddress, &length)
    } while status != 0 && errno == EINTR
    if status != 0 { return .failure(SocketError(call: call(), errno: errno)) }
    return .success(Int(clamping: length))
  }

  /// An answer of an option into which the caller writes nothing.
  ///
  /// The bytes lie in line: an answer is decoded where the kernel wrote it, without asking for memory.
  struct SockoptAnswer<let wordCount: Int>: ~Copyable {
    private var words = InlineArray<wordCount, UInt64>(repeating: 0)
    /// How many bytes the kernel wrote: no more than there is room for.
    let count: Int

    /// Asks with all the room that there is, or with less.
    @inline(__always)
    init(
      socket: Int32, level: Int32, option: Int32, name: @autoclosure () -> String,
      capacity: Int = wordCount * 8
    ) throws(SocketError) {
      // The words are initialized, and the kernel writes no more than it is offered.
      let length = unsafe withUnsafeMutableBytes(of: &words) { buffer in
        unsafe callGetsockopt(
          socket: socket, level: level, option: option, call: "getsockopt(\(name()))",
          into: UnsafeMutableRawBufferPointer(
            rebasing: buffer[..<Swift.min(capacity, buffer.count)]))
      }
      count = Swift.min(try length.get(), Swift.min(capacity, wordCount * 8))
    }

    /// Hands over what the kernel wrote.
    @inline(__always)
    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
      // Integers have no padding: all their bytes can be read.
      unsafe body(words.span.bytes.extracting(0..<count))
    }
  }
#endif
