internal import CProgram

internal import LibC

/// A file that is written whole before it takes its place.
struct Draft {
  private let descriptor: Int32
  /// Its name, while it has one.
  private var name: String?
  /// The name that it has before it takes the place of another file.
  private let hiddenName: String

  /// Writes a file to a place, where it takes that of an old one if there is any, and gives the error
  /// number where that fails.
  static func write(_ bytes: [UInt8], to path: String, old: Int32?) -> Int32? {
    var number: Int32?
    var isNameless = true
    // Another run that writes the same file takes the hidden name away.
    for _ in 0..<100 {
      var draft: Draft
      do throws(FileFailure) {
        draft = try Draft(for: path, isNameless: isNameless)
      } catch {
        return error.number
      }
      number = draft.write(bytes, old: old) ?? draft.take(path, isNew: old == nil)
      draft.close(&number)
      guard number == ENOENT || number == EEXIST else { return number }
      // Older kernels name such a file only by /proc, which need not be there.
      if number == ENOENT { isNameless = false }
    }
    return number
  }

  private init(for path: String, isNameless: Bool) throws(FileFailure) {
    let folder = OutputTarget.folder(of: path)
    hiddenName = "\(folder)/.uapi-\(Self.mark(of: path)).part"
    var opened: Int32 = -1
    #if os(Linux)
      if isNameless {
        opened = uapi_open_unnamed(folder, 0o666)
        if opened >= 0 {
          descriptor = opened
          return
        }
        // Unless the file system, or the kernel, has no nameless files.
        guard [EOPNOTSUPP, EISDIR, EINVAL, ENOENT].contains(errno) else {
          throw FileFailure(path: path, number: errno)
        }
      }
    #endif
    let name = "\(hiddenName).\(getpid())"
    unlink(name)
    opened = SystemCall.repeated { open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
    guard opened >= 0 else { throw FileFailure(path: path, number: errno) }
    descriptor = opened
    self.name = name
  }

  /// A short name for the file, the same in every run.
  private static func mark(of path: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let slash = path.lastIndex(of: "/")
    for byte in path[(slash.map { path.index(after: $0) } ?? path.startIndex)...].utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return String(hash, radix: 16)
  }

  private func write(_ bytes: [UInt8], old: Int32?) -> Int32? {
    if let number = DescriptorWriting.write(bytes[...], to: descriptor).errorNumber {
      return number
    }
    var status = stat()
    if let old, fstat(old, &status) == 0 {
      FileAttributes.copy(from: old, status, to: descriptor)
    }
    return nil
  }

  /// Takes its place.
  private mutating func take(_ path: String, isNew: Bool) -> Int32? {
    #if os(Linux)
      if name == nil {
        // A file that is new has no other name, not for a moment.
        if isNew {
          if uapi_name(descriptor, path) == 0 { return nil }
          guard errno == EEXIST else { return errno }
        }
        if uapi_name(descriptor, hiddenName) != 0 {
          guard errno == EEXIST else { return errno }
          // A run that was killed left it.
          unlink(hiddenName)
          return EEXIST
        }
        name = hiddenName
      }
    #endif
    guard let name else { return EIO }
    guard rename(name, path) == 0 else { return errno }
    self.name = nil
    return nil
  }

  private func close(_ number: inout Int32?) {
    if let name { unlink(name) }
    let failure = SystemCall.close(descriptor)
    if number == nil { number = failure }
  }
}
