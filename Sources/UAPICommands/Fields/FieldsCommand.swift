internal import CaptureDecoding
internal import UAPIText
import ArgumentParser
internal import LibC
internal import UAPIStructs

/// `uapi fields`.
struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "Shows which release of Linux has which field of a struct, and where.",
    usage: "uapi fields <struct> [--release <release> | --btf <file> [--base <file>]]")

  @Argument(help: "The struct's name in C: mptcp_info, tcp_info …")
  var `struct`: String

  @Option(help: "Only the fields of this release, with what they mean.")
  var release: String?

  @OptionGroup var kernel: KernelTypesOption

  func validate() throws {
    if release != nil, kernel.btf != nil {
      throw ValidationError("--release and --btf exclude each other")
    }
  }

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    try append(to: output, isColored: Style.wantsColor)
    try output.finish()
  }

  /// Appends what the command prints.
  func append(to output: OutputBuffer, isColored: Bool) throws {
    let style = Style(isColored: isColored)
    if let layout = try kernel.layout(of: `struct`) {
      let known = try? StructArgument.known(`struct`)
      FieldList(layout: layout, known: known, style: style).append(
        place: "in \(kernel.title)", origin: origin(of: layout, known), to: output)
      return
    }
    let known = try StructArgument.known(`struct`)
    guard let release = try StructArgument.release(release) else {
      FieldMatrix(known: known, style: style).append(to: output)
      return
    }
    let number = try StructArgument.generation(of: release, in: known.history)
    guard let layout = known.history.layout(ofGeneration: number) else { return }
    FieldList(layout: layout, known: known, style: style).append(
      place: "in Linux \(release)",
      origin: ", the layout of \(ReleaseSpan.text(GenerationSet(number), in: known.history))",
      to: output)
  }

  /// The releases whose layout a kernel's struct has.
  private func origin(
    of layout: StructLayout, _ known: KnownStructs.Entry?
  ) -> String {
    guard let history = known?.history else { return "" }
    let decoded = DecodedStruct(
      [UInt8](repeating: 0, count: layout.size), history: history, extent: .whole,
      kernel: .exact([layout]))
    return decoded.reading.generations.isEmpty
      ? ", a layout that no mainline release has"
      : ", the layout of \(ReleaseSpan.text(decoded.reading.generations, in: history))"
  }
}

/// The arguments that name a struct and a release.
enum StructArgument {
  /// What is known of a struct.
  static func known(_ name: String) throws(CommandFailure) -> KnownStructs.Entry {
    do {
      return try KnownStructs().known(name)
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// The number of the generation that a release has.
  static func generation(
    of release: KernelRelease, in history: StructHistory
  ) throws(CommandFailure) -> Int {
    do {
      return try history.generationNumber(for: release)
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// The release that a text names.
  static func release(_ text: String?) throws(CommandFailure) -> KernelRelease? {
    guard let text else { return nil }
    let wanted = text == "running" ? SystemName.current().release : text
    guard let release = KernelRelease(wanted) else {
      throw CommandFailure("'\(text)' is not a kernel release; say one such as 6.1, or running")
    }
    return release
  }
}
