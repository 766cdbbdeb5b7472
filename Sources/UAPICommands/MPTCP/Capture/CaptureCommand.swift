internal import UAPIText
import ArgumentParser
internal import MPTCP

/// `uapi mptcp capture`.
struct CaptureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capture",
    abstract: "Keeps what the kernel says of every MPTCP connection, raw, to be decoded later.",
    discussion: """
      Writes one capture record a line: the mptcp_info of each connection and the tcp_info of each \
      subflow, with addresses, token and time. 'uapi decode' reads them, on any machine. With \
      --every it goes on until --count looks are done or a signal (SIGINT, SIGTERM) ends it.
      """)

  @Option(help: ArgumentHelp("Look again every so many seconds.", valueName: "seconds"))
  var every: Double?

  @Option(help: "How many looks to take.")
  var count: Int?

  @Argument(help: "The file to which records are appended; - is standard output.")
  var file = "-"

  func validate() throws {
    if let every, !(every >= 0.01 && every <= 86_400) {
      throw ValidationError("--every takes seconds from 0.01 to 86400, not \(every)")
    }
    if let count, count < 1 {
      throw ValidationError("--count takes a number above 0, not \(count)")
    }
    if let count, count > 1, every == nil {
      throw ValidationError("--count needs --every: how many seconds lie between two looks")
    }
  }

  func run() throws {
    #if os(Linux)
      try CaptureRun(every: every, count: count, file: file).run()
    #else
      throw CommandFailure(MPTCPSupport.notLinux.explanation)
    #endif
  }
}
