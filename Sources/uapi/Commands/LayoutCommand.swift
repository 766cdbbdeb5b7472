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
    abstract: "Shows one layout of a struct: offsets, sizes, holes and padding.")

  @Argument(help: "The struct's name in C: mptcp_info, tcp_info …")
  var `struct`: String

  @Option(help: "The release of Linux; the newest known one where it is left out.")
  var release: String?

  @Option(help: "How to write the layout: table or json.")
  var format: Format = .table

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    try append(to: output, isColored: Style.wantsColor)
    output.flush()
  }

  /// Appends what the command prints.
  func append(to output: OutputBuffer, isColored: Bool) throws {
    let history = try StructArgument.known(`struct`).history
    var number = history.newestGeneration ?? 1
    if let release = try StructArgument.release(release) {
      do {
        number = try history.generationNumber(for: release)
      } catch {
        throw CommandFailure("\(error)")
      }
    }
    guard let layout = history.layout(ofGeneration: number) else { return }
    let text = LayoutText(layout: layout, style: Style(isColored: isColored))
    switch format {
    case .json: text.appendJSON(to: output)
    case .table:
      text.append(title: ReleaseSpan.text(GenerationSet(number), in: history), to: output)
    }
  }
}
