import ArgumentParser
internal import UAPIStructs

/// `uapi layout`.
struct LayoutCommand: ParsableCommand {
  /// How a layout is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static let configuration = CommandConfiguration(
    commandName: "layout",
    abstract: "Shows one layout of a struct: offsets, sizes, holes and padding.",
    usage: """
      uapi layout <struct> [--release <release>] [--machine <machine>] [--format <format>]
      uapi layout <struct> --btf <file> [--format <format>]
      """,
    discussion: """
      With --btf it is the layout that a kernel really has, of any struct, from the kernel's own type \
      information.
      """)

  @Argument(help: "The struct's name in C: mptcp_info, tcp_info …")
  var `struct`: String

  @Option(help: "The release of Linux; the newest known one where it is left out.")
  var release: String?

  @Option(
    help: "The machine, as uname -m names it: i686, s390x …; a 64-bit one where it is left out.")
  var machine: String?

  @OptionGroup var kernel: KernelTypesOption

  @Option(help: "How to write the layout: table or json.")
  var format: Format = .table

  func validate() throws {
    if release != nil, kernel.btf != nil {
      throw ValidationError("--release and --btf exclude each other")
    }
    if machine != nil, kernel.btf != nil {
      throw ValidationError("--machine and --btf exclude each other")
    }
    try MachineArgument.check(machine)
  }

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    try append(to: output, isColored: Style.wantsColor)
    output.flush()
  }

  /// Appends what the command prints.
  func append(to output: OutputBuffer, isColored: Bool) throws {
    let (layout, title) = try layout()
    let text = LayoutText(layout: layout, style: Style(isColored: isColored))
    switch format {
    case .json: text.appendJSON(to: output)
    case .table: text.append(title: title, to: output)
    }
  }

  /// The layout that is asked for, and where it is from.
  private func layout() throws(CommandFailure) -> (StructLayout, title: String) {
    if let layout = try kernel.layout(of: `struct`) { return (layout, kernel.title) }
    let history = try StructArgument.known(`struct`).history
    var number = history.newestGeneration ?? 1
    if let release = try StructArgument.release(release) {
      number = try StructArgument.generation(of: release, in: history)
    }
    let abi = (try? MachineArgument.abi(machine)) ?? .littleEndian
    guard let layout = history.layout(ofGeneration: number, abi: abi) else {
      throw CommandFailure("the struct '\(history.name)' has no layout")
    }
    return (layout, ReleaseSpan.text(GenerationSet(number), in: history))
  }
}
