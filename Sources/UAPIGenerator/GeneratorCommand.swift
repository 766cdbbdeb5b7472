package import UAPIKnowledge
internal import UAPIText

/// The command line of `uapi-generate`, and what `uapi generate` shares with it.
package struct GeneratorCommand: Sendable {
  /// What is generated from what.
  package var generator: Generator
  /// The folder that takes the Swift files; `nil` if they are not wanted.
  package var output: String?
  /// A file for what could not be bound; `nil` for none.
  package var report: String?
  /// Whether something that cannot be bound is an error.
  package var isStrict: Bool

  /// A command with its arguments.
  package init(
    generator: Generator, output: String?, report: String? = nil,
    isStrict: Bool = false
  ) {
    self.generator = generator
    self.output = output
    self.report = report
    self.isStrict = isStrict
  }

  /// How the tool is called.
  package static let usage =
    "usage: uapi-generate --spec FILE --output DIR [--headers ROOT | --history-only] [--clang PATH] "
    + "[--report FILE] [--strict]"

  /// Reads the arguments of a command line, without the name of the program.
  package init(arguments: [String], environment: [String: String]) throws(GeneratorError) {
    var values: [String: String] = [:]
    var flags: Set<String> = []
    var rest = arguments[...]
    let options = ["--spec", "--output", "--headers", "--clang", "--report"]
    while let argument = rest.popFirst() {
      if Self.flags.contains(argument) {
        flags.insert(argument)
        continue
      }
      guard options.contains(argument) else {
        if argument == "--checks" {
          throw GeneratorError(
            .usage, path: "uapi-generate", "it writes no checks in C",
            remedy: "uapi generate --checks DIR does")
        }
        let nearest = NearestWord.find(argument, in: options + Self.flags)
        throw GeneratorError(
          .usage, path: "uapi-generate", "unknown argument '\(argument)'",
          remedy: nearest.map { "did you mean '\($0)'?" } ?? Self.usage)
      }
      guard let value = rest.popFirst() else {
        throw GeneratorError(
          .usage, path: "uapi-generate", "\(argument) needs a value", remedy: Self.usage)
      }
      values[argument] = value
    }
    guard let spec = values["--spec"], let output = values["--output"] else {
      throw GeneratorError(
        .usage, path: "uapi-generate", "--spec and --output are needed", remedy: Self.usage)
    }
    if flags.contains("--history-only"), values["--headers"] != nil {
      throw GeneratorError(
        .usage, path: "uapi-generate", "--headers and --history-only contradict each other",
        remedy: Self.usage)
    }
    var generator = Generator(
      spec: spec, headers: values["--headers"], clang: values["--clang"], environment: environment)
    generator.readsHeaders = !flags.contains("--history-only")
    self.init(
      generator: generator, output: output, report: values["--report"],
      isStrict: flags.contains("--strict"))
  }

  /// The arguments without a value.
  private static let flags = ["--history-only", "--strict"]

  /// What a run did.
  package struct Outcome: Sendable {
    /// The generated files and what is to be said about them.
    package var result: Generator.Output
    /// The paths of the files whose text was another one, and that were written.
    package var written: [String]
  }

  /// Generates, and writes the files whose text changed.
  package func run() throws(GeneratorError) -> Outcome {
    let result = try generator.run()
    var written: [String] = []
    if let report {
      // It may be a terminal.
      let lines = result.report.map { "\($0)\n" }.joined()
      let text = String(decoding: VisibleText.cleaned(Array(lines.utf8)), as: UTF8.self)
      if try TextFile.write(text, to: report) { written.append(report) }
    }
    let unsupported = result.report.filter { $0.kind == .unsupported }
    if isStrict, !unsupported.isEmpty {
      throw GeneratorError(
        .strict, path: generator.spec, line: 1, column: 1,
        "\(unsupported.count) declarations cannot be bound:\n"
          + unsupported.map { "  \($0)" }.joined(separator: "\n") + "\n ",
        remedy: "name them in 'ignore', or leave out --strict")
    }
    guard let output else { return Outcome(result: result, written: written) }
    try TextFile.createFolder(output)
    for (name, text) in result.files.files {
      let path = output + "/" + name
      if try TextFile.write(text, to: path) { written.append(path) }
    }
    return Outcome(result: result, written: written)
  }
}
