#if os(Linux) || os(Android)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #elseif canImport(Android)
    internal import Android
  #endif

  /// The small files in which the kernel tells of itself: those of /proc and /proc/sys.
  enum KernelFile {
    /// All bytes of a file.
    ///
    /// - Throws: ``SocketError`` of the call that failed; EFBIG for a file that is none of the kernel's.
    static func bytes(_ path: String) throws(SocketError) -> [UInt8] {
      var descriptor: Int32
      repeat {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      } while descriptor < 0 && errno == EINTR
      guard descriptor >= 0 else { throw SocketError(call: "open(\(path))", errno: errno) }
      // Whatever close says, the descriptor is gone.
      defer { _ = close(descriptor) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        // The buffer has as many bytes as its count says.
        let count = unsafe read(descriptor, &buffer, buffer.count)
        if count < 0 {
          if errno == EINTR { continue }
          throw SocketError(call: "read(\(path))", errno: errno)
        }
        if count == 0 { break }
        bytes += buffer[..<count]
        // None of them is as long.
        if bytes.count > mostBytes { throw SocketError(call: "read(\(path))", errno: EFBIG) }
      }
      return bytes
    }

    private static let mostBytes = 1 << 16
  }
#endif
