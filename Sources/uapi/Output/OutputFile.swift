#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Android)
  internal import Android
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The system call, which has the name of a function below.
private func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// Writes files of which nobody ever sees a half.
enum OutputFile {
  /// Writes a file, in the place of one that is there.
  static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    var status = stat()
    let isNone = stat(path, &status) != 0
    // What is no file on a disk, such as a pipe, has no place to take.
    let isRegular = isNone || status.st_mode & S_IFMT == S_IFREG
    let target = isRegular ? "\(path).\(getpid()).part" : path
    let flags = O_WRONLY | O_CLOEXEC | (isRegular ? O_CREAT | O_EXCL : 0)
    var descriptor: Int32
    repeat { descriptor = open(target, flags, 0o666) } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw failure(path, errno) }
    var problem = writeAll(bytes, to: descriptor)
    // Disks of other machines tell only now that they are full.
    if close(descriptor) != 0, problem == nil, errno != EINTR { problem = errno }
    if problem == nil, isRegular, rename(target, path) != 0 { problem = errno }
    if let problem {
      if isRegular { unlink(target) }
      throw failure(path, problem)
    }
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { all in
        // The range lies inside the array.
        put(descriptor, all.baseAddress.map { $0 + start }, all.count - start)
      }
      if count >= 0 {
        start += count
      } else if errno != EINTR {
        return errno
      }
    }
    return nil
  }

  private static func failure(_ path: String, _ number: Int32) -> CommandFailure {
    CommandFailure("\(path): \(String(cString: strerror(number)))")
  }
}
