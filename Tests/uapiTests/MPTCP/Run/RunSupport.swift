#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  extension BuiltCommand {
    /// The library that the build put beside it.
    static func library() throws -> String {
      try PreloadLibrary.find(executable: path(), override: nil)
    }

    /// `uapi mptcp run` with arguments, in a network namespace of its own.
    ///
    /// - Parameter mptcp: whether it is switched on there; `nil` where it does not matter, and the
    ///   kernel need not have it.
    static func run(
      _ arguments: [String], mptcp: Bool? = nil, environment: [String: String] = [:]
    ) throws -> Program.Outcome {
      try outcome(
        of: [path(), "mptcp", "run"] + arguments, mptcp: mptcp, environment: environment)
    }
  }

  extension Program.Outcome {
    /// What `--verbose` says at the end.
    var report: String? {
      errors.split(separator: "\n").map(String.init).last { $0.contains("switched to MPTCP") }
    }
  }

  extension ScratchFolder {
    /// Writes an executable file.
    func write(_ name: String, _ bytes: some Sequence<UInt8>, mode: mode_t = 0o755) throws -> String
    {
      let file = path + "/" + name
      let draft = file + ".draft"
      try Data(bytes).write(to: URL(filePath: draft))
      try copy(draft, to: file, mode: mode)
      return file
    }

    /// Copies a file by a process of its own.
    ///
    /// A program cannot start while anybody has it open for writing, and what this process opens is
    /// for a moment open in every process that a test beside this one starts.
    func copy(_ original: String, to file: String, mode: mode_t) throws {
      let outcome = try BuiltCommand.outcome(
        of: ["install", "-m", String(mode, radix: 8), original, file])
      try #require(outcome.status == 0, "\(outcome.errors)")
    }

    /// Compiles a program that needs no library and ends with a status.
    func compileStatic(
      _ name: String, status: Int, assembly: String = "", options: [String] = ["-static"]
    ) throws -> String {
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
      let compiled = try BuiltCommand.outcome(
        of: ["clang"] + options + ["-nostdlib", "-fuse-ld=lld", "-o", path + "/" + name, file])
      try #require(compiled.status == 0, "\(compiled.errors)")
      return path + "/" + name
    }
  }
#endif
