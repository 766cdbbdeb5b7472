import ArgumentParser

/// `uapi btf`.
struct BTFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "btf",
    abstract: "Lists the structs and unions of a kernel, from its own type information.",
    discussion: """
      Reads BTF: that of the running kernel, a file of it, or a section .BTF of an ELF file, such as \
      a kernel image that is not compressed, a module or a BPF program.
      """)

  @Argument(help: "A file, or 'running' for the kernel of this machine.")
  var source = BTFSource.running

  @Option(
    help: ArgumentHelp(
      "The kernel that a module's types continue: a file, or 'running'.", valueName: "file"))
  var base: String?

  @Option(help: "table: number, size, members and name; ndjson: a JSON object for each.")
  var format: BTFListing.Format = .table

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    try BTFListing(types: BTFSource.open(source, base: base)).write(format, to: output)
  }
}

extension BTFListing.Format: ExpressibleByArgument {}
