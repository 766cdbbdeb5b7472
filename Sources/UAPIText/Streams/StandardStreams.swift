internal import LibC

/// Standard input, output and error of this process.
package enum StandardStreams {
  /// Makes sure that no file which is opened later becomes one of the three. To be called first.
  ///
  /// What the caller closed stays an error: in its place is a file that cannot be read, or written.
  package static func prepare() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest number that is free is this one.
      let mode = descriptor == 0 ? O_WRONLY : O_RDONLY
      if open("/dev/null", mode | O_CLOEXEC) < 0 {
        _ = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      }
    }
  }

  /// Writes to standard error, and tells whether that arrived. What others chose of the text cannot
  /// steer a terminal.
  @discardableResult
  package static func say(_ text: String) -> Bool { write(text, to: 2) == nil }

  /// Writes all that a program has to say to standard output.
  package static func print(_ text: String) throws(FileFailure) {
    if let number = write(text, to: 1) ?? closeOutput() {
      throw FileFailure(path: "standard output", number: number)
    }
  }

  /// Closes standard output, and gives the number of the error that only this tells: disks of other
  /// machines say at last that they are full.
  package static func closeOutput() -> Int32? {
    SystemCall.close(1).flatMap { $0 == EBADF ? nil : $0 }
  }

  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    let bytes = VisibleText.cleaned(Array(text.utf8))
    return DescriptorWriting.write(bytes[...], to: descriptor).errorNumber
  }
}
