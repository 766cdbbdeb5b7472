internal import UAPIText
import ArgumentParser
internal import UAPIComparison
internal import UAPIKnowledge

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `uapi diff`.
struct DiffCommand: SupervisedCommand {
  /// How differences are written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Shows how a struct differs between two releases or headers, and what that does.",
    usage: """
      uapi diff (<struct> | --all) <a> <b> [--header <header>] [--base <file>] [--format <format>]
      """,
    discussion: """
      A and B are each a release that the history knows (6.1), a folder of headers (the one that \
      holds linux/), installed (the headers of UAPI_HEADERS, else of /usr/include; header says the \
      same), or a kernel by its own types: btf:running, or btf:FILE with a kernel image or what \
      extract-btf took out of it. With --base FILE can be a module; where A and B are modules of \
      two kernels, --base is given twice, for A and for B. Fields that lie in bytes which A has as padding or reserved are marked: answers of \
      its kernels cover them, and do not have them.

      Types of kernels tell neither macros nor second names of fields: nothing is concluded from \
      their absence, and of constants only enums are compared. Two kernels can be compared by any \
      struct that they have, also by those that no header declares.

      Exit status 0 says that nothing differs, 1 that something does, 2 that the comparison failed.
      """)

  @Argument(
    help: ArgumentHelp(
      "The struct's name in C, unless --all is given; then A and B.",
      valueName: "struct a b"))
  var words: [String] = []

  @Flag(help: "Every struct that has a history, or that the headers of --header declare.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "A header that declares structs without a history: linux/openat2.h. Can be repeated.",
      valueName: "header"))
  var header: [String] = []

  @Option(
    help: ArgumentHelp(
      "The kernel that the types of btf:FILE continue, where that is a module: a file, or 'running'. "
        + "Given twice, the first is for A and the second for B.", valueName: "file"))
  var base: [String] = []

  @Option(help: "How to write the differences: table or json.")
  var format: Format = .table

  func validate() throws {
    guard words.count == (all ? 2 : 3) else {
      throw ValidationError(
        all
          ? "say what to compare: uapi diff --all A B"
          : "say a struct and what to compare: uapi diff STRUCT A B, or uapi diff --all A B")
    }
    guard base.count <= 2 else {
      throw ValidationError("there are two sides, A and B, and --base is given \(base.count) times")
    }
  }

  static let statusOfLoss: Int32 = 2

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    do {
      let differs = try append(
        to: output, isColored: Style.wantsColor,
        environment: ProcessInfo.processInfo.environment)
      try output.finish()
      if differs { throw ExitCode(1) }
    } catch let error where error is GeneratorError || error is CommandFailure {
      let errors = OutputBuffer(descriptor: 2)
      errors.append("\(error)\n")
      errors.flush()
      throw ExitCode(2)
    }
  }

  /// Appends what the command prints, and says whether anything differs.
  @discardableResult
  func append(
    to output: OutputBuffer, isColored: Bool, environment: [String: String] = [:]
  ) throws(GeneratorError) -> Bool {
    var words = words
    let name = all ? nil : words.removeFirst()
    let sources = try ComparedKernels(bases: base).opened([
      ComparisonSource(words[0], environment: environment),
      ComparisonSource(words[1], environment: environment),
    ])
    let comparison = try HeaderComparer(headers: header).compare(
      name.map { $0.hasPrefix("struct ") ? String($0.dropFirst(7)) : $0 }, sources[0], sources[1])
    switch format {
    case .table:
      let style = Style(isColored: isColored)
      output.append(ComparisonText(comparison, heading: style.bold).text)
    case .json: DiffJSON(comparison).append(to: output)
    }
    return comparison.differs
  }
}
