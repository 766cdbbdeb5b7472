import ArgumentParser
import TestSupport
import Testing
import UAPIText

@testable import UAPICommands

/// Matrices and layouts.
struct RenderingTests {
  @Test func `The matrix has all releases`() throws {
    let output = OutputBuffer()
    try FieldsCommand.parse(["mptcp_info"]).append(to: output, isColored: false)
    let lines = output.text.split(separator: "\n").map(String.init)
    func cells(_ name: String) -> [Substring] {
      lines.first { $0.hasPrefix(name) }?.split(separator: " ").dropFirst().map { $0 } ?? []
    }
    #expect(cells("sizeof") == ["40", "48", "48", "80", "88", "96", "96", "96"])
    #expect(cells("mptcpi_retransmits") == ["·", "·", "·", "44*", "44", "44", "44", "44"])
    #expect(cells("mptcpi_endp_fullmesh_max") == ["·", "·", "·", "·", "·", "·", "·", "82*"])
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test func `The fields of one release are listed`() throws {
    let output = OutputBuffer()
    try FieldsCommand.parse(["tcp_info", "--release", "6.1"]).append(to: output, isColored: false)
    #expect(output.text.contains("in Linux 6.1: 232 bytes"))
    #expect(!output.text.contains("tcpi_rcv_wnd"))
    #expect(output.text.contains("tcpi_rcv_wscale"))
  }

  @Test(arguments: [("i686", 260, 4), ("armv7l", 260, 4), ("s390x", 264, 8)])
  func `The layout of another machine is its own`(machine: String, size: Int, offset: Int) throws {
    let output = OutputBuffer()
    try LayoutCommand.parse(["mptcp_subflow_info", "--format", "json", "--machine", machine])
      .append(to: output, isColored: false)
    let layout = try JSONObject(output.text)
    #expect(layout["size"]?.integer == size)
    #expect(layout["align"]?.integer == offset)
    #expect(layout["fields"]?.elements.last?["bit_offset"]?.integer == offset * 8)
  }

  @Test func `A layout is JSON where that is asked for`() throws {
    let output = OutputBuffer()
    try LayoutCommand.parse(["mptcp_info", "--format", "json"])
      .append(to: output, isColored: false)
    let layout = try JSONObject(output.text)
    #expect(Set(layout.members.keys) == ["struct", "size", "align", "fields"])
    #expect(layout["size"]?.integer == 96)
    #expect(layout["align"]?.integer == 8)
    let first = try JSONObject(
      #"{"name":"mptcpi_subflows","type":"__u8","bit_offset":0,"bit_width":8}"#)
    #expect(layout["fields"]?.elements.first == first)
    // Every bit once, in order.
    var end = 0
    for field in layout["fields"]?.elements ?? [] {
      #expect((field["bit_offset"]?.integer ?? -1) >= end)
      end = (field["bit_offset"]?.integer ?? 0) + (field["bit_width"]?.integer ?? 0)
    }
    #expect(end <= 96 * 8)
  }

  @Test func `Layout shows holes`() throws {
    let output = OutputBuffer()
    try LayoutCommand.parse(["mptcp_info", "--release", "6.8"])
      .append(to: output, isColored: false)
    #expect(output.text.contains("hole: 2 bytes at byte 6"))
    #expect(output.text.contains("hole: 1 byte at byte 43"))
    #expect(output.text.contains("padding: 7 bytes at byte 81"))
    let bits = OutputBuffer()
    try LayoutCommand.parse(["tcp_info", "--release", "5.4"]).append(to: bits, isColored: false)
    #expect(bits.text.contains("bit hole: 7 bits at byte 7, bit 1"))
  }

  @Test func `Unknown structs and releases are named`() throws {
    let output = OutputBuffer()
    #expect(throws: CommandFailure.self) {
      try FieldsCommand.parse(["mptcp_imfo"]).append(to: output, isColored: false)
    }
    do {
      try LayoutCommand.parse(["tcp_inf"]).append(to: output, isColored: false)
    } catch {
      #expect("\(error)".contains("did you mean 'tcp_info'?"))
    }
    do {
      try LayoutCommand.parse(["mptcp_info", "--release", "5.8"])
        .append(to: output, isColored: false)
    } catch {
      #expect("\(error)".contains("came with Linux 5.9"))
    }
  }

  @Test func `Arguments that make no sense are refused`() {
    for arguments in [
      ["decode", "--struct", "a", "--sockopt", "b"], ["decode", "--struct", "mptcp_inf"],
      ["decode", "--sockopt", "X"], ["decode", "--kernel", "six"], ["decode", "--capacity", "-1"],
      ["decode", "--format", "yaml"], ["layout"], ["generate"],
    ] {
      #expect(throws: (any Error).self, "\(arguments)") {
        _ = try UAPICommand.parseAsRoot(arguments)
      }
    }
  }
}
