internal import LibC

/// A regular file that is open for reading.
struct OpenFile: ~Copyable {
  private let descriptor: Int32
  /// The path that it was opened by.
  let path: String
  /// The number of its bytes.
  let count: Int

  /// Opens a file.
  init(_ path: String) throws(BTFError) {
    // A path with a zero byte would silently be another path.
    guard !path.utf8.contains(0) else {
      throw BTFError(.unreadable, reason: "a path cannot hold a zero byte")
    }
    // To open a pipe must not wait for somebody to write into it.
    let descriptor = SystemCall.repeated { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { throw Self.failure("cannot be opened", path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let failure = Self.failure("cannot be read", path)
      close(descriptor)
      throw failure
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      close(descriptor)
      throw BTFError(.unreadable, file: path, reason: "it is no regular file, or an empty one")
    }
    self.descriptor = descriptor
    self.path = path
    self.count = Int(clamping: status.st_size)
  }

  deinit {
    // Whatever close says, the descriptor is gone.
    close(descriptor)
  }

  /// All bytes of the file, mapped where they are the kernel's and it allows that, else read.
  func all() throws(BTFError) -> ByteStore {
    if isOfKernel, let mapped = ByteStore(mapping: descriptor, count: count, file: path) {
      return mapped
    }
    return try store(0..<count)
  }

  /// A range of the file's bytes.
  func store(_ range: Range<Int>) throws(BTFError) -> ByteStore {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw BTFError(
        .outOfRange, file: path, byte: count,
        reason: "bytes \(range) are asked for, and the file has \(count)")
    }
    let descriptor = descriptor
    let path = path
    return try unsafe ByteStore(count: range.count, file: path, fileOffset: range.lowerBound) {
      (memory) throws(BTFError) in
      var done = 0
      while done < range.count {
        guard let start = memory.baseAddress else { return }
        // Checked above: `done` is less than the size of the memory.
        let got = SystemCall.repeated {
          unsafe pread(
            descriptor, start + done, range.count - done, off_t(range.lowerBound + done))
        }
        if got < 0 { throw Self.failure("cannot be read", path) }
        if got == 0 {
          throw BTFError(
            .truncated, file: path, byte: range.lowerBound + done,
            reason: "the file ends here, before it should")
        }
        done += got
      }
    }
  }

  /// Whether the kernel makes the bytes, which then cannot be cut off.
  private var isOfKernel: Bool {
    let folder = BTFTypes.kernelFolder
    return path.utf8.starts(with: folder.utf8)
      && !path.utf8.dropFirst(folder.utf8.count).contains(UInt8(ascii: "/"))
  }

  private static func failure(_ what: String, _ path: String) -> BTFError {
    let number = errno
    // The C library's own text stays valid until the next call of the same thread.
    let text = unsafe strerror(number).map { unsafe String(cString: $0) }
    return BTFError(
      .unreadable, file: path, reason: "\(what): \(text ?? "error") (errno \(number))")
  }
}
