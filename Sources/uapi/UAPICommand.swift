import ArgumentParser

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
}
