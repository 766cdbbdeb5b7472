import ArgumentParser
internal import LibC
internal import UAPIComparison
internal import UAPIHeaders
internal import UAPIStructs
internal import UAPIText

/// The tool that `swift package import-headers` runs.
@main
struct ImportTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import-headers",
    abstract: "Folds headers of a kernel, or a kernel's own types, into the folder headers.",
    usage: """
      swift package --allow-writing-to-package-directory import-headers <root> [<options>]
      swift package --allow-writing-to-package-directory import-headers --btf <file> [<options>]
      """)

  @Argument(help: ArgumentHelp("The folder of headers, which holds linux/.", valueName: "root"))
  var roots: [String] = []

  @Option(
    help: ArgumentHelp(
      "A kernel whose own types are read instead: 'running', or a file with them.",
      valueName: "file"))
  var btf: String?

  @Option(
    name: .customLong("struct"),
    help: ArgumentHelp(
      "With --btf, a struct to import; without any, those that have a history. Can be repeated.",
      valueName: "name"))
  var structs: [String] = []

  @Option(help: "The release, where linux/version.h does not say it: 6.12.")
  var release: String?

  @Option(
    help: ArgumentHelp(
      "The vendor whose layouts these are, outside the order of the mainline.", valueName: "name"))
  var vendor: String?

  @Option(
    help: ArgumentHelp(
      "The folder that takes the facts: the one that has history/STRUCT.json.",
      valueName: "folder"))
  var into: String

  func validate() throws {
    guard roots.count == (btf == nil ? 1 : 0) else {
      throw ValidationError(
        btf == nil
          ? "one folder of headers is needed, the one that holds linux/, or --btf"
          : "either a folder of headers or --btf says what to import, not both")
    }
    guard btf != nil || structs.isEmpty else {
      throw ValidationError(
        "--struct goes with --btf: of headers, every struct with a history counts")
    }
    _ = try knownRelease
  }

  /// The release that was given.
  private var knownRelease: KernelRelease? {
    get throws {
      guard let release else { return nil }
      guard case .release(let known)? = try? ComparisonSource(release, environment: [:]) else {
        throw ValidationError("'\(release)' is not a kernel release; write it like 6.1")
      }
      return known
    }
  }

  /// What is imported into what.
  var source: ImportSource {
    get throws {
      let release = try knownRelease
      guard let btf else {
        return .headers(
          HeaderImport(root: roots.first ?? "", release: release, folder: into, vendor: vendor))
      }
      return .kernel(
        KernelImport(
          image: KernelImage(btf, release: release), structs: structs, folder: into,
          vendor: vendor))
    }
  }

  /// Imports; it throws where nothing was written.
  func run() throws {
    let report = try source.run()
    try StandardStreams.print(report.output)
    let isSaid = StandardStreams.say(report.errors)
    guard report.errors.isEmpty, isSaid else { throw ExitCode(1) }
  }

  // MARK: The process

  static func main() { SystemCall.exit(status { try work() }) }

  private static func work() throws {
    StandardStreams.prepare()
    try DescriptorRoom.check()
    let command = try parse(ProgramArguments.checkedTexts())
    Supervision.isPossible = true
    let status = try Supervision.run { Self.status { try command.run() } }
    guard status == 0 else { throw ExitCode(status) }
  }

  /// Does work to its end, says what went wrong, and returns the status to exit with.
  private static func status(of work: () throws -> Void) -> Int32 {
    do {
      try work()
      return 0
    } catch {
      let status = exitCode(for: error).rawValue
      let text = fullMessage(for: error)
      if text.isEmpty { return status }
      // Help that was asked for is output.
      if status == 0 { return (try? StandardStreams.print(text + "\n")) == nil ? 1 : 0 }
      StandardStreams.say(text + "\n")
      return status
    }
  }
}
