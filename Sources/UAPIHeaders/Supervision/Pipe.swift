#if os(Linux) || os(Android)
  internal import CSystemCalls

  internal import LibC

  /// A pipe between this process and a child.
  struct Pipe {
    let reading: Int32
    let writing: Int32

    /// Opens a pipe; `nil` where the process may not have more descriptors.
    init?() {
      var ends: (Int32, Int32) = (-1, -1)
      let result = unsafe withUnsafeMutableBytes(of: &ends) { bytes in
        // The two numbers are what the call fills.
        unsafe uapi_pipe(bytes.bindMemory(to: Int32.self).baseAddress)
      }
      guard result == 0 else { return nil }
      (reading, writing) = ends
    }

    /// Closes both ends.
    func close() {
      for descriptor in [reading, writing] {
        SystemCall.close(descriptor)
      }
    }

    /// What came out of a pipe.
    enum Arrival {
      case bytes([UInt8])
      /// Nothing in the given time.
      case nothing
      /// The other side has closed it.
      case end
    }

    /// Waits for bytes; forever where the time is negative.
    func wait(milliseconds: Int32) -> Arrival {
      var descriptor = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
      // The one descriptor lives during the call.
      let ready = unsafe poll(&descriptor, 1, milliseconds)
      guard ready > 0 else { return .nothing }
      return read()
    }

    /// Reads what there is, or waits for it.
    func read() -> Arrival {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      // The buffer is valid during the call, which is told its size.
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe SystemCall.read(reading, into: $0)
      }
      guard count > 0 else { return .end }
      return .bytes(Array(buffer[..<count]))
    }

    /// Writes all bytes, and says whether the other side takes them.
    func write(_ bytes: [UInt8]) -> Bool {
      var start = 0
      while start < bytes.count {
        // The buffer is valid during the call, which is told the size of the rest.
        let count = unsafe bytes.withUnsafeBytes { bytes in
          let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
          return unsafe SystemCall.write(writing, from: rest)
        }
        guard count > 0 else { return false }
        start += count
      }
      return true
    }
  }
#endif
