internal import UAPIText
import ArgumentParser
internal import UAPIHeaders

/// `uapi inventory`.
struct InventoryCommand: ParsableCommand {
  /// How the inventory is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, ndjson
  }

  static let configuration = CommandConfiguration(
    commandName: "inventory",
    abstract: "Lists what kernel headers declare, and what of it cannot be bound.",
    discussion: """
      Every header is read by itself. One that does not compile alone is shown with the message of \
      the compiler, and read after the headers that define what it lacks. Headers of asm-generic/ are \
      read as those of asm/ include them. One that makes the compiler crash, that takes it more than \
      20 seconds, or 2 GiB of memory, is shown as such. Exit status 1 says that a header that was named \
      could not be read at all.
      """)

  @Option(help: ArgumentHelp("The folder that holds linux/.", valueName: "folder"))
  var headers = "/usr/include"

  @Option(help: ArgumentHelp("The machine to lay structs out for.", valueName: "triple"))
  var target: String?

  @Option(
    help: "table: a line of figures for each header; ndjson: a JSON object for each header.")
  var format: Format = .table

  @Flag(help: "All headers of the kernel in that folder.")
  var all = false

  @Argument(help: ArgumentHelp("Headers such as linux/openat2.h.", valueName: "header"))
  var names: [String] = []

  func validate() throws {
    guard all == names.isEmpty else {
      throw ValidationError("name headers, or say --all for all of them")
    }
  }

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    let run = InventoryRun(root: headers, target: target)
    let names = all ? try run.allHeaders() : names
    let totals = try run.write(names, format: format, isColored: Style.wantsColor, to: output)
    try output.finish()
    if !all, totals.unreadable > 0 { throw ExitCode(1) }
  }
}
