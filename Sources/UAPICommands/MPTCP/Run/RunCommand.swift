internal import UAPIText
import ArgumentParser

/// `uapi mptcp run`.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Starts an unmodified program over MPTCP.",
    usage: "uapi mptcp run [--no-fallback] [--keep-mptcp] [--verbose] -- <command> ...",
    discussion: """
      Where the program and its children open TCP sockets, they get MPTCP sockets, and TCP ones where \
      the kernel refuses. It is done by a library that the loader puts before the C library, \
      and by GODEBUG=multipathtcp=1 for programs in Go. Programs that neither reaches (statically \
      linked ones, ones with set-user-ID …) are told of before they start.

      MPTCP sockets lack some options of TCP (TCP_USER_TIMEOUT, TCP_QUICKACK, SO_OOBINLINE …). One \
      that is refused an option which TCP has goes back to TCP, with all that was set on it, if it is \
      neither connected nor listening; else the program sees the refusal.

      The exit status is the program's; 127 where there is no such command, 126 where it cannot be \
      run, or not without TCP under --no-fallback, 125 where the library is not to be found, and 2 \
      where --no-fallback is given and MPTCP is not to be had.
      """)

  @Flag(help: "Let the program see the kernel's refusal instead of giving it a TCP socket.")
  var noFallback = false

  @Flag(
    help: """
      Keep sockets that are refused an option of TCP: the program sees the refusal. --no-fallback \
      includes this.
      """)
  var keepMptcp = false

  @Flag(
    help: """
      Tell what is done, and at the end how many sockets were switched and how many fell back, which \
      options they were refused, and which programs were not reached.
      """
  )
  var verbose = false

  @Argument(
    parsing: .captureForPassthrough, help: ArgumentHelp("The program and its arguments."))
  var command: [String] = []

  /// The command without the `--` before it.
  var words: [String] { command.first == "--" ? Array(command.dropFirst()) : command }

  func validate() throws {
    // Whatever is not an option of ours ends up here too.
    if let first = command.first, first != "--", first.hasPrefix("-") {
      if ["--help", "-h"].contains(first) { throw CleanExit.helpRequest(self) }
      throw ValidationError("Unknown option '\(first)'. The command comes after --.")
    }
    if words.isEmpty {
      throw ValidationError("A command is missing: uapi mptcp run -- <command> ...")
    }
  }

  func run() throws {
    #if os(Linux)
      let run = ProgramRun(
        command: words, mayFallBack: !noFallback, keepsMPTCP: keepMptcp, isVerbose: verbose)
      throw ExitCode(run.run())
    #else
      throw CommandFailure("MPTCP sockets of this kind exist on Linux only")
    #endif
  }
}
