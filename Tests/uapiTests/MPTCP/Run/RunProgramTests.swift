#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// Programs under `uapi mptcp run`: what of them is kept, and what is told of them.
  @Suite(.waiting)
  struct RunProgramTests {
    @Test(arguments: [[], ["--verbose"]])
    func `The status is the program's own`(options: [String]) throws {
      let ended = try BuiltCommand.run(options + ["sh", "-c", "exit 7"])
      #expect(ended.status == 7)
      // Python tells an end by a signal from a status: by the minus.
      let caller = "import subprocess, sys; print(subprocess.call(sys.argv[1:]))"
      let killed = try BuiltCommand.outcome(
        of: ["python3", "-c", caller, BuiltCommand.path(), "mptcp", "run"] + options + [
          "--", "sh", "-c", "kill -TERM $$",
        ])
      #expect(killed.output == "-15\n")
    }

    @Test func `The program takes the place of the command`() throws {
      try NetworkNamespace.with { namespace in
        let program = try namespace.start(
          [BuiltCommand.path(), "mptcp", "run", "sh", "-c", "echo pid $$"])
        #expect(try program.line(after: "pid") == "\(program.pid)")
        #expect(try program.wait().status == 0)
      }
    }

    @Test func `Arguments are kept byte by byte`() throws {
      let script = """
        exec "$1" mptcp run -- printf '%s|' "$(printf 'a\\377b')" -v '' 'c d' | od -An -c
        """
      let outcome = try BuiltCommand.outcome(of: ["sh", "-c", script, "sh", BuiltCommand.path()])
      #expect(
        outcome.output.split(whereSeparator: \.isWhitespace)
          == ["a", "377", "b", "|", "-", "v", "|", "|", "c", "d", "|"], "\(outcome.errors)")
    }

    @Test func `The environment is kept`() throws {
      let outcome = try BuiltCommand.run(
        ["sh", "-c", "echo $LD_PRELOAD; echo $GODEBUG; echo $OTHER"],
        environment: [
          "LD_PRELOAD": "libm.so.6", "GODEBUG": "gctrace=0,multipathtcp=0", "OTHER": "x y",
        ])
      let lines = outcome.output.split(separator: "\n")
      try #require(lines.count == 3, "\(outcome)")
      #expect(lines[0].hasSuffix("/libmptcp-preload.so:libm.so.6"))
      #expect(lines[1] == "gctrace=0,multipathtcp=1")
      #expect(lines[2] == "x y")
    }

    @Test func `The library needs no other`() throws {
      let outcome = try BuiltCommand.outcome(
        of: ["readelf", "--dynamic", BuiltCommand.library()])
      #expect(outcome.output.contains("SONAME"), "\(outcome.errors)")
      #expect(!outcome.output.contains("NEEDED"))
    }

    @Test(arguments: [[], ["--verbose"]])
    func `Failures have the statuses of shells`(options: [String]) throws {
      let folder = try ScratchFolder()
      let absent = try BuiltCommand.run(options + ["--", "no-such-command-\(UUID())"])
      #expect(absent.status == 127)
      #expect(absent.errors.contains("was not found"))
      let data = try folder.write("data", [], mode: 0o644)
      let denied = try BuiltCommand.run(options + [data])
      #expect(denied.status == 126)
      #expect(denied.errors.contains("uapi: '\(data)' cannot be run: Permission denied"))
      let orphan = try folder.write("orphan", "#!/nowhere/interpreter\n".utf8)
      let missing = try BuiltCommand.run(options + [orphan])
      #expect(missing.status == 127)
      #expect(missing.errors.contains("interpreter or loader was not found"))
      let library = try BuiltCommand.run(
        options + ["true"], environment: [PreloadLibrary.variable: "/nowhere.so"])
      #expect(library.status == 125)
      #expect(library.errors.contains("/nowhere.so"))
    }

    @Test(arguments: [[], ["--verbose"]])
    func `A script without a first line runs in the shell`(options: [String]) throws {
      let folder = try ScratchFolder()
      let script = try folder.write("script", "echo \"$1\"; exit 5\n".utf8)
      let outcome = try BuiltCommand.run(options + ["--", script, "a b"])
      #expect(outcome.status == 5)
      #expect(outcome.output == "a b\n")
    }

    @Test func `A static program is told of`() throws {
      let folder = try ScratchFolder()
      let program = try folder.compileStatic("static", status: 7)
      let outcome = try BuiltCommand.run(["--", program])
      #expect(outcome.status == 7)
      #expect(outcome.errors.contains("uapi: '\(program)' is statically linked"))
      #expect(outcome.errors.contains("Use a dynamically linked build"))
    }

    @Test(arguments: [("go1.20.14", true), ("go1.22.3", false)])
    func `A Go program is told of, with the release that built it`(version: String, isOld: Bool)
      throws
    {
      let folder = try ScratchFolder()
      let program = try folder.compileStatic(
        "go", status: 8,
        assembly: """
          __asm__(".section .go.buildinfo,\\"aw\\"\\n.balign 16\\n.byte 255\\n"
                  ".ascii \\" Go buildinf:\\"\\n.byte 8, 2\\n.zero 16\\n"
                  ".byte \(version.utf8.count)\\n.ascii \\"\(version)\\"\\n");
          """)
      let outcome = try BuiltCommand.run(["--", program])
      #expect(outcome.status == 8)
      #expect(
        outcome.errors.contains(
          "uapi: '\(program)' is a Go program built with \(version), which calls"))
      #expect(outcome.errors.contains("GODEBUG=multipathtcp=1"))
      #expect(outcome.errors.contains("uapi: Use a build of it by Go 1.21 or later.") == isOld)
    }

    @Test func `A Go program that does not name its release is told of`() throws {
      let folder = try ScratchFolder()
      let program = try folder.compileStatic(
        "go", status: 8,
        assembly: """
          __asm__(".section .note.go.buildid,\\"a\\"\\n.balign 4\\n.long 4, 4, 4\\n"
                  ".asciz \\"Go\\"\\n.byte 0\\n.asciz \\"abc\\"\\n");
          """)
      let outcome = try BuiltCommand.run(["--", program])
      #expect(outcome.status == 8)
      #expect(outcome.errors.contains("is a Go program"))
      #expect(outcome.errors.contains("GODEBUG=multipathtcp=1"))
    }

    @Test func `A privileged program is told of`() throws {
      try #require(getuid() == 0, "the test gives a file away, which takes root")
      let folder = try ScratchFolder()
      guard case .found(let shell) = CommandSearch("true", path: nil) else {
        Issue.record("there is no true")
        return
      }
      let program = folder.path + "/copy"
      try folder.copy(shell, to: program, mode: 0o755)
      // Nobody.
      try #require(chown(program, 65534, 65534) == 0)
      for (mode, name) in [(mode_t(0o4755), "set-user-ID"), (0o2755, "set-group-ID")] {
        try #require(chmod(program, mode) == 0)
        let outcome = try BuiltCommand.run(["--", program])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("uapi: '\(program)' gets rights by \(name)"))
        // Without more rights than its caller has, it is as any other program.
        let renounced = try BuiltCommand.outcome(
          of: ["setpriv", "--no-new-privs", BuiltCommand.path(), "mptcp", "run", program])
        #expect(renounced.status == 0)
        #expect(!renounced.errors.contains("gets rights"))
      }
    }
  }
#endif
