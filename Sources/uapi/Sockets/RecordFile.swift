#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// A file that takes whole lines at its end, so that nothing that stood there is lost.
  struct RecordFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Opens a file, or makes it; `-` is standard output.
    init(appendingTo path: String) throws(CommandFailure) {
      self.path = path
      guard path != "-" else {
        descriptor = 1
        return
      }
      var opened: Int32
      repeat {
        opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
      } while opened < 0 && errno == EINTR
      guard opened >= 0 else { throw Self.failure(path, errno) }
      descriptor = opened
    }

    deinit {
      if descriptor != 1 { _ = close(descriptor) }
    }

    /// Appends lines, all of them or, where the file takes no more, none: what was written of them is
    /// taken back.
    func append(_ lines: [UInt8]) throws(CommandFailure) {
      var start = 0
      while start < lines.count {
        let count = lines.withUnsafeBytes { bytes in
          // The range lies inside the array.
          write(descriptor, bytes.baseAddress.map { $0 + start }, bytes.count - start)
        }
        if count >= 0 {
          start += count
        } else if errno != EINTR {
          let failure = Self.failure(path, errno)
          takeBack(start)
          throw failure
        }
      }
    }

    private static func failure(_ path: String, _ errno: Int32) -> CommandFailure {
      let name = path == "-" ? "standard output" : path
      return CommandFailure("\(name): \(String(cString: strerror(errno)))")
    }

    private func takeBack(_ count: Int) {
      // Only a file has an end that can be moved; what a pipe took is gone.
      let end = lseek(descriptor, 0, SEEK_CUR)
      if count > 0, end >= count { _ = ftruncate(descriptor, end - count) }
    }
  }
#endif
