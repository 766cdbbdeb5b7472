#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// Programs that other ones start, as far as `uapi mptcp run --verbose` tells of them.
  @Suite(.waiting)
  struct RunReachTests {
    private static func run(_ command: [String], status: Int32 = 0) throws -> String {
      let outcome = try BuiltCommand.run(["--verbose", "--"] + command)
      try #require(outcome.status == status, "\(outcome)")
      return outcome.errors
    }

    /// How many programs with a cleared environment the report tells of, and how many others that
    /// were not reached.
    private static func counts(_ errors: String) -> [Int] {
      ["started with a cleared environment", "did not load the library"].map { text in
        let line = errors.split(separator: "\n").first { $0.contains(text) }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
      }
    }

    @Test func `A cleared environment is told, with the remedy`() throws {
      let errors = try Self.run(["env", "-i", "sh", "-c", "true; cat /dev/null; exit 0"])
      #expect(
        errors.hasSuffix(
          """
          uapi: 1 program was started with a cleared environment (as by env -i), without LD_PRELOAD: \
          neither its sockets nor those of programs that it started were switched. Start uapi mptcp \
          run once more, inside of that environment.

          """), "\(errors)")
      #expect(try Self.run(["env", "-i", "sh", "-c", "exit 7"], status: 7).contains("cleared"))
    }

    @Test(arguments: [
      (["env", "-u", "LD_PRELOAD", "true"], [1, 0]),
      (["env", "LD_PRELOAD=libm.so.6", "true"], [1, 0]),
      (["env", "A=1", "true"], [0, 0]),
      (["sh", "-c", "env -i true; env -i true; true | cat; (true)"], [2, 0]),
      (["sh", "-c", "LD_PRELOAD= env true; exec env -i true"], [2, 0]),
      (["sh", "-c", "/nowhere/program; env -i /nowhere/program; true"], [0, 0]),
    ])
    func `Programs are counted once, and those that could not be started are not`(
      command: [String], counts: [Int]
    ) throws {
      let errors = try Self.run(command)
      #expect(Self.counts(errors) == counts, "\(errors)")
    }

    @Test(arguments: [
      ("subprocess.run(['true'], env={})", [1, 0]),
      ("subprocess.run(['true'])", [0, 0]),
      ("os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)", [1, 0]),
      ("os.waitpid(os.posix_spawnp('true', ['true'], os.environ), 0)", [0, 0]),
      ("os.system('true'); os.popen('true').read()", [0, 0]),
      ("del os.environ['LD_PRELOAD']; os.system('true'); os.popen('true').read()", [2, 0]),
      ("os.execve('/bin/true', ['true'], {})", [1, 0]),
      ("os.execle('/bin/true', 'true', {})", [1, 0]),
      ("os.execlp('true', 'true', 'x')", [0, 0]),
      ("os.execve(os.open('/bin/true', os.O_RDONLY), ['true'], {})", [1, 0]),
      ("attempt(lambda: os.execve('/nowhere', ['x'], {}))", [0, 0]),
      ("attempt(lambda: os.posix_spawn('/nowhere', ['x'], {}))", [0, 0]),
      ("c.execl(b'/bin/true', b'true', b'x', None)", [0, 0]),
      ("c.execle(b'/bin/true', b'true', b'x', None, (ctypes.c_char_p * 1)())", [1, 0]),
      ("c.execlp(b'true', b'true', None)", [0, 0]),
      ("c.execveat(-100, b'/bin/true', (ctypes.c_char_p * 2)(b'true'), None, 0)", [1, 0]),
    ])
    func `Each way to start a program counts`(statement: String, counts: [Int]) throws {
      let program = """
        import ctypes, os, subprocess
        c = ctypes.CDLL(None)
        def attempt(call):
          try: call()
          except OSError: pass
        \(statement)
        """
      let errors = try Self.run(["python3", "-c", program])
      #expect(Self.counts(errors) == counts, "\(errors)")
    }

    @Test func `A static program that another one starts is told`() throws {
      let folder = try ScratchFolder()
      let program = try folder.compileStatic("static", status: 0)
      let errors = try Self.run(["sh", "-c", "\(program); \(program); env -i \(program); true"])
      #expect(Self.counts(errors) == [1, 2], "\(errors)")
      #expect(
        errors.contains(
          """
          uapi: 2 programs did not load the library or may not count: statically linked ones, ones with \
          rights of their own (set-user-ID …), of another machine, another user or in another PID \
          namespace.
          """))
    }

    @Test func `A program with rights of its own is told`() throws {
      try #require(getuid() == 0, "the test gives a file away, which takes root")
      let folder = try ScratchFolder()
      guard case .found(let original) = CommandSearch("true", path: nil) else {
        Issue.record("there is no true")
        return
      }
      let program = folder.path + "/copy"
      try folder.copy(original, to: program, mode: 0o755)
      try #require(chown(program, 65534, 65534) == 0 && chmod(program, 0o4755) == 0)
      let errors = try Self.run(["sh", "-c", "\(program); exit 0"])
      #expect(Self.counts(errors) == [0, 1], "\(errors)")
    }

    @Test func `Arguments and environments reach the program as they are`() throws {
      let program = """
        import ctypes, os, sys
        c = ctypes.CDLL(None)
        sh = [b"-c", b'echo "$0|$1|$2|$3|$A"', b"zero", b"", b"a b", b"c"]
        def child(call):
          sys.stdout.flush()
          if os.fork() == 0: call(); os._exit(1)
          os.wait()
        many = [b"x"] * 500
        child(lambda: c.execl(b"/bin/sh", b"sh", *sh, None))
        child(lambda: c.execlp(b"sh", b"sh", *sh, None))
        child(lambda: c.execle(b"/bin/sh", b"sh", *sh, None, (ctypes.c_char_p * 2)(b"A=own")))
        child(lambda: c.execl(b"/bin/sh", b"sh", b"-c", b"echo $#", *many, None))
        """
      let outcome = try BuiltCommand.run(
        ["--", "python3", "-c", program], environment: ["A": "outer"])
      #expect(
        outcome.output == "zero||a b|c|outer\nzero||a b|c|outer\nzero||a b|c|own\n499\n",
        "\(outcome.errors)")
    }
  }
#endif
