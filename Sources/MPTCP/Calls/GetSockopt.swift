#if os(Linux) || os(Android)
  internal import LibC

  /// Calls `getsockopt` with a buffer, again where a signal interrupts it, and gives the length that
  /// the kernel returned, which may be anything.
  ///
  /// The buffer must be initialized as far as the option reads it.
  @inline(__always)
  func callGetsockopt(
    socket: Int32, level: Int32, option: Int32, call: @autoclosure () -> String,
    into buffer: UnsafeMutableRawBufferPointer
  ) -> Result<Int, MPTCPSocketError> {
    var length: socklen_t
    var status: Int32
    repeat {
      length = socklen_t(clamping: buffer.count)
      // Buffer and length are of one allocation, and the caller keeps it during the call.
      status = unsafe getsockopt(socket, level, option, buffer.baseAddress, &length)
    } while status != 0 && errno == EINTR
    if status != 0 { return .failure(MPTCPSocketError(call: call(), errno: errno)) }
    return .success(Int(clamping: length))
  }

  /// An answer of no more than eight bytes: an integer, or what a struct begins with.
  struct SmallAnswer {
    private var word: UInt64 = 0
    /// How many bytes the kernel wrote.
    let count: Int

    /// Asks for so many bytes.
    init(
      socket: Int32, level: Int32, option: Int32, capacity: Int
    ) throws(MPTCPSocketError) {
      // The kernel writes no more than it is offered.
      let length = unsafe withUnsafeMutableBytes(of: &word) { buffer in
        unsafe callGetsockopt(
          socket: socket, level: level, option: option, call: "getsockopt",
          into: UnsafeMutableRawBufferPointer(
            rebasing: buffer[..<Swift.min(capacity, buffer.count)]))
      }
      count = Swift.min(try length.get(), Swift.min(capacity, 8))
    }

    /// The first byte, or `nil` where there is none.
    var firstByte: UInt8? {
      count > 0 ? UInt8(truncatingIfNeeded: UInt64(littleEndian: word)) : nil
    }
  }

  extension SmallAnswer {
    /// Asks for an option that is an integer: `nil` where the answer is shorter than one.
    static func integer(
      socket: Int32, level: Int32, option: Int32
    ) throws(MPTCPSocketError) -> Int32? {
      let answer = try SmallAnswer(socket: socket, level: level, option: option, capacity: 4)
      guard answer.count == 4 else { return nil }
      return unsafe withUnsafeBytes(of: answer.word) { unsafe $0.load(as: Int32.self) }
    }
  }
#endif
