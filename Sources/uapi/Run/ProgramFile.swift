#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Android)
  internal import Android
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The file that a command runs in the end: a script's interpreter, else the command itself.
struct ProgramFile {
  /// Where it is.
  var path: String
  /// What it is; `nil` for what is no ELF file or cannot be read.
  var elf: ELFProgram?

  /// Follows a command from interpreter to interpreter, as far as the kernel does.
  init(command: String) {
    path = command
    for _ in 0..<5 {
      let start = Self.read(path, offset: 0, count: 256)
      guard let interpreter = Self.interpreter(in: start) else { break }
      path = interpreter
    }
    let path = path
    elf = ELFProgram { Self.read(path, offset: $0, count: $1) }
  }

  /// The path behind `#!`.
  static func interpreter(in start: [UInt8]) -> String? {
    guard start.starts(with: [0x23, 0x21]) else { return nil }
    let line = start.dropFirst(2).prefix { $0 != 0x0A && $0 != 0 }
    let path = line.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x20 && $0 != 0x09 }
    return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
  }

  /// Bytes of a file: fewer than asked for at its end, none where it cannot be read.
  private static func read(_ path: String, offset: UInt64, count: Int) -> [UInt8] {
    guard let offset = off_t(exactly: offset), offset <= off_t.max - off_t(count) else { return [] }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { _ = close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let more = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled,
          offset + off_t(filled))
        if more < 0, errno == EINTR { continue }
        if more <= 0 { break }
        filled += more
      }
    }
  }
}
