import CFileCalls
import UAPIStructs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A call that the kernel refused.
struct Refusal: Error, Equatable {
  var errno: Int32
}

/// Calls again where a signal came first.
func retrying(_ call: () -> Int32) throws -> Int32 {
  while true {
    let result = call()
    if result >= 0 { return result }
    let reason = errno
    if reason != EINTR { throw Refusal(errno: reason) }
  }
}

/// Opens a path with the bytes of an `open_how`.
func open(_ path: String, in folder: Int32 = AT_FDCWD, how: [UInt8]) throws -> Int32 {
  try retrying { how.withUnsafeBytes { file_openat2(folder, path, $0.baseAddress, $0.count) } }
}

/// Asks what an open file is. The answer always has 256 bytes; `stx_mask` says what of them counts.
func status(of descriptor: Int32, mask: Int32) throws -> Statx {
  var answer = [UInt8](repeating: 0, count: 256)
  _ = try answer.withUnsafeMutableBytes { buffer in
    try retrying {
      file_statx(descriptor, "", FcntlConstants.atEmptyPath, UInt32(mask), buffer.baseAddress)
    }
  }
  return Statx(answer, extent: .whole)
}
