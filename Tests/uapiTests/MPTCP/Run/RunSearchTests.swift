#if os(Linux)
  import UAPIText
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// From the name of a command to the program, and what stands in its way.
  struct RunSearchTests {
    @Test func `The folders of PATH are taken in their order`() throws {
      let folder = try ScratchFolder()
      for name in ["a", "b", "c"] {
        try FileManager.default.createDirectory(
          atPath: folder.path + "/" + name, withIntermediateDirectories: false)
      }
      _ = try folder.write("a/tool", [], mode: 0o644)
      let second = try folder.write("b/tool", [])
      _ = try folder.write("c/tool", [])
      let (a, b, c) = (folder.path + "/a", folder.path + "/b", folder.path + "/c")
      #expect(CommandSearch("tool", path: "/nowhere:\(a):\(b):\(c)") == .found(second))
      #expect(CommandSearch("tool", path: a) == .notExecutable(a + "/tool", errno: EACCES))
      #expect(CommandSearch("other", path: "\(a):\(b)") == .notFound)
      #expect(CommandSearch("", path: b) == .notFound)
      #expect(CommandSearch(b, path: nil) == .notExecutable(b, errno: EISDIR))
      #expect(CommandSearch("b", path: folder.path) == .notFound)
      #expect(CommandSearch(second + "/x", path: nil) == .notFound)
    }

    @Test func `The first line names the interpreter`() {
      func interpreter(_ line: String) -> [String?] {
        let found = ProgramFile.interpreter(in: Array(line.utf8))
        return [found?.path, found?.argument]
      }
      #expect(interpreter("#!/bin/sh\nexit") == ["/bin/sh", nil])
      #expect(interpreter("#! \t/usr/bin/env  python3\n") == ["/usr/bin/env", "python3"])
      #expect(interpreter("#!/usr/bin/env -S a  b \t\nc") == ["/usr/bin/env", "-S a  b"])
      #expect(interpreter("#!/bin/sh") == ["/bin/sh", nil])
      #expect(interpreter("#!/bin/sh \n") == ["/bin/sh", nil])
      #expect(interpreter("#!") == [nil, nil])
      #expect(interpreter("#!\n/bin/sh") == [nil, nil])
      #expect(interpreter("exit 1") == [nil, nil])
      #expect(interpreter("") == [nil, nil])
    }

    @Test func `Scripts are judged by their interpreter`() throws {
      let folder = try ScratchFolder()
      let program = try folder.write("program", RunELFTests.Sample().bytes)
      let script = try folder.write("script", "#!\(program) -x\n".utf8)
      let outer = try folder.write("outer", "#!\(script)\n".utf8)
      let file = ProgramFile(command: outer)
      #expect(file.path == program)
      #expect(file.elf?.hasLoader == false)
      #expect(RunObstacle(file, library: nil) == .noLoader)
      let endless = folder.path + "/endless"
      _ = try folder.write("endless", "#!\(endless)\n".utf8)
      #expect(ProgramFile(command: endless).elf == nil)
      #expect(ProgramFile(command: folder.path + "/absent").elf == nil)
      #expect(ProgramFile(command: folder.path).elf == nil)
    }

    @Test func `Obstacles are told apart`() throws {
      let folder = try ScratchFolder()
      var sample = RunELFTests.Sample(hasLoader: true)
      let plain = ProgramFile(command: try folder.write("plain", sample.bytes))
      let library = try #require(plain.elf)
      #expect(RunObstacle(plain, library: library) == nil)
      sample.note = RunELFTests.goNote
      let go = ProgramFile(command: try folder.write("go", sample.bytes))
      #expect(RunObstacle(go, library: library) == .goProgram(nil))
      sample = RunELFTests.Sample(isWide: false, machine: 3, hasLoader: true)
      let old = ProgramFile(command: try folder.write("old", sample.bytes))
      let obstacle = try #require(RunObstacle(old, library: library))
      #expect(obstacle.explanation.contains("a 32-bit i386 program"))
      #expect(obstacle.explanation.contains("a 64-bit x86-64 one"))
      #expect(obstacle.remedy != nil)
    }

    @Test func `Commands of this machine have no obstacle`() throws {
      guard case .found(let shell) = CommandSearch("sh", path: nil) else {
        Issue.record("there is no shell")
        return
      }
      let elf = try #require(ProgramFile(command: BuiltCommand.library()).elf)
      #expect(RunObstacle(ProgramFile(command: shell), library: elf) == nil)
    }
  }
#endif
