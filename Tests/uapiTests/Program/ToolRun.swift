#if os(Linux)
  import TestSupport
  import Foundation
  import Testing

  @testable import UAPICommands

  /// The tools that the build put beside the tests, run by a shell.
  enum ToolRun {
    /// Runs a script, in which `$uapi`, `$generate` and `$import` are the tools, `$root` is the folder of
    /// the package, and `$1`… are arguments.
    static func shell(
      _ script: String, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> Program.Outcome {
      let folder = try BuiltCommand.folder()
      let variables = [
        "uapi": folder + "/uapi", "generate": folder + "/uapi-generate",
        "import": folder + "/uapi-import-headers", "root": Repository.root.path,
        // A crash ends the process, and starts no debugger.
        "SWIFT_BACKTRACE": "enable=no",
      ]
      return try BuiltCommand.outcome(
        of: ["bash", "-c", script, "bash"] + arguments,
        environment: variables.merging(environment) { $1 })
    }

    /// The words of a command, in which `$root` is the folder of the package.
    static func words(of command: String) -> [String] {
      command.replacing("$root", with: Repository.root.path).split(separator: " ").map(String.init)
    }
  }
#endif
