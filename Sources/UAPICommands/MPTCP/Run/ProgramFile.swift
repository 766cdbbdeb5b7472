internal import LibC

/// The file that a command runs in the end: a script's interpreter, a loader's program, else the
/// command itself.
struct ProgramFile {
  /// Where it is.
  var path: String
  /// What it is; `nil` for what is not an ELF file or cannot be read.
  var elf: ELFProgram?
  /// Whether the command is a loader which is told to load it.
  var isArgumentOfLoader = false

  /// Follows a command from interpreter to interpreter, as far as the kernel does, and from a loader
  /// to the program that it is to load.
  init(command: String, arguments: [String] = []) {
    path = command
    var arguments = arguments
    for _ in 0..<5 {
      let start = Self.read(path, offset: 0, count: 256)
      guard let line = Self.interpreter(in: start) else {
        if Self.isTextForShell(start) { path = RunEnvironment.shell }
        break
      }
      arguments = (line.argument.map { [$0] } ?? []) + [path] + arguments
      path = line.path
    }
    elf = Self.elf(at: path)
    if elf?.isLoader == true, let program = Self.program(in: arguments) {
      path = program
      elf = Self.elf(at: path)
      isArgumentOfLoader = true
    }
  }

  private static func elf(at path: String) -> ELFProgram? {
    ELFProgram { read(path, offset: $0, count: $1) }
  }

  /// The program that a loader is told to load, which follows the options.
  static func program(in arguments: [String]) -> String? {
    let withValue = [
      "--argv0", "--audit", "--glibc-hwcaps-mask", "--glibc-hwcaps-prepend", "--inhibit-rpath",
      "--library-path", "--preload",
    ]
    var rest = arguments[...]
    while let first = rest.first, first.hasPrefix("--") {
      rest = rest.dropFirst(withValue.contains(first) ? 2 : 1)
      if first == "--" { break }
    }
    return rest.first
  }

  /// Whether the kernel takes no such file for a program, and shells do.
  private static func isTextForShell(_ start: [UInt8]) -> Bool {
    !start.isEmpty && !start.contains(0) && !start.starts(with: [0x7F])
  }

  /// The path after `#!` and the text after that, which is one argument.
  static func interpreter(in start: [UInt8]) -> (path: String, argument: String?)? {
    guard start.starts(with: [0x23, 0x21]) else { return nil }
    let line = start.dropFirst(2).prefix { $0 != 0x0A && $0 != 0 }
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let words = line.drop(while: isBlank)
    let path = words.prefix { !isBlank($0) }
    guard !path.isEmpty else { return nil }
    let rest = words.dropFirst(path.count).drop(while: isBlank)
    let argument = rest.lastIndex { !isBlank($0) }.map { rest[...$0] }
    return (
      String(decoding: path, as: UTF8.self), argument.map { String(decoding: $0, as: UTF8.self) }
    )
  }

  /// Bytes of a file: fewer than asked for at its end, none where it cannot be read.
  private static func read(_ path: String, offset: UInt64, count: Int) -> [UInt8] {
    guard let offset = Int(exactly: offset), offset <= Int.max - count,
      let file = ReadableFile(path, waits: false)
    else { return [] }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(0, file.read(at: offset, into: UnsafeMutableRawBufferPointer(buffer)))
    }
  }
}
