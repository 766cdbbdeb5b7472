import ArgumentParser

/// `uapi mptcp`.
struct MPTCPCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mptcp",
    abstract: "Looks at MPTCP on this machine.",
    subcommands: [
      CheckCommand.self,
      ProbeCommand.self,
      SocketsCommand.self,
      CaptureCommand.self,
      RunCommand.self,
    ])
}
