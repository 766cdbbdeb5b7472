internal import UAPIGenerator
internal import UAPIHeaders
internal import UAPIText

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

internal import LibC

/// The tool that the plugin runs.
///
/// `main` itself belongs to the main actor, and closures of it trap on the thread that a forked child
/// works on.
@main
enum GenerateTool {
  static func main() { run() }

  nonisolated private static func run() {
    StandardStreams.prepare()
    do {
      try DescriptorRoom.check()
      let command = try GeneratorCommand(
        arguments: ProgramArguments.checkedTexts(),
        environment: ProcessInfo.processInfo.environment)
      Supervision.isPossible = true
      exit(
        try Supervision.run {
          do {
            let outcome = try command.run()
            let remarks = outcome.result.remarks.map { "note: \($0)\n" }.joined()
            return StandardStreams.say(remarks) ? 0 : 1
          } catch {
            StandardStreams.say("\(error)\n")
            return 1
          }
        })
    } catch {
      StandardStreams.say("\(error)\n")
      exit(1)
    }
  }
}
