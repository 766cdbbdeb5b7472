import ArgumentParser

/// The command `uapi`.
struct UAPICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uapi",
    abstract: "Reads what Linux kernels put into their structs, field by field.",
    version: ToolVersion.text,
    subcommands: [
      DecodeCommand.self, FieldsCommand.self, LayoutCommand.self, DiffCommand.self,
      GenerateCommand.self, InventoryCommand.self, BTFCommand.self, ExtractBTFCommand.self,
      MPTCPCommand.self,
    ])

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
