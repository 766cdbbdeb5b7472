internal import LibC

/// What a path leads to when something is to be written there.
enum OutputTarget {
  /// A file that this process has open: `/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/3`.
  case descriptor(Int32)
  /// Something that is written to where it is: a device, a pipe.
  case device
  /// A regular file, by the path where it really is.
  case file(String, stat)
  /// Nothing yet; the path where it is to be, after all symbolic links.
  case none(String)

  /// Follows a path.
  init(_ path: String) throws(FileFailure) {
    var place = path
    // A chain of links longer than this is a loop, for the kernel too.
    for _ in 0..<40 {
      if path.isEmpty { throw FileFailure(path: path, number: ENOENT) }
      if place.hasSuffix("/") { throw FileFailure(path: path, number: EISDIR) }
      if let descriptor = Self.ownDescriptor(place) {
        self = .descriptor(descriptor)
        return
      }
      var status = stat()
      guard lstat(place, &status) == 0 else {
        guard errno == ENOENT else { throw FileFailure(path: path, number: errno) }
        self = .none(place)
        return
      }
      switch status.st_mode & S_IFMT {
      case S_IFLNK:
        guard let target = Self.target(of: place, status) else {
          throw FileFailure(path: path, number: errno)
        }
        place = target.hasPrefix("/") ? target : Self.folder(of: place) + "/" + target
      case S_IFREG:
        self = .file(place, status)
        return
      case S_IFDIR: throw FileFailure(path: path, number: EISDIR)
      default:
        self = .device
        return
      }
    }
    throw FileFailure(path: path, number: ELOOP)
  }

  /// The folder that a path is in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The number of the open file that a path below /proc/self/fd means.
  private static func ownDescriptor(_ path: String) -> Int32? {
    guard let slash = path.lastIndex(of: "/"), let number = Int32(path[slash...].dropFirst()),
      let folder = realpath(Self.folder(of: path), nil)
    else { return nil }
    defer { free(folder) }
    let name = String(cString: folder)
    return name == "/proc/\(getpid())/fd" || name == "/dev/fd" ? number : nil
  }

  /// Where a link leads; `nil` with an error number where it cannot be followed.
  private static func target(of path: String, _ status: stat) -> String? {
    var folder = stat()
    guard stat(Self.folder(of: path), &folder) == 0 else { return nil }
    // As the kernel has it for folders like /tmp: a link that another user put there is not followed.
    let isShared = folder.st_mode & (S_ISVTX | S_IWOTH) == S_ISVTX | S_IWOTH
    guard !isShared || status.st_uid == geteuid() || status.st_uid == folder.st_uid else {
      errno = EACCES
      return nil
    }
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count], as: UTF8.self)
  }
}
