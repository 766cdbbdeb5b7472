internal import LibC

import ArgumentParser
internal import UAPIHeaders
internal import UAPIText

/// The process that `uapi` is, from its arguments to its exit status.
package enum UAPIProgram {
  /// Does what the arguments say, and ends the process with its status.
  package static func run() -> Never {
    StandardStreams.prepare()
    // There are no threads yet.
    Supervision.isPossible = true
    let status = status(of: { try perform(ProgramArguments.texts) })
    SystemCall.exit(status)
  }

  /// Does a process's work to its end, says what went wrong, and returns the status to exit with.
  static func status(of work: () throws -> Void) -> Int32 {
    var status: Int32 = 0
    do {
      try work()
    } catch {
      status = report(error)
    }
    // Whatever a command made of it: output that is not whole is never a success.
    if let failure = OutputBuffer.unsaidFailure {
      let failureStatus = report(failure)
      if status == 0 { status = failureStatus }
    }
    if let number = StandardStreams.closeOutput() {
      status = report(CommandFailure("standard output: \(String(cString: strerror(number)))"))
    }
    return status
  }

  /// Does what the arguments say.
  private static func perform(_ arguments: [String]) throws {
    let (named, rest) = UAPICommand.command(named: arguments)
    // What is run gets its arguments as they came, and its files are its own affair.
    if ObjectIdentifier(named) != ObjectIdentifier(RunCommand.self) {
      _ = try ProgramArguments.checkedTexts()
      try DescriptorRoom.check()
      ProgramRights.trustSystemPath()
    }
    // Every command on the way to the one that is named would read the arguments too, which takes a
    // sixth of the instructions of a short run. Whatever the one does not take, requests for help
    // among it, is for all of them, who know how it is called.
    guard rest.count < arguments.count, let command = try? named.parseAsRoot(rest) else {
      return try run(try UAPICommand.parseAsRoot(arguments))
    }
    try run(command)
  }

  /// Runs a command, in a child where headers can cost it the process.
  private static func run(_ command: any ParsableCommand) throws {
    var command = command
    guard let supervised = command as? any SupervisedCommand else { return try command.run() }
    let status: Int32
    do {
      status = try Supervision.run { Self.status(of: { try command.run() }) }
    } catch {
      let errors = OutputBuffer(descriptor: 2)
      errors.append("\(error)\n")
      errors.flush()
      throw ExitCode(type(of: supervised).statusOfLoss)
    }
    guard status == 0 else { throw ExitCode(status) }
  }

  /// Says why the command ends, and gives its status.
  private static func report(_ error: any Error) -> Int32 {
    let status = UAPICommand.exitCode(for: error).rawValue
    let text = onItsLines(UAPICommand.fullMessage(for: error))
    if !text.isEmpty {
      // What was asked for, help for one, is output.
      let output = OutputBuffer(descriptor: status == 0 ? 1 : 2)
      output.append(text + "\n")
      output.flush()
    }
    return status
  }

  /// A message in which no argument that it quotes begins a line of its own.
  private static func onItsLines(_ message: String) -> String {
    var message = message
    for argument in ProgramArguments.texts {
      // The value of `--name=value` is quoted alone.
      let value = argument.split(separator: "=", maxSplits: 1).last.map(String.init) ?? argument
      for text in [argument, value] where OneLine.escaped(text) != text {
        message = message.replacing(text, with: OneLine.escaped(text))
      }
    }
    return message
  }
}
