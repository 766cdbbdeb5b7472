#if os(Linux)
  import UAPIText
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// Loaders that are started as programs, and what they are told to load.
  @Suite(.waiting)
  struct RunLoaderTests {
    private static let soname: (tag: UInt64, value: UInt64) = (14, 1)
    private static let isProgram: (tag: UInt64, value: UInt64) = (0x6FFF_FFFB, 0x0800_0000)
    private static let isBoundAtOnce: (tag: UInt64, value: UInt64) = (0x6FFF_FFFB, 1)

    private static func file(
      _ entries: [(tag: UInt64, value: UInt64)]?, type: UInt64 = 3, isWide: Bool = true,
      isBigEndian: Bool = false
    ) -> [UInt8] {
      var file = ELFBytes(isWide: isWide, isBigEndian: isBigEndian, type: type)
      file.segments = [.init(kind: 1, flags: 5, bytes: [1])]
      if let entries { file.segments.append(file.dynamic(entries)) }
      return file.bytes
    }

    @Test(arguments: [true, false], [true, false])
    func `A loader is told from a static program that can be moved`(isWide: Bool, isBigEndian: Bool)
    {
      func isLoader(_ entries: [(tag: UInt64, value: UInt64)]?, type: UInt64 = 3) -> Bool? {
        let bytes = Self.file(entries, type: type, isWide: isWide, isBigEndian: isBigEndian)
        let program = ELFBytes.read(bytes)
        #expect(program?.hasLoader == false)
        return program?.isLoader
      }
      // As in glibc, and as musl builds its own, which has no name.
      #expect(isLoader([(5, 1), Self.soname, Self.isBoundAtOnce]) == true)
      #expect(isLoader([(5, 1), (6, 2)]) == true)
      // What `-static-pie` makes, and what `-static` does.
      #expect(isLoader([(5, 1), Self.isProgram]) == false)
      #expect(isLoader(nil) == false)
      #expect(isLoader([Self.soname], type: 2) == false)
    }

    @Test func `The program of a loader follows its options`() {
      #expect(ProgramFile.program(in: ["/bin/a", "--b"]) == "/bin/a")
      #expect(
        ProgramFile.program(in: ["--library-path", "/l", "--inhibit-cache", "/bin/a"]) == "/bin/a")
      #expect(
        ProgramFile.program(in: ["--argv0", "x", "--preload", "y", "--audit", "z", "b"]) == "b")
      #expect(ProgramFile.program(in: ["--library-path=/l", "--", "--odd"]) == "--odd")
      #expect(ProgramFile.program(in: ["--version"]) == nil)
      #expect(ProgramFile.program(in: ["--argv0"]) == nil)
      #expect(ProgramFile.program(in: []) == nil)
    }

    @Test func `What a loader loads is judged, and itself is not an obstacle`() throws {
      let folder = try ScratchFolder()
      let loader = try folder.write("ld.so", Self.file([Self.soname]))
      var go = RunELFTests.Sample(hasLoader: true)
      go.note = RunELFTests.goNote
      let program = try folder.write("go", go.bytes)
      let library = ELFBytes.read(RunELFTests.Sample().bytes)
      func obstacle(_ command: String, _ arguments: [String]) -> RunObstacle? {
        RunObstacle(ProgramFile(command: command, arguments: arguments), library: library)
      }
      #expect(obstacle(loader, ["--library-path", "/l", program, "x"]) == .goProgram(nil))
      #expect(obstacle(loader, []) == nil)
      #expect(obstacle(loader, ["--help"]) == nil)
      #expect(obstacle(loader, ["/nowhere"]) == nil)
      #expect(obstacle(program, [loader]) == .goProgram(nil))
      // A script that a loader runs, or that runs one.
      let script = try folder.write("script", "#!\(loader) \(program)\n".utf8)
      #expect(obstacle(script, ["x"]) == .goProgram(nil))
      let other = RunELFTests.Sample(isWide: false, machine: 3, hasLoader: true)
      let old = try folder.write("old", other.bytes)
      #expect(obstacle(loader, [old])?.explanation.contains("32-bit i386") == true)
    }

    @Test func `A program without a first line is judged by the shell that runs it`() throws {
      let folder = try ScratchFolder()
      let text = ProgramFile(command: try folder.write("text", "echo 1\n".utf8))
      #expect(text.path == "/bin/sh")
      #expect(text.elf != nil)
      #expect(ProgramFile(command: try folder.write("data", [1, 0, 2])).elf == nil)
      #expect(ProgramFile(command: try folder.write("empty", [])).elf == nil)
    }

    /// The loader of this machine's programs.
    private static func loader() throws -> String {
      let script = "readelf -l /bin/sh | sed -n 's/.*interpreter: \\(.*\\)\\]/\\1/p'"
      let outcome = try BuiltCommand.outcome(of: ["sh", "-c", script])
      let path = outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
      try #require(path.hasPrefix("/"), "\(outcome)")
      return path
    }

    @Test(.enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
    func `A program that the loader of this machine is told to run has MPTCP sockets`() throws {
      let loader = try Self.loader()
      let python = try BuiltCommand.outcome(
        of: ["python3", "-c", "import os; print(os.path.realpath('/proc/self/exe'))"])
      let program = python.output.trimmingCharacters(in: .whitespacesAndNewlines)
      let outcome = try BuiltCommand.run(
        [
          "--no-fallback", "--verbose", "--", loader, program, "-c",
          "import socket; print(socket.socket().getsockopt(1, 38))",
        ], mptcp: true)
      #expect(outcome.status == 0)
      #expect(outcome.output == "262\n")
      #expect(!outcome.errors.contains("statically linked"), "\(outcome.errors)")
      #expect(outcome.report == "uapi: 1 socket switched to MPTCP, 0 fell back to TCP.")
    }

    @Test func `A static program that can be moved is told of`() throws {
      let folder = try ScratchFolder()
      let program = try folder.compileStatic("static", status: 7, options: ["-static-pie"])
      let outcome = try BuiltCommand.run(["--", program])
      #expect(outcome.status == 7)
      #expect(outcome.errors.contains("uapi: '\(program)' is statically linked"))
    }
  }
#endif
