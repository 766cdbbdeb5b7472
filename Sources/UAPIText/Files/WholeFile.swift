internal import CProgram

internal import LibC

/// Writes files that are never seen half written.
///
/// A new file has no name before it is whole, and takes the place of the old one at once, with its
/// owner, mode and attributes: a run that is killed leaves the old contents or the new ones. Between
/// the two steps of that, and of that alone, the new file has a hidden name, which the next run takes
/// away. On file systems without nameless files (NFS, FAT) it has one while it is written.
///
/// Written to where they are: what is not a regular file, files of several names, and those whose folder
/// takes no other file. Symbolic links are followed and stay.
package enum WholeFile {
  /// Writes a file.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    try write(bytes, to: path, OutputTarget(path))
  }

  /// Writes a file unless it has these contents, and tells whether it was written.
  package static func update(_ bytes: [UInt8], at path: String) throws(FileFailure) -> Bool {
    let target = try OutputTarget(path)
    if case .file(let place, let status) = target, Int(status.st_size) == bytes.count,
      contents(of: place, count: bytes.count) == bytes
    {
      return false
    }
    try write(bytes, to: path, target)
    return true
  }

  /// Creates a folder with those that it is in.
  package static func createFolder(_ path: String) throws(FileFailure) {
    guard mkdir(path, 0o777) != 0 else { return }
    let number = errno
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    let parent = OutputTarget.folder(of: path)
    guard number == ENOENT, parent != path, parent != "." else {
      throw FileFailure(path: path, number: number == EEXIST ? ENOTDIR : number)
    }
    try createFolder(parent)
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw FileFailure(path: path, number: errno) }
  }

  private static func write(
    _ bytes: [UInt8], to path: String, _ target: OutputTarget
  ) throws(FileFailure) {
    let number: Int32?
    switch target {
    case .descriptor(let descriptor):
      number = DescriptorWriting.write(bytes[...], to: descriptor).errorNumber
    case .device: number = overwrite(path, bytes)
    case .file(let place, let status):
      number = status.st_nlink > 1 ? overwrite(place, bytes) : replace(place, bytes)
    case .none(let place): number = Draft.write(bytes, to: place, old: nil)
    }
    if let number { throw FileFailure(path: path, number: number) }
  }

  /// Puts a new file in the place of an old one.
  private static func replace(_ path: String, _ bytes: [UInt8]) -> Int32? {
    // Whoever may not write to the file does not get around that by its folder.
    let old = openForWriting(path, 0)
    guard old >= 0 else { return errno }
    let number = Draft.write(bytes, to: path, old: old)
    close(old)
    switch number {
    // The folder takes no file, or the file itself is mounted there.
    case EACCES, EPERM, EROFS, EBUSY: return overwrite(path, bytes)
    default: return number
    }
  }

  /// Writes to what is there, and cuts what is longer.
  private static func overwrite(_ path: String, _ bytes: [UInt8]) -> Int32? {
    let descriptor = openForWriting(path, O_NOCTTY)
    guard descriptor >= 0 else { return errno }
    var number = DescriptorWriting.write(bytes[...], to: descriptor).errorNumber
    var status = stat()
    if number == nil, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      ftruncate(descriptor, off_t(bytes.count)) != 0
    {
      number = errno
    }
    let failure = SystemCall.close(descriptor)
    return number ?? failure
  }

  private static func openForWriting(_ path: String, _ flags: Int32) -> Int32 {
    SystemCall.repeated { open(path, O_WRONLY | O_CLOEXEC | flags) }
  }

  /// The contents of a file of which the size is known; `nil` where it cannot be read.
  private static func contents(of path: String, count: Int) -> [UInt8]? {
    guard let file = ReadableFile(path) else { return nil }
    // A byte more, to see that it ends.
    var bytes = [UInt8](repeating: 0, count: count + 1)
    let length = bytes.withUnsafeMutableBytes { file.read(at: 0, into: $0) }
    return length == count ? Array(bytes[..<count]) : nil
  }
}
