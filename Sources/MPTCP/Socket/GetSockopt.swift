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

  /// Calls `getsockopt` with room for `capacity` bytes and hands over what the kernel wrote.
  ///
  /// The length that the kernel returns is never trusted beyond the buffer. Inlined, so that a
  /// constant capacity of up to 1024 bytes lies on the stack.
  @inline(__always)
  func withSockopt<Result>(
    socket: Int32, level: Int32, option: Int32, name: String, capacity: Int,
    _ body: (_ answer: RawSpan) -> Result
  ) throws(SocketError) -> Result {
    // A call that fails throws out of the closure as a value, since closures of the library rethrow
    // any error.
    let result = unsafe withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 8) {
      buffer -> Swift.Result<Result, SocketError> in
      // The options that are asked for in this way read nothing from the buffer.
      let length = unsafe callGetsockopt(
        socket: socket, level: level, option: option, call: "getsockopt(\(name))", into: buffer)
      return length.map { length in
        let count = Swift.min(length, buffer.count)
        // The kernel wrote `count` bytes, which are no more than the buffer has.
        let answer = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
        return unsafe body(answer.bytes)
      }
    }
    return try result.get()
  }
#endif
