#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// Headers that are too much for libclang, read by the command itself: it forks, which tests cannot.
  @Suite(.waiting)
  struct HeaderLossTests {
    private static let bad: [String: String] = [
      "macros": """
      #define L0 1
      #define L1 L0+L0+L0+L0+L0+L0+L0+L0+L0+L0
      #define L2 L1+L1+L1+L1+L1+L1+L1+L1+L1+L1
      #define L3 L2+L2+L2+L2+L2+L2+L2+L2+L2+L2
      #define L4 L3+L3+L3+L3+L3+L3+L3+L3+L3+L3
      #define L5 L4+L4+L4+L4+L4+L4+L4+L4+L4+L4
      #define L6 L5+L5+L5+L5+L5+L5+L5+L5+L5+L5
      struct s { int a; };
      """,
      "signs": "enum { A = " + String(repeating: "!", count: 300_000) + "1 };\n",
      "stars": "struct s { int " + String(repeating: "*", count: 100_000) + "a; };\n",
      "sums": "enum { A = " + String(repeating: "1+", count: 200_000) + "1 };\n",
    ]

    private struct Outcome {
      var status: Int32
      var output: String
      var errors: String
    }

    private func run(_ arguments: [String], in folder: String) throws -> Outcome {
      let process = Process()
      process.executableURL = URL(filePath: try BuiltCommand.path())
      process.arguments = arguments
      process.currentDirectoryURL = URL(filePath: folder)
      // Files, since a pipe that is not read would fill up.
      let files = ["out.txt", "err.txt"].map { folder + "/" + $0 }
      for file in files { #expect(FileManager.default.createFile(atPath: file, contents: nil)) }
      process.standardOutput = try FileHandle(forWritingTo: URL(filePath: files[0]))
      process.standardError = try FileHandle(forWritingTo: URL(filePath: files[1]))
      try process.run()
      process.waitUntilExit()
      let texts = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
      #expect(process.terminationReason == .exit)
      return Outcome(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }

    /// A folder with headers that nothing is wrong with around those that are too much.
    private func folder(_ names: some Sequence<String> = bad.keys) throws -> ScratchFolder {
      let folder = try ScratchFolder()
      try FileManager.default.createDirectory(
        atPath: folder.path + "/h/linux", withIntermediateDirectories: true)
      for (name, text) in [("a", "struct first { int a; };\n"), ("z", "struct last { int z; };\n")]
        + names.map({ ($0, Self.bad[$0] ?? "") })
      {
        try text.write(
          toFile: "\(folder.path)/h/linux/\(name).h", atomically: true, encoding: .utf8)
      }
      return folder
    }

    @Test func `A header that makes libclang crash costs the inventory that header alone`() throws {
      let folder = try folder()
      let outcome = try run(
        ["inventory", "--all", "--headers", "h", "--format", "ndjson"], in: folder.path)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n")
      let names = (Self.bad.keys + ["a", "z"]).sorted()
      try #require(lines.count == names.count)
      for (name, line) in zip(names, lines) {
        #expect(line.hasPrefix("{\"header\":\"linux/\(name).h\","), "in the order of the names")
        let isLost = line.contains("libclang crashes when it reads this (signal ")
        #expect(isLost == (Self.bad[name] != nil), "\(line)")
      }
      #expect(lines[0].contains("\"name\":\"first\",\"kind\":\"struct\",\"size\":4"))
      #expect(lines[lines.count - 1].contains("\"name\":\"last\",\"kind\":\"struct\",\"size\":4"))
      let named = try run(["inventory", "--headers", "h", "linux/signs.h"], in: folder.path)
      #expect(named.status == 1)
    }

    @Test(arguments: bad.keys.sorted())
    func `generate names the header that is too much, and writes nothing`(name: String) throws {
      let folder = try folder([name])
      try "{ headers: [\"linux/a.h\", \"linux/\(name).h\", \"linux/z.h\"] }".write(
        toFile: folder.path + "/spec.json5", atomically: true, encoding: .utf8)
      let outcome = try run(
        ["generate", "--spec", "spec.json5", "--headers", "h", "--output", "o"], in: folder.path)
      #expect(outcome.status == 1)
      #expect(outcome.errors.hasPrefix("h/linux/\(name).h: error: libclang crashes"), "\(outcome)")
      #expect(!outcome.errors.contains("linux/a.h") && !outcome.errors.contains("linux/z.h"))
      #expect(!FileManager.default.fileExists(atPath: folder.path + "/o"))
    }

    @Test func `diff ends with status 2 where a header is too much`() throws {
      let folder = try folder(["signs"])
      let outcome = try run(
        ["diff", "s", "h", "h", "--header", "linux/signs.h"], in: folder.path)
      #expect(outcome.status == 2)
      #expect(outcome.errors.hasPrefix("h/linux/signs.h: error: libclang crashes"), "\(outcome)")
    }

    @Test func `Nothing is left where a header was lost`() throws {
      let folder = try folder(["signs"])
      _ = try run(["inventory", "--all", "--headers", "h"], in: folder.path)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(left == ["err.txt", "h", "out.txt"])
    }

    @Test func `The status of the command is that of the child that did the work`() throws {
      let folder = try folder([])
      try "{ headers: [\"linux/a.h\"], structs: [\"frist\"] }".write(
        toFile: folder.path + "/spec.json5", atomically: true, encoding: .utf8)
      let outcome = try run(
        ["generate", "--spec", "spec.json5", "--headers", "h", "--output", "o"], in: folder.path)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("did you mean 'first'?"), "\(outcome.errors)")
    }
  }
#endif
