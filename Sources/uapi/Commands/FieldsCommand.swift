import ArgumentParser
internal import UAPIStructs

/// `uapi fields`.
struct FieldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fields",
    abstract: "Shows which release of Linux has which field of a struct, and where.")

  @Argument(help: "The struct's name in C: mptcp_info, tcp_info …")
  var `struct`: String

  @Option(help: "Only the fields of this release, with what they mean.")
  var release: String?

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    try append(to: output, isColored: Style.wantsColor)
    output.flush()
  }

  /// Appends what the command prints.
  func append(to output: OutputBuffer, isColored: Bool) throws {
    let known = try StructArgument.known(`struct`)
    let matrix = FieldMatrix(known: known, style: Style(isColored: isColored))
    guard let release = try StructArgument.release(release) else {
      matrix.append(to: output)
      return
    }
    do {
      try matrix.append(release: release, to: output)
    } catch {
      throw CommandFailure("\(error)")
    }
  }
}

/// The arguments that name a struct and a release.
enum StructArgument {
  /// What is known of a struct.
  static func known(_ name: String) throws(CommandFailure) -> KnownStructs.KnownStruct {
    do {
      return try KnownStructs().known(name)
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// The release that a text names.
  static func release(_ text: String?) throws(CommandFailure) -> KernelRelease? {
    guard let text else { return nil }
    let wanted = text == "running" ? RunningKernel.current.release : text
    guard let release = KernelRelease(wanted) else {
      throw CommandFailure("'\(text)' is no kernel release; say one such as 6.1, or running")
    }
    return release
  }
}
