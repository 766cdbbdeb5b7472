import TestSupport
import UAPIText
import ArgumentParser
import Foundation
import Testing

@testable import UAPICommands

/// `uapi diff`.
struct DiffTests {
  private func diff(_ arguments: String...) throws -> (text: String, differs: Bool) {
    let output = OutputBuffer()
    let differs = try DiffCommand.parse(arguments).append(to: output, isColored: false)
    return (output.text, differs)
  }

  @Test func `Tables mark ghosts`() throws {
    let (text, differs) = try diff("mptcp_info", "6.1", "6.12")
    #expect(differs)
    #expect(
      text.hasPrefix("struct mptcp_info (linux/mptcp.h): Linux 6.1 → Linux 6.12\nsizeof 48 → 96\n"))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines.contains { $0.contains("mptcpi_retransmits ") && $0.hasSuffix("ghost: in padding") })
    #expect(lines.contains { $0.hasPrefix("• mptcpi_retransmits: a ghost.") })
    #expect(lines.contains { $0.contains("MPTCP_FULL_INFO") && $0.contains("added") })
    #expect(lines.allSatisfy { $0.count <= 110 && $0.last != " " })
  }

  @Test func `A field that moved is not another field`() throws {
    let object = try JSONObject(try diff("tcp_info", "6.18", "7.0", "--format", "json").text)
    let structure = try #require(object["structs"]?.elements.first)
    var changes: [String: JSONObject] = [:]
    for change in structure["fields"]?.elements ?? [] {
      if case .string(let name)? = change["name"] { changes[name] = change }
    }
    #expect(changes.count == 4)
    let moved = try #require(changes["tcpi_accecn_opt_seen"])
    #expect(moved["change"] == .string("moved"))
    #expect(moved["retyping"] == .string("width"))
    #expect(moved["before"]?["bit_offset"]?.integer == 278 * 8)
    #expect(moved["after"]?["bit_offset"]?.integer == 276 * 8 + 2)
    #expect(changes["tcpi_options2"]?["lands_in"] == .string("fields"))
    #expect(structure["effects"]?.elements.isEmpty == false)
    #expect(object["before"] == .string("Linux 6.18"))
  }

  @Test func `The running kernel is a side like any other`() throws {
    guard FileManager.default.fileExists(atPath: "/sys/kernel/btf/vmlinux") else {
      print("skipped: this kernel shows no types in /sys/kernel/btf")
      return
    }
    let name = try String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)
    let release = name.split(separator: ".").prefix(2).joined(separator: ".")
    let title = "the running kernel (BTF, Linux \(release))"
    // Fields come, and none ever went.
    let object = try JSONObject(
      try diff("tcp_info", "5.10", "btf:running", "--format", "json").text)
    #expect(object["after"] == .string(title))
    let changes = object["structs"]?.elements.first?["fields"]?.elements ?? []
    #expect(changes.allSatisfy { $0["change"] == .string("added") })
    let (text, differs) = try diff("sock", "btf:running", "btf:/sys/kernel/btf/vmlinux")
    #expect(!differs)
    #expect(text.hasPrefix("struct sock and its constants: no difference between \(title) and "))
  }

  @Test func `Nothing is said of what stays`() throws {
    let (text, differs) = try diff("--all", "7.2", "7.3")
    #expect(!differs)
    #expect(
      text == "6 structs and their constants: no difference between Linux 7.2 and Linux 7.3\n")
  }

  @Test(arguments: [
    ["mptcp_info"], ["mptcp_info", "6.1"], ["--all", "6.1"], ["6.1", "6.2", "--all", "x"],
  ])
  func `Arguments are counted`(arguments: [String]) {
    #expect(throws: (any Error).self) { try DiffCommand.parse(arguments) }
  }

  @Test func `Mistakes name the remedy`() {
    var texts: [String] = []
    for arguments in [["mptcp_inf", "6.1", "6.2"], ["mptcp_info", "6.1", "inst"]] {
      do {
        try DiffCommand.parse(arguments).append(to: OutputBuffer(), isColored: false)
      } catch { texts.append("\(error)") }
    }
    #expect(texts.count == 2)
    #expect(texts.first?.contains("did you mean 'mptcp_info'?") == true)
    #expect(
      texts.last?.contains("'inst' is neither a release, nor a folder, nor 'installed'") == true)
  }

  @Test func `The documentation shows what is printed`() throws {
    let page = Repository.root.appending(path: "Documentation/New-headers.md")
    let lines = try Repository.lines(page.path)
    let start = try #require(lines.firstIndex(of: "    $ uapi diff mptcp_info 6.10 6.19"))
    let shown = lines[(start + 1)...].prefix { $0.hasPrefix("    ") }
    #expect(shown.count > 10)
    let printed = try diff("mptcp_info", "6.10", "6.19").text.split(separator: "\n").map(
      String.init)
    #expect(shown.map { String($0.dropFirst(4)) } == Array(printed.prefix(shown.count)))
  }
}
