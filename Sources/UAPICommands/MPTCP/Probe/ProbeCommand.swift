internal import CaptureDecoding
internal import UAPIText
import ArgumentParser
internal import MPTCP

/// `uapi mptcp probe`.
struct ProbeCommand: ParsableCommand {
  /// How the result is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Opens an MPTCP connection to itself and shows what this kernel reports about it.",
    discussion: """
      The connection goes over loopback, and is a real one: it moves the counters of MPTCP and TCP \
      (nstat), ss and ip mptcp monitor show it, and the path manager treats it like any other, so that \
      it can start joins from endpoints and announce addresses. Where MPTCP fails, one over plain TCP \
      follows, to tell what concerns MPTCP alone. uapi mptcp check --passive opens none.

      The command was built with bindings of its own, which the plugin made of the headers that were \
      installed then. The table ends with what they see of the answers next to what the bindings of \
      MPTCP see; in JSON the member bindings has for each struct, as committed and as installed, the \
      newest release that is known, the number of fields and of those that are present, and as \
      differences the names that only one of both has.

      Exit status 2 says that MPTCP is not to be had here; the output says why, and how to turn it \
      on.
      """)

  @Option(help: "How to write the result: table or json.")
  var format: Format = .table

  func run() throws {
    let report = MPTCPProbe.run()
    let output = OutputBuffer(descriptor: 1)
    let renderer = ProbeRenderer(structs: KnownStructs(), isColored: Style.wantsColor)
    switch format {
    case .table: renderer.appendTable(report, to: output)
    case .json: renderer.appendJSON(report, to: output)
    }
    try output.finish()
    if !report.isAvailable { throw ExitCode(2) }
  }
}
