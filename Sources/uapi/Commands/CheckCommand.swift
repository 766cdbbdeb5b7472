import ArgumentParser

/// `uapi mptcp check`.
struct CheckCommand: ParsableCommand {
  /// How the result is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says whether MPTCP works here, what hinders it, and what to do about that.",
    discussion: """
      Looks at this network namespace: the settings net.mptcp, the path manager with its limits and \
      endpoints, a connection over loopback, and the installed header.

      Exit status 0 says that MPTCP sockets can be opened, 2 that they cannot.
      """)

  @Option(help: "How to write the result: table or json.")
  var format: Format = .table

  func run() throws {
    let report = CheckReport(CheckFacts.ofThisMachine())
    let output = OutputBuffer(descriptor: 1)
    let renderer = CheckRenderer(style: Style(isColored: Style.wantsColor))
    switch format {
    case .table: renderer.appendTable(report, to: output)
    case .json: renderer.appendJSON(report, to: output)
    }
    output.flush()
    if !report.isAvailable { throw ExitCode(2) }
  }
}
