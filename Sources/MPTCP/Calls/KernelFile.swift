#if os(Linux) || os(Android)
  internal import LibC

  /// The small files in which the kernel tells of itself: those of /proc and /proc/sys.
  enum KernelFile {
    /// All bytes of a file.
    ///
    /// - Throws: ``MPTCPSocketError`` of the call that failed; EFBIG for a file that is none of the kernel's.
    static func bytes(_ path: String) throws(MPTCPSocketError) -> [UInt8] {
      guard let file = ReadableFile(path) else {
        throw MPTCPSocketError(call: "open(\(path))", errno: errno)
      }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        // The buffer lives during the call.
        let count = unsafe buffer.withUnsafeMutableBytes {
          unsafe SystemCall.read(file.descriptor, into: $0)
        }
        if count < 0 { throw MPTCPSocketError(call: "read(\(path))", errno: errno) }
        if count == 0 { break }
        bytes += buffer[..<count]
        // None of them is as long.
        if bytes.count > mostBytes { throw MPTCPSocketError(call: "read(\(path))", errno: EFBIG) }
      }
      return bytes
    }

    private static let mostBytes = 1 << 16
  }
#endif
