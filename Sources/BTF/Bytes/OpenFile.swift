internal import LibC

/// A regular file that is open for reading.
struct OpenFile: ~Copyable {
  private let file: ReadableFile
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
    guard let file = ReadableFile(path, waits: false) else {
      throw Self.failure("cannot be opened", path)
    }
    var status = stat()
    guard unsafe fstat(file.descriptor, &status) == 0 else {
      throw Self.failure("cannot be read", path)
    }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      throw BTFError(.unreadable, file: path, reason: "it is no regular file, or an empty one")
    }
    self.file = file
    self.path = path
    self.count = Int(clamping: status.st_size)
  }

  /// All bytes of the file, mapped where they are the kernel's and it allows that, else read.
  func all() throws(BTFError) -> ByteStore {
    if isOfKernel, let mapped = ByteStore(mapping: file.descriptor, count: count, file: path) {
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
    let path = path
    return try unsafe ByteStore(count: range.count, file: path, fileOffset: range.lowerBound) {
      (memory) throws(BTFError) in
      let got = unsafe file.read(at: range.lowerBound, into: memory)
      if got < 0 { throw Self.failure("cannot be read", path) }
      if got < range.count {
        throw BTFError(
          .truncated, file: path, byte: range.lowerBound + got,
          reason: "the file ends here, before it should")
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
    return BTFError(
      .unreadable, file: path, reason: "\(what): \(SystemCall.text(ofError: number))")
  }
}
