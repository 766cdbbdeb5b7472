#if os(Linux)
  import UAPIText
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// The file that takes capture records.
  struct RecordFileTests {
    private static func text(_ path: String) -> String? {
      FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `Lines are appended`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      for lines in ["a\n", "b\nc\n"] {
        var file = try RecordFile(appendingTo: path)
        try file.append(Array(lines.utf8))
        try file.append([])
      }
      #expect(Self.text(path) == "a\nb\nc\n")
    }

    @Test func `A line without end gets one`() throws {
      let folder = try ScratchFolder()
      let path = try folder.write("file", "torn".utf8, mode: 0o644)
      do {
        var file = try RecordFile(appendingTo: path)
        try file.append([])
        #expect(Self.text(path) == "torn")
        try file.append(Array("a\n".utf8))
        try file.append(Array("b\n".utf8))
      }
      #expect(Self.text(path) == "torn\na\nb\n")
    }

    @Test func `What cannot be opened is named`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/none/file"
      let error = #expect(throws: CommandFailure.self) { _ = try RecordFile(appendingTo: path) }
      #expect(error?.description == "\(path): No such file or directory")
      let other = #expect(throws: CommandFailure.self) {
        _ = try RecordFile(appendingTo: folder.path)
      }
      #expect(other?.description == "\(folder.path): Is a directory")
    }

    @Test func `A full device is an error`() throws {
      let error = #expect(throws: CommandFailure.self) {
        var file = try RecordFile(appendingTo: "/dev/full")
        try file.append([1])
      }
      #expect(error?.description == "/dev/full: No space left on device")
    }
  }
#endif
