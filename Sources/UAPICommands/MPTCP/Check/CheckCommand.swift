internal import UAPIText
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
      endpoints, the interfaces and routes of these, a connection over loopback, and the installed \
      header.

      The connection is a real one: it moves the counters of MPTCP and TCP (nstat), ss and ip mptcp \
      monitor show it, and the path manager treats it like any other, so that it can start joins from \
      endpoints and announce addresses. Where MPTCP fails, one over plain TCP follows.

      --passive opens no connection and moves no counter: it opens an MPTCP socket and closes it, binds \
      UDP sockets to the addresses of endpoints, asks the kernel over netlink, and reads files. What \
      only a connection shows, it leaves open, and says so.

      Exit status 0 says that MPTCP sockets can be opened, 2 that they cannot.
      """)

  @Option(help: "How to write the result: table or json.")
  var format: Format = .table

  @Flag(help: "Open no connection: no counter moves, and no join starts.")
  var passive = false

  func run() throws {
    let report = CheckReport(CheckFacts.ofThisMachine(isPassive: passive))
    let output = OutputBuffer(descriptor: 1)
    let renderer = CheckRenderer(style: Style(isColored: Style.wantsColor))
    switch format {
    case .table: renderer.appendTable(report, to: output)
    case .json: renderer.appendJSON(report, to: output)
    }
    try output.finish()
    if !report.isAvailable { throw ExitCode(2) }
  }
}
