import ArgumentParser
internal import UAPIHeaders

/// The command `uapi`.
@main
struct UAPICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uapi",
    abstract: "Reads what Linux kernels put into their structs, field by field.",
    subcommands: [
      DecodeCommand.self, FieldsCommand.self, LayoutCommand.self, DiffCommand.self,
      GenerateCommand.self, InventoryCommand.self, BTFCommand.self, ExtractBTFCommand.self,
      MPTCPCommand.self,
    ])

  static func main() {
    // There are no threads yet.
    Supervision.isPossible = true
    let arguments = Array(CommandLine.arguments.dropFirst())
    let (named, rest) = command(named: arguments)
    // Every command on the way to the one that is named would read the arguments too, which takes a
    // sixth of the instructions of a short run. Whatever the one does not take, requests for help
    // among it, is for all of them, who know how it is called.
    guard rest.count < arguments.count, var command = try? named.parseAsRoot(rest) else {
      return main(arguments)
    }
    do { try command.run() } catch { exit(withError: error) }
  }

  /// The command that the first arguments name, and what follows them.
  static func command(
    named arguments: [String]
  ) -> (command: any ParsableCommand.Type, rest: [String]) {
    var command: any ParsableCommand.Type = Self.self
    var rest = arguments[...]
    while let word = rest.first,
      let next = command.configuration.subcommands.first(where: {
        $0.configuration.commandName == word
      })
    {
      command = next
      rest.removeFirst()
    }
    return (command, Array(rest))
  }
}
