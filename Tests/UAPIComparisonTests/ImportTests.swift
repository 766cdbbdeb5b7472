import ArgumentParser
import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import uapi_import_headers
@testable import UAPIComparison

struct ImportTests {
  // MARK: What is written is what stands

  @Test func `Histories are written as they are`() throws {
    #expect(Knowledge.embedded.structNames.count >= 6)
    for name in Knowledge.embedded.structNames {
      let text = try Repository.text("headers/history/\(name).json")
      let known = try KnownStruct(path: "\(name).json", text: text)
      #expect(HistoryWriter(known: known).text == text, "\(name)")
    }
  }

  @Test func `Constants are written as they are`() throws {
    for name in ["linux_mptcp", "linux_tcp"] {
      let text = try Repository.text("headers/constants/\(name).json")
      let file = try SourceDocument(path: name, text: text).decode(ConstantsFile.self)
      #expect(ConstantsWriter(file: file).text == text, "\(name)")
    }
  }

  @Test func `Every kind of field is read as it was written`() throws {
    let known = try Sample.known()
    let text = HistoryWriter(known: known).text
    #expect(try KnownStruct(path: "demo.json", text: text) == known)
    #expect(text.contains("\"removed\": [\"reserved\"]") == false)
    let file = try SourceDocument(path: "x", text: Sample.constants).decode(ConstantsFile.self)
    let again = try SourceDocument(path: "x", text: ConstantsWriter(file: file).text)
      .decode(ConstantsFile.self)
    #expect(ConstantsWriter(file: again).text == ConstantsWriter(file: file).text)
    #expect(JSONLiteral.string("a\"b\\c\n") == #""a\"b\\c\u000a""#)
  }

  @Test func `The installed headers change nothing`() throws {
    let folder = Repository.root.appending(path: "headers").path()
    let release = try HeaderComparer.read(["linux/tcp.h"], root: "/usr/include").release
    let known = try #require(try Knowledge.embedded.history(of: "tcp_info")).knownThrough
    // A younger header than the history has something to add: headers/update does it.
    if let release, release > known {
      print("skipped: the installed header is of Linux \(release), the history ends with \(known)")
      return
    }
    let outcome = try HeaderImport(root: "/usr/include", folder: folder).outcome()
    #expect(outcome.files.isEmpty, "\(outcome.files.map(\.path))")
    #expect(outcome.contradictions.isEmpty, "\(outcome.text)")
  }

  // MARK: What a header brings

  private static let first = """
    struct demo { __u8 d_flags; __u8 d_low : 4; __u16 d_port; __u64 d_bytes; };
    #define DEMO_ON 1
    #define DEMO_MASK 1
    enum demo_state { DEMO_INIT, DEMO_STATE_MAX };
    """
  private static let second = """
    struct demo {
      __u8 d_flags; __u8 d_low : 4; __u16 d_port; __s32 d_delta; __u64 d_bytes; __u8 d_last;
    #define d_total d_bytes
    };
    #define DEMO_ON 1
    #define DEMO_FAST 2
    #define DEMO_MASK 3
    enum demo_state { DEMO_INIT, DEMO_LOST, DEMO_STATE_MAX };
    enum { DEMO_OTHER = 7 };
    """

  /// Calls a closure with a knowledge folder that knows the first header, and a function that makes roots of headers.
  private func withFolder(
    _ body: (_ folder: String, _ root: (_ release: String, _ header: String) throws -> String)
      throws -> Void
  ) throws {
    let base = try ScratchFolder()
    func root(_ release: String, _ header: String) throws -> String {
      let numbers = release.split(separator: ".").compactMap { Int($0) }
      let types = """
        typedef unsigned char __u8; typedef unsigned short __u16; typedef int __s32;
        typedef unsigned long long __u64;

        """
      try base.write(types + header, to: "\(release)/linux/demo.h")
      try base.write(
        "#define LINUX_VERSION_CODE \(numbers[0] << 16 | numbers[1] << 8)\n",
        to: "\(release)/linux/version.h")
      // With this the folder serves every machine.
      try base.write("", to: "\(release)/asm/types.h")
      return base.path(of: release)
    }
    let history = """
      {"struct": "demo", "header": "linux/demo.h", "zero_filled": true, "known_through": "6.1",
       "generations": [{"since": "6.0", "size": 16, "align": 8, "size_i386": 12, "fields": [
        {"name": "d_flags", "type": "__u8", "offset": 0, "size": 1},
        {"name": "d_low", "type": "__u8", "offset": 1, "size": 1, "bit_offset": 0, "bit_width": 4},
        {"name": "d_port", "type": "__u16", "offset": 2, "size": 2},
        {"name": "d_bytes", "type": "__u64", "offset": 8, "size": 8, "offset_i386": 4}]}]}
      """
    let constants = """
      {"headers": ["linux/demo.h"], "known_through": "6.1", "sampled": ["6.1"], "macros": [
        {"name": "DEMO_ON", "value": 1, "since": "6.0", "seen_in": ["6.1"]},
        {"name": "DEMO_MASK", "value": 1, "seen_in": ["6.1"]}],
       "enums": [{"name": "demo_state", "constants": [
        {"name": "DEMO_INIT", "value": 0, "seen_in": ["6.1"]},
        {"name": "DEMO_STATE_MAX", "value": 1, "sentinel": true, "seen_in": ["6.1"]}]}]}
      """
    try base.write(history, to: "headers/history/demo.json")
    try base.write(constants, to: "headers/constants/linux_demo.json")
    try body(base.path(of: "headers"), root)
  }

  private func text(_ folder: String, _ path: String) throws -> String {
    try String(contentsOfFile: folder + "/" + path, encoding: .utf8)
  }

  @Test func `A younger header adds what it has`() throws {
    try withFolder { folder, root in
      let command = HeaderImport(root: try root("6.3", Self.second), folder: folder)
      let outcome = try command.outcome()
      #expect(outcome.contradictions.isEmpty)
      #expect(outcome.text.contains("ghost: in padding"))
      #expect(try outcome.write(into: command.folder).count == 2)
      let history = try text(folder, "history/demo.json")
      #expect(
        history.hasSuffix(
          """
              {"since": "6.3", "size": 24, "align": 8, "size_i386": 20,
                "fields": [
                  {"name": "d_delta", "type": "__s32", "offset": 4, "size": 4},
                  {"name": "d_bytes", "type": "__u64", "offset": 8, "size": 8},
                  {"name": "d_last", "type": "__u8", "offset": 16, "size": 1}
                ]}
            ],
            "aliases": [
              {"name": "d_total", "of": "d_bytes", "since": "6.3"}
            ]
          }

          """), "\(history)")
      #expect(history.contains("\"known_through\": \"6.3\""))
      let constants = try text(folder, "constants/linux_demo.json")
      #expect(
        constants == """
          {
            "headers": ["linux/demo.h"], "known_through": "6.3",
            "sampled": ["6.1", "6.3"],
            "macros": [
              {"name": "DEMO_ON", "value": 1, "since": "6.0", "seen_in": ["6.1", "6.3"]},
              {"name": "DEMO_FAST", "value": 2, "seen_in": ["6.3"]},
              {"name": "DEMO_MASK", "values": [{"seen_in": ["6.1"], "value": 1}, {"seen_in": ["6.3"], "value": 3}], "seen_in": ["6.1", "6.3"]}
            ],
            "enums": [
              {"name": "demo_state", "constants": [
                {"name": "DEMO_INIT", "value": 0, "seen_in": ["6.1", "6.3"]},
                {"name": "DEMO_LOST", "value": 1, "seen_in": ["6.3"]},
                {"name": "DEMO_STATE_MAX", "values": [{"seen_in": ["6.1"], "value": 1}, {"seen_in": ["6.3"], "value": 2}], "sentinel": true, "seen_in": ["6.1", "6.3"]}
              ]},
              {"name": null, "constants": [
                {"name": "DEMO_OTHER", "value": 7, "seen_in": ["6.3"]}
              ]}
            ]
          }

          """, "\(constants)")
      // Once more there is nothing to learn.
      #expect(try command.outcome().files.isEmpty)
    }
  }

  @Test func `A header between samples only adds that it was seen`() throws {
    try withFolder { folder, root in
      let newer = HeaderImport(root: try root("6.3", Self.second), folder: folder)
      _ = try newer.outcome().write(into: newer.folder)
      let before = try text(folder, "history/demo.json")
      let outcome = try HeaderImport(root: try root("6.2", Self.first), folder: folder).outcome()
      #expect(outcome.contradictions.isEmpty, "\(outcome.text)")
      #expect(outcome.files.map(\.path) == ["constants/linux_demo.json"])
      #expect(
        outcome.files.first?.text.contains("\"sampled\": [\"6.1\", \"6.2\", \"6.3\"]") == true)
      #expect(try text(folder, "history/demo.json") == before)
    }
  }

  @Test(arguments: [
    ("__u16 d_port;", "__u16 d_prot;"), ("__u8 d_low : 4;", "__u8 d_low : 5;"),
    ("#define DEMO_ON 1", "#define DEMO_ON 2"), ("struct demo", "struct dome"),
  ])
  func `A contradiction writes nothing`(text old: String, replacement: String) throws {
    try withFolder { folder, root in
      let header = Self.first.replacingOccurrences(of: old, with: replacement)
      let arguments = [try root("6.1", header), "--into", folder]
      let before = try text(folder, "history/demo.json")
      let report = try ImportTool.parse(arguments).source.run()
      #expect(report.errors.contains("--vendor NAME"))
      #expect(!report.output.contains("wrote"))
      #expect(try text(folder, "history/demo.json") == before)
    }
  }

  @Test func `A point release may bring constants`() throws {
    try withFolder { folder, root in
      let later = HeaderImport(
        root: try root("6.1", Self.first + "\n#define DEMO_LATE 9\n"), folder: folder)
      let outcome = try later.outcome()
      #expect(outcome.contradictions.isEmpty)
      #expect(try outcome.write(into: later.folder).count == 1)
      let line = #"{"name": "DEMO_LATE", "value": 9, "seen_in": ["6.1"]}"#
      #expect(try text(folder, "constants/linux_demo.json").contains(line))
      // An earlier one has not got it, and changes nothing.
      let earlier = try HeaderImport(root: try root("6.1", Self.first), folder: folder).outcome()
      #expect(earlier.files.isEmpty)
      #expect(earlier.contradictions.isEmpty)
      #expect(earlier.remarks == ["other headers of Linux 6.1 have DEMO_LATE too"])
    }
  }

  @Test func `A struct that shrinks is a contradiction`() throws {
    try withFolder { folder, root in
      let header = "struct demo { __u8 d_flags; };\n#define DEMO_ON 1\n"
      let outcome = try HeaderImport(root: try root("6.3", header), folder: folder).outcome()
      #expect(outcome.contradictions.count == 1)
      #expect(outcome.files.isEmpty)
    }
  }

  @Test func `A vendor's header is kept next to the mainline`() throws {
    try withFolder { folder, root in
      let header = try root("6.1", Self.second)
      let command = HeaderImport(root: header, folder: folder, vendor: "Acme 9")
      let outcome = try command.outcome()
      #expect(outcome.files.map(\.path) == ["history/demo.json"])
      _ = try outcome.write(into: command.folder)
      let known = try KnownStruct(
        path: "demo.json", text: try text(folder, "history/demo.json"))
      #expect(known.generations.map(\.vendor) == [nil, "Acme 9"])
      #expect(known.generations.last?.sizeOnI386 == 20)
      #expect(known.knownThrough == KernelRelease(6, 1))
      #expect(try command.outcome().files.isEmpty)
    }
  }

  @Test func `Arguments are checked`() throws {
    func error(_ arguments: String...) -> String {
      do {
        _ = try ImportTool.parse(arguments)
        return "no error"
      } catch {
        return ImportTool.fullMessage(for: error)
      }
    }
    #expect(error("/x", "--into", "y", "--relase=6.1").contains("Did you mean '--release'?"))
    #expect(error("/x", "--release").contains("Missing value for '--release <release>'"))
    #expect(
      error("/x", "--into", "y", "--release", "new").contains("'new' is not a kernel release"))
    #expect(error("/x").contains("Missing expected argument '--into <folder>'"))
    #expect(error("/x", "/y", "--into", "z").contains("one folder of headers is needed"))
    #expect(
      message { _ = try HeaderImport(root: "/x", folder: "/nowhere").outcome() }
        .contains("there is no history here"))
    try withFolder { folder, root in
      let wrong = HeaderImport(
        root: try root("6.3", Self.second), release: KernelRelease(6, 4), folder: folder)
      #expect(message { _ = try wrong.outcome() }.contains("of Linux 6.3, not of 6.4"))
    }
  }
}
