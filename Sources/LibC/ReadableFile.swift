/// A file that is open for reading. It is closed when this goes.
package struct ReadableFile: ~Copyable {
  /// The number that system calls know it by.
  package let descriptor: Int32

  /// Opens a file; `nil` where that fails, with the reason in `errno`.
  ///
  /// - Parameter waits: Whether to open a pipe waits for a process that writes into it.
  package init?(_ path: String, waits: Bool = true) {
    let flags = O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK)
    let descriptor = SystemCall.repeated { unsafe open(path, flags) }
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
  }

  // Whatever close says, the descriptor is gone.
  deinit { SystemCall.close(descriptor) }

  /// Reads the bytes from an offset on until the buffer is full or the file ends.
  ///
  /// - Returns: How many there are; negative for an error, with the reason in `errno`.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let start = buffer.baseAddress else { return 0 }
    var count = 0
    while count < buffer.count {
      // The count is less than the size of the buffer, whose end is an address.
      let got = SystemCall.repeated {
        unsafe pread(descriptor, start + count, buffer.count - count, off_t(offset + count))
      }
      if got < 0 { return got }
      if got == 0 { break }
      count += got
    }
    return count
  }
}
