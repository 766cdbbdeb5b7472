import UAPIText
import ArgumentParser
import BTF
import BTFBytes
import Foundation
import TestSupport
import Testing
import UAPIGenerator

@testable import UAPICommands

/// Structs of modules: `--base` of every command, and what is said where it is missing or wrong.
struct ModuleTypesTests {
  /// The files of a kernel, of the same one as another build made it, and of a module over the first.
  private struct Files {
    private let folder: ScratchFolder
    let kernel: String
    let other: String
    let module: String
    /// A module over the other build, in which a field has moved.
    let otherModule: String

    init() throws {
      folder = try ScratchFolder()
      kernel = folder.path + "/kernel.btf"
      other = folder.path + "/other.btf"
      module = folder.path + "/module.btf"
      otherModule = folder.path + "/other-module.btf"
      let (first, second) = (Self.kernelTypes(extra: ""), Self.kernelTypes(extra: "an_older_name"))
      try write(first.bytes(), to: kernel)
      try write(second.bytes(), to: other)
      try write(Self.moduleTypes(over: first, counterAt: 128), to: module)
      try write(Self.moduleTypes(over: second, counterAt: 160), to: otherModule)
    }

    func path(_ name: String) -> String { folder.path + "/" + name }

    func write(_ bytes: [UInt8], to path: String) throws {
      try Data(bytes).write(to: URL(filePath: path))
    }

    private static func kernelTypes(extra: String) -> BTFBuilder {
      var builder = BTFBuilder()
      _ = builder.string(extra)
      let int = builder.integer("int", size: 4, isSigned: true)
      let long = builder.integer("long unsigned int", size: 8)
      _ = builder.record("base_two", size: 16, [("p", long, 0), ("q", int, 64)])
      return builder
    }

    private static func moduleTypes(over kernel: BTFBuilder, counterAt bit: UInt32) -> [UInt8] {
      var module = BTFBuilder(continuing: kernel)
      _ = module.record("mod_state", size: 24, [("inner", 3, 0), ("mod_counter", 1, bit)])
      return module.bytes()
    }
  }

  private func text(_ body: (OutputBuffer) throws -> Void) -> String {
    let output = OutputBuffer()
    do {
      try body(output)
      return output.text
    } catch {
      return "failed: \(error)"
    }
  }

  private func layout(_ arguments: [String]) -> String {
    text { output in
      try LayoutCommand.parse(arguments + ["--format", "ndjson"]).append(
        to: output, isColored: false)
    }
  }

  @Test func `layout shows a struct of a module over its kernel`() throws {
    let files = try Files()
    #expect(
      layout(["mod_state", "--btf", files.module, "--base", files.kernel])
        == #"{"struct":"mod_state","size":24,"align":8,"fields":["#
        + #"{"name":"inner","type":"struct base_two","bit_offset":0,"bit_width":128},"#
        + #"{"name":"mod_counter","type":"int","bit_offset":128,"bit_width":32}]}"# + "\n")
    // The kernel's own structs are there too.
    #expect(
      layout(["base_two", "--btf", files.module, "--base", files.kernel])
        .hasPrefix(#"{"struct":"base_two","size":16"#))
  }

  @Test func `fields lists a struct of a module`() throws {
    let files = try Files()
    let text = text { output in
      try FieldsCommand.parse(["mod_state", "--btf", files.module, "--base", files.kernel])
        .append(to: output, isColored: false)
    }
    #expect(text.contains(": 24 bytes, 2 fields\n"))
    #expect(text.hasSuffix("    16     4  mod_counter\n"))
  }

  @Test func `The kernel of another build is refused with the remedy`() throws {
    let files = try Files()
    for text in [
      layout(["mod_state", "--btf", files.module, "--base", files.other]),
      text { output in
        try FieldsCommand.parse(["mod_state", "--btf", files.module, "--base", files.other])
          .append(to: output, isColored: false)
      },
      text { _ in _ = try BTFSource.open(files.module, base: files.other) },
    ] {
      #expect(text.hasPrefix("failed: \(files.module), byte "), "\(text)")
      #expect(text.contains("these types do not continue \(files.other)"))
      #expect(text.contains("give --base the kernel of the same build: /sys/kernel/btf/vmlinux"))
    }
  }

  @Test func `A module without its kernel asks for --base`() throws {
    let files = try Files()
    let text = layout(["mod_state", "--btf", files.module])
    #expect(text.contains("name it by --base: the kernel of the same build"))
    // A module cannot be its own base.
    let itself = layout(["mod_state", "--btf", files.module, "--base", files.module])
    #expect(itself.contains("name it by --base"))
  }

  @Test func `A base that is not needed is refused`() throws {
    let files = try Files()
    let text = layout(["base_two", "--btf", files.kernel, "--base", files.other])
    #expect(text.contains("continue no base") && text.contains("leave out --base"))
    #expect(
      layout(["list_head", "--btf", "running", "--base", files.other]).contains("leave out --base"))
  }

  @Test(arguments: ["layout", "fields", "generate"])
  func `A base without types that continue it is a mistake`(command: String) {
    let arguments =
      command == "generate"
      ? ["--spec", "spec.json5", "--output", "out"] : ["tcp_info"]
    #expect(throws: (any Error).self) {
      try UAPICommand.parseAsRoot([command] + arguments + ["--base", "running"])
    }
  }

  // MARK: - diff

  private func difference(_ arguments: [String]) -> String {
    text { output in
      try DiffCommand.parse(arguments).append(to: output, isColored: false)
    }
  }

  @Test func `diff compares modules of two kernels, each over its own`() throws {
    let files = try Files()
    let words = ["mod_state", "btf:\(files.module)", "btf:\(files.otherModule)"]
    let text = difference(words + ["--base", files.kernel, "--base", files.other])
    #expect(text.contains("mod_counter") && text.contains("16 int") && text.contains("20 int"))
    // One base is not that of both.
    let wrong = difference(words + ["--base", files.kernel])
    #expect(wrong.contains("these types do not continue \(files.kernel)"))
    let exchanged = difference(words + ["--base", files.other, "--base", files.kernel])
    #expect(exchanged.contains("these types do not continue \(files.other)"))
  }

  @Test func `diff gives one base to the side that needs it`() throws {
    let files = try Files()
    let same = difference([
      "base_two", "btf:\(files.kernel)", "btf:\(files.module)", "--base", files.kernel,
    ])
    #expect(same.contains("no difference"))
    let both = difference([
      "mod_state", "btf:\(files.module)", "btf:\(files.module)", "--base", files.kernel,
    ])
    #expect(both.contains("no difference"))
  }

  @Test func `diff names bases that are missing or not used`() throws {
    let files = try Files()
    let words = ["base_two", "btf:\(files.kernel)", "btf:\(files.other)"]
    #expect(
      difference(words + ["--base", files.kernel]).contains("neither A nor B is a module"))
    #expect(
      difference(["base_two", "6.1", "btf:\(files.module)", "--base", "a", "--base", "b"])
        .contains("A is not btf:FILE"))
    #expect(
      difference(["mod_state", "btf:\(files.module)", "btf:\(files.module)"])
        .contains("name it by --base"))
    #expect(throws: (any Error).self) {
      try DiffCommand.parse(words + ["--base", "a", "--base", "b", "--base", "c"])
    }
  }

  // MARK: - generate

  @Test func `generate binds a struct of a module`() throws {
    let files = try Files()
    let (spec, output) = (files.path("spec.json5"), files.path("Generated"))
    try files.write(Array(#"{ structs: ["mod_state"] }"#.utf8), to: spec)
    func generate(base: [String]) throws {
      try GenerateCommand.parse(
        ["--spec", spec, "--output", output, "--btf", files.module, "--release", "6.12"] + base
      ).run()
    }
    let error = #expect(throws: CommandFailure.self) { try generate(base: []) }
    #expect(error?.description.contains("name it by --base") == true)
    let wrong = #expect(throws: CommandFailure.self) {
      try generate(base: ["--base", files.other])
    }
    #expect(wrong?.description.contains("these types do not continue") == true)
    #expect(!FileManager.default.fileExists(atPath: output))
    try generate(base: ["--base", files.kernel])
    let written = try FileManager.default.contentsOfDirectory(atPath: output)
      .map { try String(contentsOfFile: output + "/" + $0, encoding: .utf8) }.joined()
    #expect(written.contains("mod_counter") && written.contains("base_two"))
  }
}
