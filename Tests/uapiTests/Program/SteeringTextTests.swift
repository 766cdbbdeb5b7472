#if os(Linux)
  import UAPIText
  import TestSupport
  import Foundation
  import Testing

  @testable import UAPICommands

  /// Text that kernels, files and callers chose, as each command prints it.
  @Suite(.waiting)
  struct SteeringTextTests {
    private static let evil = "\u{1B}]0;pwn\u{7}\u{1B}[31m\u{9B}2J\u{7F}\u{202E}\u{2028}\u{8}"

    /// What reaches a terminal of a text and must not.
    private static func steering(in text: String) -> [Unicode.Scalar] {
      text.unicodeScalars.filter { scalar in
        switch scalar.properties.generalCategory {
        case .control: scalar != "\n"
        case .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
      }
    }

    /// Checks what some words print, on both outputs, and gives it.
    @discardableResult
    private static func check(_ words: [String]) throws -> Program.Outcome {
      let outcome = try BuiltCommand.outcome(of: [BuiltCommand.path()] + words)
      #expect(steering(in: outcome.output).isEmpty, "\(words)")
      #expect(steering(in: outcome.errors).isEmpty, "\(words)")
      #expect(!outcome.output.contains("\u{FFFD}") && outcome.status < 128, "\(words)")
      return outcome
    }

    private static let escaped = #"\u001b]0;pwn\u0007\u001b[31m\u009b2J\u007f\u202e\u2028\b"#

    private static var records: [UInt8] {
      var bytes = Array(
        """
        {"sockopt":"MPTCP_INFO","kernel":"\(escaped)","scenario":"\(escaped)","bytes":"00"}
        {"sockopt":"MPTCP_INFO","machine":"\(escaped)","bytes":"00"}
        {"sockopt":"\(escaped)","bytes":"00"}
        {"struct":"\(escaped)","bytes":"00"}
        {"sockopt":"MPTCP_INFO","bytes":"0\(escaped)"}
        {"sockopt":"MPTCP_INFO","bytes":"00","scenario":"\u{9B}31m\u{7F}\u{202E}","\u{9B}":{"\u{7F}":["\u{2028}"]}}
        {"a\u{9B}":1,"a\u{9B}":2}

        """.utf8)
      bytes += Array("{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"00\",\"x\":{\"y\":\"".utf8)
      return bytes + [0x9B, 0xFF] + Array("\"}}\n".utf8)
    }

    @Test(arguments: ["table", "json", "ndjson"])
    func `Records steer no terminal`(format: String) throws {
      let folder = try ScratchFolder()
      let file = try folder.write("records", Self.records)
      try Self.check(["decode", "--format", format, file])
      let link = folder.path + "/" + Self.evil
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
      try Self.check(["decode", "--format", format, link, file, link + "none"])
    }

    @Test func `Values of JSON stay what they were`() throws {
      let folder = try ScratchFolder()
      let file = try folder.write("records", Self.records)
      let outcome = try Self.check(["decode", "--format", "ndjson", file])
      let objects = try outcome.output.split(separator: "\n").map { try JSONObject(String($0)) }
      #expect(objects.first?["kernel"]?.text == Self.evil)
      #expect(objects.first?["scenario"]?.text == Self.evil)
      let carried = try #require(objects.first { $0["\u{9B}"] != nil })
      #expect(carried["scenario"]?.text == "\u{9B}31m\u{7F}\u{202E}")
      #expect(carried["\u{9B}"]?["\u{7F}"]?.elements.first?.text == "\u{2028}")
    }

    /// A struct of one unsigned int, all names of outside.
    private static func types(named name: String) -> [UInt8] {
      let names = Array("\0\(name)\0m\(name)\0u\(name)\0".utf8)
      let length = name.utf8.count
      func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> ($0 * 8) & 0xFF) } }
      let types =
        word(3 + 2 * length) + word(1 << 24) + word(4) + word(32) + word(1) + word(4 << 24 | 1)
        + word(4) + word(2 + length) + word(1) + word(0)
      let header: [UInt8] = [0x9F, 0xEB, 1, 0] + word(24)
      return header + word(0) + word(types.count) + word(types.count) + word(names.count) + types
        + names
    }

    @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"])
    func `No name begins a line of its own`(end: String) throws {
      let folder = try ScratchFolder()
      let name = "s\(end)forged"
      let file = try folder.write("types", Self.types(named: name))
      let records = try folder.write(
        "records.jsonl",
        Array(#"{"sockopt":"a\nforged","bytes":"00"}"#.utf8)
          + Array(#"{"struct":"a\nforged","bytes":"00"}"#.utf8))
      for words in [
        ["btf", file], ["layout", name, "--btf", file], ["fields", name, "--btf", file],
        ["layout", "--all", "--btf", file], ["diff", name, "btf:" + file, "btf:" + file],
        ["diff", name, "btf:" + file, "6.1"], ["layout", name], ["fields", name],
        ["decode", "--struct", name, records], ["decode", records], ["decode", name],
      ] {
        let outcome = try Self.check(words)
        let lines = (outcome.output + outcome.errors).split(separator: "\n")
        #expect(lines.contains { $0.contains("forged") || $0.contains("records") }, "\(words)")
        #expect(!lines.contains { $0.hasPrefix("forged") }, "\(words): \(lines)")
      }
    }

    @Test func `Names of structs and members steer no terminal`() throws {
      let folder = try ScratchFolder()
      let file = try folder.write("types", Self.types(named: Self.evil))
      let listed = try Self.check(["btf", file, "--format", "ndjson"])
      #expect(try JSONObject(listed.output)["name"]?.text == Self.evil)
      for words in [
        ["btf", file], ["layout", Self.evil, "--btf", file],
        ["layout", Self.evil, "--btf", file, "--format", "json"],
        ["fields", Self.evil, "--btf", file], ["diff", Self.evil, "btf:" + file, "btf:" + file],
      ] { #expect(try Self.check(words).status == 0, "\(words)") }
      for words in [
        ["layout", "x", "--btf", file], ["diff", "x", "btf:" + file, "6.1"],
        ["diff", Self.evil, "btf:" + file, "6.1"],
      ] { #expect(try Self.check(words).status != 0, "\(words)") }
    }

    @Test func `What callers say steers no terminal when it comes back`() throws {
      let evil = Self.evil
      for words in [
        ["fields", evil], ["layout", evil], ["layout", "mptcp_info", "--release", evil],
        ["layout", "mptcp_info", "--machine", evil], ["diff", evil, "6.1", "6.2"],
        ["diff", "mptcp_info", evil, "6.1"], ["btf", evil], ["extract-btf", evil],
        ["inventory", evil], ["inventory", "--headers", evil, "a.h"],
        ["generate", "--spec", evil, "--output", evil], ["mptcp", "run", "--", evil],
        ["mptcp", "run", evil], ["mptcp", evil], [evil], ["--" + evil], ["decode", evil],
        ["decode", "--struct", evil], ["decode", "--sockopt", evil], ["decode", "--kernel", evil],
        ["decode", "--capacity", evil], ["mptcp", "sockets", "--pid", evil],
        ["mptcp", "sockets", "--format", evil], ["mptcp", "capture", "/none/" + evil],
      ] {
        let outcome = try Self.check(words)
        #expect(outcome.status != 0 && !outcome.errors.isEmpty, "\(words)")
      }
    }

    @Test func `Headers and specs steer no terminal`() throws {
      let folder = try ScratchFolder()
      try FileManager.default.createDirectory(
        atPath: folder.path + "/linux", withIntermediateDirectories: true)
      _ = try folder.write("linux/a.h", "#error \(Self.evil)\nstruct a { int b; };\n".utf8)
      _ = try folder.write("linux/b.h", "#include <linux/\(Self.evil).h>\n".utf8)
      for format in ["table", "ndjson"] {
        try Self.check(["inventory", "--headers", folder.path, "--all", "--format", format])
      }
      for (index, text) in [
        "{ headers: [\"linux/\(Self.escaped).h\"] }", "{ \"\(Self.escaped)\": 1 }",
        "{ headers: [\"linux/mptcp.h\"], structs: { \"\(Self.escaped)\": {} } }",
        "{ \(Self.evil) }",
      ].enumerated() {
        let spec = try folder.write("\(index).uapi-bindings.json5", text.utf8)
        let words = ["generate", "--spec", spec, "--output", folder.path]
        let outcome = try Self.check(words + ["--report", "/dev/stdout"])
        #expect(outcome.status < 2, "\(text)")
        let tool = try ToolRun.shell("$generate \"$@\"", Array(words.dropFirst()))
        #expect(Self.steering(in: tool.errors).isEmpty && tool.status < 2, "\(text)")
      }
    }

    @Test func `A process chooses its name and nothing else`() throws {
      guard FileManager.default.fileExists(atPath: "/proc/sys/net/mptcp") else {
        return print("skipped: this kernel has no MPTCP")
      }
      let script = """
        import socket, subprocess, sys
        open("/proc/self/comm", "wb").write(b"\\x1b[31m\\xc2\\x9bx\\x7fy")
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
        listener.bind(("127.0.0.1", 0)); listener.listen()
        for format in ["table", "json", "ndjson"]:
          sys.stdout.buffer.write(subprocess.run(
            [sys.argv[1], "mptcp", "sockets", "--format", format], capture_output=True).stdout)
        """
      let outcome = try BuiltCommand.outcome(
        of: ["python3", "-c", script, BuiltCommand.path()], mptcp: true)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(Self.steering(in: outcome.output).isEmpty, "\(outcome.output)")
      #expect(outcome.output.contains("?[31m?x?y"), "\(outcome.output)")
      #expect(outcome.output.contains(#"\u001b[31m\u009bx\u007fy"#), "\(outcome.output)")
    }
  }
#endif
