import Foundation
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge

@testable import UAPIComparison
@testable import UAPIGenerator

/// Headers of `asm-generic/`, bound as programs see them.
@Suite(.waiting)
struct GenericHeaderTests {
  @Test func `A struct that asm packs is bound packed, and compilers agree`() throws {
    guard FileManager.default.fileExists(atPath: "/usr/include/x86_64-linux-gnu/asm/statfs.h")
    else {
      print("skipped: there are no kernel headers for x86-64 here")
      return
    }
    let folder = try ScratchFolder([
      "uapi-bindings.json5": "{ headers: [\"asm-generic/statfs.h\"] }"
    ])
    let output = try Generator(spec: folder.path(of: "uapi-bindings.json5")).run()
    let text = try #require(output.files["UAPIBindings.Structs.swift"])
    let compat = try #require(text.split(separator: "public struct CompatStatfs64: ").last)
    let history = try #require(compat.split(separator: "StructHistory(").dropFirst().first)
    // It is packed on this machine, though not on those whose asm does not say so.
    #expect(history.contains("size: 84, alignment: 4"))
    for (compiler, errors) in try CCompilers.compile(
      ["checks.c": output.checks], installedFor: nil)
    {
      #expect(errors == nil, "\(compiler): \(errors ?? "")")
    }
  }
}
