import TestSupport
import UAPIText
import ArgumentParser
import Foundation
import MPTCP
import Testing
import UAPIStructs

@testable import UAPICommands

/// `--btf`: what a kernel itself says about a struct.
struct KernelTypesTests {
  /// Whether this machine's kernel shows its types; prints where it does not.
  private static func kernelShowsTypes() -> Bool {
    if FileManager.default.fileExists(atPath: "/sys/kernel/btf/vmlinux") { return true }
    print("skipped: this kernel shows no types in /sys/kernel/btf")
    return false
  }

  @Test func `The layout is that of which this kernel's answers are`() throws {
    guard Self.kernelShowsTypes() else { return }
    let output = OutputBuffer()
    try LayoutCommand.parse(["tcp_info", "--btf", "running", "--format", "json"])
      .append(to: output, isColored: false)
    let layout = try JSONObject(output.text)
    #expect(layout["struct"]?.text == "tcp_info")
    // Every kernel has its first fields where the first one had them.
    let fields = layout["fields"]?.elements ?? []
    #expect(fields.first { $0["name"]?.text == "tcpi_rtt" }?["bit_offset"]?.integer == 68 * 8)
  }

  @Test func `Fields say since when, also of structs without a history`() throws {
    guard Self.kernelShowsTypes() else { return }
    let known = OutputBuffer()
    try FieldsCommand.parse(["tcp_info", "--btf", "running"]).append(to: known, isColored: false)
    #expect(known.text.contains("struct tcp_info  in the running kernel: "))
    #expect(known.text.contains("  tcpi_rtt "))
    #expect(known.text.contains("≤"))
    let unknown = OutputBuffer()
    try FieldsCommand.parse(["struct list_head", "--btf", "running"])
      .append(to: unknown, isColored: false)
    #expect(unknown.text.contains("struct list_head  in the running kernel: 16 bytes, 2 fields\n"))
    #expect(unknown.text.hasSuffix("     8     8  prev\n"))
  }

  @Test func `A name that the kernel does not know gets the nearest one`() throws {
    guard Self.kernelShowsTypes() else { return }
    let error = #expect(throws: CommandFailure.self) {
      try LayoutCommand.parse(["tcp_inof", "--btf", "running"])
        .append(to: OutputBuffer(), isColored: false)
    }
    #expect(error?.description.contains("not known to the running kernel") == true)
    #expect(error?.description.contains("'tcp_info'") == true)
  }

  @Test func `What is no type information is refused by name`() throws {
    for (path, reason) in [
      ("/nowhere/vmlinux", "/nowhere/vmlinux"), ("/etc/passwd", "it is a text"),
    ] {
      let error = #expect(throws: CommandFailure.self) {
        try FieldsCommand.parse(["tcp_info", "--btf", path])
          .append(to: OutputBuffer(), isColored: false)
      }
      #expect(error?.description.contains(path) == true)
      #expect(error?.description.contains(reason) == true)
    }
  }

  @Test(arguments: ["layout", "fields"])
  func `A release and a kernel exclude each other`(command: String) {
    #expect(throws: (any Error).self) {
      try UAPICommand.parseAsRoot([command, "tcp_info", "--btf", "running", "--release", "6.1"])
    }
  }
}
