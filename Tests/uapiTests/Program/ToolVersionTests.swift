import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import UAPICommands

struct ToolVersionTests {
  @Test func `The version is that of the newest heading in the changelog`() throws {
    let lines = try Repository.lines(Repository.root.appending(path: "CHANGELOG.md").path)
    let heading = try #require(lines.first { $0.hasPrefix("## ") })
    // A date may follow the version.
    #expect(heading.dropFirst(3).split(separator: " ").first.map(String.init) == ToolVersion.text)
  }

  @Test(arguments: [["--version"], ["mptcp", "--version"]])
  func `Asked for its version, the command prints it and succeeds`(arguments: [String]) {
    do {
      _ = try UAPICommand.parseAsRoot(arguments)
      Issue.record("a request for the version is not a run")
    } catch {
      #expect(UAPICommand.exitCode(for: error) == .success)
      #expect(UAPICommand.fullMessage(for: error) == ToolVersion.text)
    }
  }
}
