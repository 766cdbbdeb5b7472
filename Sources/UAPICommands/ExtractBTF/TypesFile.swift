internal import UAPIText

/// A file that may be a kernel or a module, packed or not.
enum TypesFile {
  /// What has types in a file.
  static func found(at path: String) throws(CommandFailure) -> FoundTypes {
    let bytes = try bytes(of: path)
    #if os(Linux)
      let unpacker = Unpacker(path: path)
      return try TypeExtraction(path: path, bytes: bytes, unpack: unpacker.unpack).found()
    #else
      return try TypeExtraction(path: path, bytes: bytes) { _, _ throws(CommandFailure) in
        throw CommandFailure("\(path): packed kernels are unpacked on Linux only")
      }.found()
    #endif
  }

  /// Images have some tens of megabytes, and a vmlinux with all that debuggers want some hundreds.
  private static let greatestSize = 1 << 30

  private static func bytes(of path: String) throws(CommandFailure) -> [UInt8] {
    do throws(InputFailure) {
      var source = try ByteSource(path: path)
      return try source.takeAll(limit: greatestSize)
    } catch {
      throw CommandFailure("\(path): \(error.reason)")
    }
  }
}
