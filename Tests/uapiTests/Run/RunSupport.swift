#if os(Linux)
  import Foundation
  import Testing

  /// A run of the built command, as a process of its own.
  struct CommandOutcome {
    var status: Int32
    var reason: Process.TerminationReason
    var output: String
    var errors: String

    /// What `--verbose` says at the end.
    var report: String? {
      errors.split(separator: "\n").map(String.init).last { $0.contains("switched to MPTCP") }
    }
  }

  /// The command that the build put beside the tests.
  enum BuiltCommand {
    static func folder() throws -> URL {
      let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: path).deletingLastPathComponent()
    }

    static func path() throws -> String {
      let path = try folder().appending(path: "uapi").path
      try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is not built")
      return path
    }

    /// A process that was started, with what it writes.
    static func start(
      _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (process: Process, output: FileHandle, errors: FileHandle) {
      let process = Process()
      let output = Pipe()
      let errors = Pipe()
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
      var all = ProcessInfo.processInfo.environment
      for name in ["LD_PRELOAD", "GODEBUG"] { all[name] = nil }
      process.environment = all.merging(environment) { $1 }
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = errors
      // Threads of tests block signals, and programs would inherit that.
      var none = sigset_t()
      var before = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      try process.run()
      return (process, output.fileHandleForReading, errors.fileHandleForReading)
    }

    /// What became of a process. It writes less than a pipe holds.
    static func finish(
      _ started: (process: Process, output: FileHandle, errors: FileHandle)
    ) throws -> CommandOutcome {
      let output = try started.output.readToEnd() ?? Data()
      let errors = try started.errors.readToEnd() ?? Data()
      started.process.waitUntilExit()
      return CommandOutcome(
        status: started.process.terminationStatus, reason: started.process.terminationReason,
        output: String(decoding: output, as: UTF8.self),
        errors: String(decoding: errors, as: UTF8.self))
    }

    /// `uapi mptcp run` with arguments.
    static func run(
      _ arguments: [String], environment: [String: String] = [:]
    ) throws -> CommandOutcome {
      try finish(start(path(), ["mptcp", "run"] + arguments, environment: environment))
    }

    /// The same in a network namespace of its own, with MPTCP switched on or off there.
    static func run(_ arguments: [String], inNamespaceWithMPTCP isOn: Bool) throws -> CommandOutcome
    {
      let script = """
        ip link set lo up && echo \(isOn ? 1 : 0) > /proc/sys/net/mptcp/enabled || exit 99
        exec "$@"
        """
      return try finish(
        start(
          "/usr/bin/env",
          ["unshare", "--net", "--", "sh", "-c", script, "sh", path(), "mptcp", "run"] + arguments))
    }
  }

  /// A folder that goes away with the test.
  final class ScratchFolder {
    let path: String

    init() throws {
      let url = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes an executable file.
    func write(_ name: String, _ bytes: some Sequence<UInt8>, mode: mode_t = 0o755) throws -> String
    {
      let file = path + "/" + name
      try Data(bytes).write(to: URL(filePath: file))
      try #require(chmod(file, mode) == 0)
      return file
    }

    /// Compiles a program that needs no library and ends with a status.
    func compileStatic(_ name: String, status: Int, assembly: String = "") throws -> String {
      let source = """
        __attribute__((used, noreturn)) void _start(void) {
        #if defined(__x86_64__)
          __asm__ volatile("syscall" : : "a"(60), "D"(\(status)));
        #elif defined(__aarch64__)
          register long number __asm__("x8") = 93;
          register long status __asm__("x0") = \(status);
          __asm__ volatile("svc #0" : : "r"(number), "r"(status));
        #endif
          __builtin_unreachable();
        }
        \(assembly)
        """
      let file = try write(name + ".c", source.utf8, mode: 0o644)
      let compiled = try BuiltCommand.finish(
        BuiltCommand.start(
          "/usr/bin/env",
          ["clang", "-static", "-nostdlib", "-fuse-ld=lld", "-o", path + "/" + name, file]))
      try #require(compiled.status == 0, "\(compiled.errors)")
      return path + "/" + name
    }
  }

  /// Whether the kernel was built with MPTCP: then no test is skipped.
  let kernelHasMPTCP = FileManager.default.fileExists(atPath: "/proc/sys/net/mptcp/enabled")
#endif
