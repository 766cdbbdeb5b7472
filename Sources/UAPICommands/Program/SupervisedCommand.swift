internal import UAPIText
import ArgumentParser
internal import UAPIHeaders

/// A command that reads headers, which can cost it the process that does so.
enum SupervisedCommand {
  /// Runs a command.
  ///
  /// - Parameters:
  ///   - failure: The exit status where a header is to blame, which is named on standard error.
  ///   - body: What the command does.
  static func run(failure: Int32 = 1, _ body: () throws -> Void) throws {
    guard Supervision.isPossible else { return try body() }
    let status: Int32
    do {
      status = try Supervision.run { UAPIProgram.status(of: body) }
    } catch {
      let errors = OutputBuffer(descriptor: 2)
      errors.append("\(error)\n")
      errors.flush()
      throw ExitCode(failure)
    }
    guard status == 0 else { throw ExitCode(status) }
  }
}
