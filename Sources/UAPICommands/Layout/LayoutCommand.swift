internal import CaptureDecoding
internal import UAPIText
import ArgumentParser
internal import UAPIStructs

/// `uapi layout`.
struct LayoutCommand: ParsableCommand {
  /// How a layout is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "layout",
    abstract: "Shows one layout of a struct: offsets, sizes, holes and padding.",
    usage: """
      uapi layout <struct> [--release <release>] [--machine <machine>] [--format <format>]
      uapi layout <struct> --btf <file> [--base <file>] [--format <format>]
      uapi layout --all [--release <release> | --btf <file> [--base <file>]] [--format <format>]
      """,
    discussion: """
      With --btf it is the layout that a kernel really has, of any struct, from the kernel's own type \
      information; with --base too, that of a module.

      With --all it is every struct: those that the history knows, or, with --btf, every struct and \
      union of the kernel or module, in the order in which 'uapi btf' lists them. A struct without a \
      name of its own goes by that of its typedef, if it has one. What cannot be laid out is named on \
      standard error, and the exit status is 1.
      """)

  @Argument(help: "The struct's name in C, unless --all is given: mptcp_info, tcp_info …")
  var `struct`: String?

  @Flag(help: "Every struct, as ndjson an object a line.")
  var all = false

  @Option(help: "The release of Linux; the newest known one where it is left out.")
  var release: String?

  @Option(
    help: "The machine, as uname -m names it: i686, s390x …; a 64-bit one where it is left out.")
  var machine: String?

  @OptionGroup var kernel: KernelTypesOption

  @Option(help: "How to write the layout: table, json, or ndjson: an object a line.")
  var format: Format = .table

  func validate() throws {
    guard all == (`struct` == nil) else {
      throw ValidationError(all ? "say a struct or --all, not both" : "say a struct, or --all")
    }
    guard !all || format != .json else {
      throw ValidationError("--all gives many JSON objects, not one: say --format ndjson")
    }
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
    if all {
      let layouts = try allLayouts(
        to: output, errors: OutputBuffer(descriptor: 2), isColored: Style.wantsColor)
      if try !layouts.write() { throw ExitCode(1) }
      return
    }
    try append(to: output, isColored: Style.wantsColor)
    try output.finish()
  }

  /// All layouts, as far as the options narrow them.
  func allLayouts(
    to output: OutputBuffer, errors: OutputBuffer, isColored: Bool
  ) throws -> AllLayouts {
    let origin: AllLayouts.Origin =
      if let types = try kernel.types() {
        .types(types, title: kernel.title)
      } else {
        .histories(try StructArgument.release(release), abi)
      }
    return AllLayouts(
      origin: origin, format: format, isColored: isColored, output: output, errors: errors)
  }

  private var abi: ABI { (try? MachineArgument.abi(machine)) ?? .littleEndian }

  /// Appends what the command prints of one struct.
  func append(to output: OutputBuffer, isColored: Bool) throws {
    let (layout, title) = try layout(of: `struct` ?? "")
    let text = LayoutText(layout: layout, style: Style(isColored: isColored))
    switch format {
    case .json: text.appendJSON(to: output)
    case .ndjson: text.appendLine(to: output)
    case .table: text.append(title: title, to: output)
    }
  }

  /// The layout that is asked for, and where it is from.
  private func layout(
    of name: String
  ) throws(CommandFailure) -> (StructLayout, title: String) {
    if let layout = try kernel.layout(of: name) { return (layout, kernel.title) }
    let history = try StructArgument.known(name).history
    var number = history.newestGeneration ?? 1
    if let release = try StructArgument.release(release) {
      number = try StructArgument.generation(of: release, in: history)
    }
    guard let layout = history.layout(ofGeneration: number, abi: abi) else {
      throw CommandFailure("the struct '\(history.name)' has no layout")
    }
    return (layout, ReleaseSpan.text(GenerationSet(number), in: history))
  }
}
