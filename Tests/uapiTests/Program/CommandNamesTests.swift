import ArgumentParser
import Testing

@testable import UAPICommands

/// Which command the first words of a command line name.
struct CommandNamesTests {
  @Test(arguments: [
    ([], "UAPICommand", []),
    (["layout", "mptcp_info"], "LayoutCommand", ["mptcp_info"]),
    (["mptcp"], "MPTCPCommand", []),
    (["mptcp", "sockets", "--format", "json"], "SocketsCommand", ["--format", "json"]),
    // What follows a command is an argument, even if it is called like another one.
    (["mptcp", "run", "mptcp", "run"], "RunCommand", ["mptcp", "run"]),
    (["layout", "layout"], "LayoutCommand", ["layout"]),
    (["help", "layout"], "UAPICommand", ["help", "layout"]),
    (["--help"], "UAPICommand", ["--help"]),
    (["Layout"], "UAPICommand", ["Layout"]),
  ])
  func `The nearest command is found by what was typed`(
    _ words: [String], name: String, rest: [String]
  ) {
    let found = UAPICommand.command(named: words)
    #expect("\(found.command)" == name)
    #expect(found.rest == rest)
  }

  @Test func `Every command is found by its name`() throws {
    func check(_ command: any ParsableCommand.Type, behind words: [String]) throws {
      for next in command.configuration.subcommands {
        let words = words + [try #require(next.configuration.commandName)]
        let found = UAPICommand.command(named: words).command
        #expect(ObjectIdentifier(found) == ObjectIdentifier(next))
        try check(next, behind: words)
      }
    }
    try check(UAPICommand.self, behind: [])
  }
}
