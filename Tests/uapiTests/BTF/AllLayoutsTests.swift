import TestSupport
import CaptureDecoding
import UAPIText
import ArgumentParser
import BTF
import BTFBytes
import Foundation
import Testing

@testable import UAPICommands

/// `uapi layout --all`.
struct AllLayoutsTests {
  private func all(_ arguments: [String]) throws -> (
    lines: [Substring], errors: String, whole: Bool
  ) {
    let (output, errors) = (OutputBuffer(), OutputBuffer())
    let whole = try LayoutCommand.parse(["--all"] + arguments)
      .allLayouts(to: output, errors: errors, isColored: false).write()
    return (output.text.split(separator: "\n"), errors.text, whole)
  }

  private func withTypes<Value>(
    _ builder: BTFBuilder, _ body: (String) throws -> Value
  ) throws -> Value {
    let folder = try ScratchFolder()
    let path = folder.path + "/kernel.btf"
    try Data(builder.bytes()).write(to: URL(filePath: path))
    return try body(path)
  }

  @Test func `Every struct of this kernel has a line`() throws {
    guard FileManager.default.fileExists(atPath: "/sys/kernel/btf/vmlinux") else {
      print("skipped: this kernel shows no types in /sys/kernel/btf")
      return
    }
    let (lines, errors, whole) = try all(["--btf", "running", "--format", "ndjson"])
    let types = try BTFTypes.running()
    let records = types.ids.filter { types.kind(of: $0) == .struct || types.kind(of: $0) == .union }
    #expect(whole && errors.isEmpty && lines.count == records.count)
    // A line is what the struct alone gives.
    for name in ["tcp_info", "list_head", "sockaddr_in"] {
      let alone = OutputBuffer()
      try LayoutCommand.parse([name, "--btf", "running", "--format", "json"])
        .append(to: alone, isColored: false)
      let line = try #require(lines.first { $0.hasPrefix(#"{"struct":"\#(name)","#) })
      #expect(JSONText.compact(alone.bytes[...]) == Array(line.utf8))
    }
  }

  @Test func `Each struct and union is there, also those of one name and of none`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("int", size: 4, isSigned: true)
    _ = builder.record("twice", size: 4, [("a", int, 0)])
    _ = builder.record("twice", size: 8, [("a", int, 0), ("b", int, 32)])
    _ = builder.record("either", kind: .union, size: 4, [("x", int, 0)])
    let plain = builder.record("", size: 4, [("hidden", int, 0)])
    _ = builder.add(.typedef, "named_t", word: plain)
    _ = builder.record("", size: 4, [("nameless", int, 0)])
    _ = builder.enumeration("not_a_struct", [("ONE", 1)])
    try withTypes(builder) { path in
      let (lines, errors, whole) = try all(["--btf", path, "--format", "ndjson"])
      let objects = try lines.map { try JSONObject(String($0)) }
      #expect(
        objects.map { $0["struct"]?.text } == ["twice", "twice", "either", "named_t", ""])
      #expect(objects.map { $0["size"]?.integer } == [4, 8, 4, 4, 4])
      #expect(whole && errors.isEmpty)
    }
  }

  @Test func `What cannot be laid out is named and counted, and the rest is there`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("int", size: 4, isSigned: true)
    _ = builder.record("good", size: 4, [("a", int, 0)])
    _ = builder.record("bad", size: 4, [("a", int, 64)])
    let itself = builder.nextID
    _ = builder.record("circle\u{1B}[31m", size: 4, [("", itself, 0)])
    _ = builder.record("also_good", size: 4, [("a", int, 0)])
    try withTypes(builder) { path in
      let (lines, errors, whole) = try all(["--btf", path, "--format", "ndjson"])
      #expect(lines.count == 2 && !whole)
      #expect(errors.contains("error: struct bad (type 3): \(path), byte "))
      #expect(errors.contains("error: struct circle?[31m (type 4): "))
      #expect(errors.hasSuffix("error: 2 of 4 structs have no layout, for the reasons above\n"))
    }
  }

  @Test func `Names that are not text make lines that are JSON`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("int", size: 4, isSigned: true)
    _ = builder.record(
      "a\"b\\c\u{1}\n\u{1B}[2J\u{7F}\u{2028}", size: 4, [("new\r\nline", int, 0)])
    let name = builder.string("broken????")
    builder.add(BTFKind.struct.rawValue, nameOffset: name, word: 0)
    var bytes = builder.bytes()
    let place = try #require(bytes.firstIndex { $0 == UInt8(ascii: "?") })
    // An end of a character without its beginning, one that is cut, one that is too long, a surrogate.
    bytes.replaceSubrange(place..<(place + 4), with: [0x80, 0xE2, 0xC0, 0xED])
    let folder = try ScratchFolder()
    let path = folder.path + "/kernel.btf"
    try Data(bytes).write(to: URL(filePath: path))
    let (lines, _, whole) = try all(["--btf", path, "--format", "ndjson"])
    #expect(whole && lines.count == 2)
    for line in lines {
      #expect(line.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    let first = try JSONObject(String(try #require(lines.first)))
    #expect(first["struct"]?.text == "a\"b\\c\u{1}\n\u{1B}[2J\u{7F}\u{2028}")
    #expect(first["fields"]?.elements.first?["name"]?.text == "new\r\nline")
  }

  @Test func `Without a kernel it is every struct of the history`() throws {
    let (lines, errors, whole) = try all(["--format", "ndjson"])
    #expect(whole && errors.isEmpty)
    let names = try lines.map { try JSONObject(String($0))["struct"]?.text }
    #expect(names == KnownStructs().names.map(Optional.some))
    let (early, remark, _) = try all(["--format", "ndjson", "--release", "4.19"])
    #expect(early.count < lines.count)
    #expect(remark == "remark: \(lines.count - early.count) structs came after Linux 4.19\n")
  }

  @Test func `As a table each struct follows the other`() throws {
    let (lines, _, whole) = try all([])
    #expect(whole && lines.count { $0 == "};" } == KnownStructs().names.count)
  }

  @Test(arguments: [
    ["--all", "tcp_info"], [], ["--all", "--format", "json"],
    ["--all", "--btf", "running", "--release", "6.1"],
  ])
  func `Arguments that contradict each other are refused`(arguments: [String]) {
    #expect(throws: (any Error).self) { try UAPICommand.parseAsRoot(["layout"] + arguments) }
  }
}
