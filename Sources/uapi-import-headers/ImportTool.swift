internal import UAPIGenerator
internal import UAPIHeaders
internal import UAPIText

internal import LibC

/// The tool that `swift package import-headers` runs.
///
/// `main` itself belongs to the main actor, and closures of it trap on the thread that a forked child
/// works on.
@main
enum ImportTool {
  static func main() { run() }

  nonisolated private static func run() {
    StandardStreams.prepare()
    do {
      try DescriptorRoom.check()
      let command = try ImportCommand(arguments: ProgramArguments.checkedTexts())
      Supervision.isPossible = true
      exit(
        try Supervision.run {
          do {
            let report = try command.run()
            try StandardStreams.print(report.output)
            let isSaid = StandardStreams.say(report.errors)
            return report.errors.isEmpty && isSaid ? 0 : 1
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
