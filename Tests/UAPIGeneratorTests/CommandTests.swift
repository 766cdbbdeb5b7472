import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge

@testable import UAPIGenerator

struct CommandTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = try ScratchFolder()
    try withExtendedLifetime(folder) { try body(folder.url) }
  }

  @Test(arguments: [
    (["--spec"], "uapi-generate: error: --spec needs a value; "),
    (["--spec", "x"], "uapi-generate: error: --spec and --output are needed; "),
    (["--checks", "x"], "uapi-generate: error: it writes no checks in C; uapi generate --checks"),
    (["--sepc", "x"], "uapi-generate: error: unknown argument '--sepc'; did you mean '--spec'?"),
  ])
  func `Arguments are checked`(arguments: [String], error: String) {
    #expect(
      message { _ = try GeneratorCommand(arguments: arguments, environment: [:]) }.hasPrefix(error))
  }

  @Test func `Files are written once and only once`() throws {
    try withFolder { folder in
      let spec = folder.appending(path: "uapi-bindings.json5").path()
      try Repository.mptcpSpec.write(toFile: spec, atomically: true, encoding: .utf8)
      let command = GeneratorCommand(
        generator: Generator(spec: spec, headers: folder.path() + "none"),
        output: folder.appending(path: "out").path())
      let first = try command.run()
      #expect(first.written.count == 2)
      #expect(first.result.remarks.count == 1)
      #expect(try command.run().written.isEmpty)
    }
  }

  @Test func `A missing spec is named`() {
    let command = GeneratorCommand(generator: Generator(spec: "/nowhere/x.json5"), output: "/tmp")
    #expect(
      message { _ = try command.run() }
        == "/nowhere/x.json5: error: there is no such file; create it, or correct the path")
  }

  @Test func `Installed headers of a known release change nothing`() throws {
    try withFolder { folder in
      let spec = folder.appending(path: "uapi-bindings.json5").path()
      try Repository.mptcpSpec.write(toFile: spec, atomically: true, encoding: .utf8)
      let installed = try Generator(spec: spec, headers: "/usr/include").run()
      guard installed.remarks.isEmpty else {
        print("skipped: \(installed.remarks.joined(separator: "; "))")
        return
      }
      let alone = try Generator(spec: spec, headers: folder.path() + "none").run()
      #expect(installed.files == alone.files)
    }
  }

  @Test func `Own knowledge takes precedence`() throws {
    try withFolder { folder in
      let history = folder.appending(path: "own/history")
      try FileManager.default.createDirectory(at: history, withIntermediateDirectories: true)
      try Sample.history.write(
        to: history.appending(path: "demo.json"), atomically: true, encoding: .utf8)
      let spec = folder.appending(path: "uapi-bindings.json5").path()
      try
        "{ headers: ['linux/demo.h'], knowledge: 'own', installed_headers: false, structs: ['demo'] }"
        .write(toFile: spec, atomically: true, encoding: .utf8)
      let output = try Generator(spec: spec).run()
      #expect(output.files["UAPIBindings.Structs.swift"]?.contains("struct Demo") == true)
    }
  }
}
