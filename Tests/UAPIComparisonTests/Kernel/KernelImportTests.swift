import ArgumentParser
import Foundation
import GeneratorSamples
import Testing
import UAPIGenerator
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison
@testable import uapi_import_headers

struct KernelImportTests {
  /// Runs an import of a kernel into a folder with the sample's history, and gives that folder's text.
  private func run(
    _ kernel: SampleKernel, _ arguments: String..., history: String = "demo"
  ) throws -> (report: ImportSource.Report, known: KnownStruct?) {
    try kernel.withFile { image, folder in
      for (name, text) in [
        ("history/demo.json", Sample.history), ("constants/linux_demo.json", Sample.constants),
      ] {
        let file = URL(filePath: folder).appending(path: name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      let command = try ImportTool.parse(["--btf", image.name, "--into", folder] + arguments)
      let report = try command.source.run()
      #expect(
        try String(contentsOfFile: folder + "/constants/linux_demo.json", encoding: .utf8)
          == Sample.constants)
      let path = folder + "/history/\(history).json"
      guard FileManager.default.fileExists(atPath: path) else { return (report, nil) }
      let text = try String(contentsOfFile: path, encoding: .utf8)
      return (report, try KnownStruct(path: path, text: text))
    }
  }

  @Test func `What is known changes nothing`() throws {
    let (report, known) = try run(SampleKernel(), "--release", "6.4")
    #expect(report.errors.isEmpty)
    #expect(report.output.contains("nothing changed"))
    #expect(try known == Sample.known())
  }

  @Test func `A new release brings a layout in the history's spelling`() throws {
    let (report, known) = try run(SampleKernel(isGrown: true), "--release", "6.5")
    #expect(report.errors.isEmpty)
    let newest = try #require(known?.generations.last)
    #expect(known?.knownThrough == KernelRelease(6, 5))
    #expect(known?.generations.count == 4)
    #expect(newest.size == 32 && newest.vendor == nil && newest.since == KernelRelease(6, 5))
    #expect(
      newest.fields.map(\.type) == [
        "__u8", "__u8", "__be16", "__s32", "__u64", "char[4]", "__u32", "u64",
      ])
    #expect(report.output.contains("what it is on i386"))
  }

  @Test func `A vendor's kernel is outside the order`() throws {
    let (report, known) = try run(
      SampleKernel(isGrown: true), "--release", "6.1", "--vendor", "el9")
    #expect(report.errors.isEmpty)
    #expect(known?.generations.last?.vendor == "el9")
    #expect(known?.mainline.count == 3)
    #expect(known?.knownThrough == KernelRelease(6, 4))
    // One whose layout the mainline has too brings nothing.
    let same = try run(SampleKernel(), "--release", "6.1", "--vendor", "el9")
    #expect(try same.known == Sample.known())
    #expect(same.report.output.contains("struct demo has a layout there that is known already"))
  }

  @Test(arguments: ["6.3", "6.4"])
  func `A contradiction writes nothing`(release: String) throws {
    let (report, known) = try run(SampleKernel(lowWidth: 5), "--release", release)
    #expect(report.errors.contains("--vendor NAME"))
    #expect(try known == Sample.known())
  }

  @Test func `A struct without a history begins one`() throws {
    let (report, known) = try run(
      SampleKernel(), "--release", "6.4", "--struct", "inner_sock", history: "inner_sock")
    #expect(report.errors.isEmpty)
    #expect(known?.header == "vmlinux.h")
    #expect(known?.generations.map(\.size) == [56])
    #expect(known?.generations.first?.orEarlier == false)
    #expect(known?.generations.first?.fields.contains { $0.name == "s_text" } == true)
  }

  @Test func `Mistakes name the remedy`() throws {
    let release = message { _ = try run(SampleKernel()) }
    #expect(release.contains("do not tell its release") && release.contains("--release 6.12"))
    let unknown = message {
      _ = try run(SampleKernel(), "--release", "6.4", "--struct", "iner_sock")
    }
    #expect(unknown.contains("has no struct 'iner_sock'"))
    for arguments in [["--btf", "x", "/usr/include"], ["--struct", "demo", "/usr/include"], []] {
      #expect(throws: (any Error).self) {
        try ImportTool.parse(arguments + ["--into", "/nonexistent"])
      }
    }
  }
}
