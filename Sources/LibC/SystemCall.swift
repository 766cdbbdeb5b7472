/// System calls under names that no method of a type hides, and the one way to repeat them.
package enum SystemCall {
  /// Makes a call again for as long as a signal interrupts it.
  ///
  /// `errno` holds the reason where the result is negative.
  @inlinable
  package static func repeated<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// Reads into the buffer, and returns how many bytes came: 0 at the end, negative for an error.
  @inlinable
  package static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    repeated { unsafe readOnce(descriptor, buffer.baseAddress, buffer.count) }
  }

  /// Writes from the buffer, and returns how many bytes went: negative for an error.
  @inlinable
  package static func write(_ descriptor: Int32, from buffer: UnsafeRawBufferPointer) -> Int {
    repeated { unsafe writeOnce(descriptor, buffer.baseAddress, buffer.count) }
  }

  /// Closes a descriptor, once: after an interruption it is closed too.
  ///
  /// - Returns: The error, where what was written may not have arrived.
  @discardableResult
  package static func close(_ descriptor: Int32) -> Int32? {
    closeOnce(descriptor) != 0 && errno != EINTR ? errno : nil
  }

  /// What an error number of this system means, in the words of the C library, and the number.
  package static func text(ofError number: Int32) -> String {
    // The text stays valid until the next call of the same thread.
    let text = unsafe strerror(number).map { unsafe String(cString: $0) }
    return "\(text ?? "error \(number)") (errno \(number))"
  }

  /// Ends the process.
  package static func exit(_ status: Int32) -> Never { endProcess(status) }
}

@usableFromInline
func readOnce(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, bytes, count)
}

@usableFromInline
func writeOnce(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, bytes, count)
}

private func closeOnce(_ descriptor: Int32) -> Int32 { close(descriptor) }

private func endProcess(_ status: Int32) -> Never { exit(status) }
