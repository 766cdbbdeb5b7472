internal import UAPIText
import ArgumentParser
internal import BTF
internal import MPTCP
internal import UAPIStructs

/// `uapi mptcp sockets`.
struct SocketsCommand: ParsableCommand {
  /// How the sockets are written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "sockets",
    abstract: "Shows every MPTCP connection of this network namespace, with its subflows.",
    usage: """
      uapi mptcp sockets [--format <format>] [--watch <seconds>] [--pid <pid>] \
      [--listeners] [--no-listeners] [--subflows] [--no-subflows] [--owners] [--no-owners]
      """,
    discussion: """
      RTT, sizes and retransmissions of a subflow are those of TCP; a connection's are those of \
      MPTCP, which sends again over another subflow. SUBFLOWS is how many a connection has, and the \
      ids of both ends' addresses of each; 'fallback' is a connection that fell back to TCP. OUT/s \
      and IN/s are bytes per second between two looks. A terminal that is too narrow shows fewer \
      columns, and says which are missing. Before Linux 6.15 the kernel tells which TCP sockets are \
      subflows to those with CAP_NET_ADMIN alone.
      """)

  @Option(help: "How to write them: table, json or ndjson.")
  var format: Format = .table

  @Option(help: ArgumentHelp("Look again every so many seconds.", valueName: "seconds"))
  var watch: Double?

  @Option(help: "Show the sockets of this process alone.")
  var pid: Int32?

  @Flag(inversion: .prefixedNo, help: "Whether to show listeners too.")
  var listeners = true

  @Flag(
    inversion: .prefixedNo,
    help: "Whether to look for the subflows, which costs time where there are many TCP sockets.")
  var subflows = true

  @Flag(inversion: .prefixedNo, help: "Whether to look for the processes that hold the sockets.")
  var owners = true

  func validate() throws {
    if let watch, !(watch >= 0.01 && watch <= 86_400) {
      throw ValidationError("--watch takes seconds from 0.01 to 86400, not \(watch)")
    }
    if format == .json, watch != nil {
      throw ValidationError("--watch goes with table and ndjson: a JSON document has an end")
    }
  }

  func run() throws {
    #if os(Linux)
      var scope = SocketLook.Scope(
        pid: pid, includesListeners: listeners, includesSubflows: subflows, includesOwners: owners)
      if format != .table {
        // The kernel that answers is the one that runs.
        scope.kernel = .running
      }
      if owners, pid == nil, let problem = ProcessView.problem {
        let errors = OutputBuffer(descriptor: 2)
        errors.append("uapi: \(problem).\n")
        errors.flush()
      }
      try SocketsRun(format: format, watch: watch, scope: scope).run()
    #else
      throw CommandFailure(MPTCPSupport.notLinux.explanation)
    #endif
  }
}
