#if os(Linux)
  internal import LibC
  internal import UAPIText

  /// A file that takes whole lines at its end. What stood there stays, also where the last line of it
  /// has no end.
  struct RecordFile: ~Copyable {
    private let descriptor: Int32
    private let path: String
    /// Whether a line that somebody else began has to end first.
    private var needsLineEnd = false

    /// Opens a file, or makes it; `-` is standard output.
    init(appendingTo path: String) throws(CommandFailure) {
      self.path = path
      guard path != "-" else {
        descriptor = 1
        return
      }
      let opened = SystemCall.repeated {
        open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
      }
      guard opened >= 0 else { throw Self.failure(path, errno) }
      descriptor = opened
      needsLineEnd = Self.endsInsideLine(path)
    }

    deinit {
      if descriptor != 1 { _ = close(descriptor) }
    }

    /// Appends lines, all of them or, where the file takes no more, as many as it takes: what was
    /// written of the next one is taken back.
    mutating func append(_ lines: [UInt8]) throws(CommandFailure) {
      if lines.isEmpty { return }
      let lines = needsLineEnd ? [Ascii.newline] + lines : lines
      let outcome = DescriptorWriting.write(lines[...], to: descriptor)
      if let errorNumber = outcome.errorNumber {
        let written = lines[..<outcome.count]
        takeBack(outcome.count - (written.lastIndex(of: Ascii.newline).map { $0 + 1 } ?? 0))
        throw Self.failure(path, errorNumber)
      }
      needsLineEnd = false
    }

    /// Whether a regular file has a last line without an end. One that cannot be read has none.
    private static func endsInsideLine(_ path: String) -> Bool {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
      else { return false }
      guard let file = ReadableFile(path) else { return false }
      var last = Ascii.newline
      let count = withUnsafeMutableBytes(of: &last) {
        file.read(at: Int(status.st_size) - 1, into: $0)
      }
      return count == 1 && last != Ascii.newline
    }

    private static func failure(_ path: String, _ errno: Int32) -> CommandFailure {
      let name = path == "-" ? "standard output" : path
      return CommandFailure("\(name): \(String(cString: strerror(errno)))")
    }

    private func takeBack(_ count: Int) {
      // Only a file has an end that can be moved; what a pipe took is gone. Where somebody else
      // appended meanwhile, a torn line is the lesser evil.
      let end = lseek(descriptor, 0, SEEK_CUR)
      var status = stat()
      guard count > 0, end >= count, fstat(descriptor, &status) == 0, status.st_size == end else {
        return
      }
      // Who shares the open file writes on where it ends now.
      if ftruncate(descriptor, end - off_t(count)) == 0 {
        _ = lseek(descriptor, end - off_t(count), SEEK_SET)
      }
    }
  }
#endif
