internal import UAPIText

/// The command line of `uapi-generate`, and what `uapi generate` shares with it.
public struct GeneratorCommand: Sendable {
  /// What is generated from what.
  public var generator: Generator
  /// The folder that takes the Swift files; `nil` if they are not wanted.
  public var output: String?
  /// The folder that takes the checks in C; `nil` if they are not wanted.
  public var checks: String?
  /// A file for what could not be bound; `nil` for none.
  public var report: String?
  /// Whether something that cannot be bound is an error.
  public var isStrict: Bool

  /// A command with its arguments.
  public init(
    generator: Generator, output: String?, checks: String? = nil, report: String? = nil,
    isStrict: Bool = false
  ) {
    self.generator = generator
    self.output = output
    self.checks = checks
    self.report = report
    self.isStrict = isStrict
  }

  /// How the tool is called.
  public static let usage =
    "usage: uapi-generate --spec FILE --output DIR [--headers ROOT | --history-only] [--clang PATH] "
    + "[--report FILE] [--checks DIR] [--strict]"

  /// Reads the arguments of a command line, without the name of the program.
  public init(arguments: [String], environment: [String: String]) throws(GeneratorError) {
    var values: [String: String] = [:]
    var flags: Set<String> = []
    var rest = arguments[...]
    let options = ["--spec", "--output", "--headers", "--clang", "--report", "--checks"]
    while let argument = rest.popFirst() {
      if Self.flags.contains(argument) {
        flags.insert(argument)
        continue
      }
      guard options.contains(argument) else {
        let nearest = NearestWord.find(argument, in: options + Self.flags)
        throw GeneratorError(
          .usage, path: "uapi-generate", "unknown argument '\(argument)'",
          cure: nearest.map { "did you mean '\($0)'?" } ?? Self.usage)
      }
      guard let value = rest.popFirst() else {
        throw GeneratorError(
          .usage, path: "uapi-generate", "\(argument) needs a value", cure: Self.usage)
      }
      values[argument] = value
    }
    let isWanted = values["--output"] != nil || values["--checks"] != nil
    guard let spec = values["--spec"], isWanted else {
      throw GeneratorError(
        .usage, path: "uapi-generate", "--spec and --output are needed", cure: Self.usage)
    }
    if flags.contains("--history-only"), values["--headers"] != nil {
      throw GeneratorError(
        .usage, path: "uapi-generate", "--headers and --history-only contradict each other",
        cure: Self.usage)
    }
    var generator = Generator(
      spec: spec, headers: values["--headers"], clang: values["--clang"], environment: environment)
    generator.readsHeaders = !flags.contains("--history-only")
    self.init(
      generator: generator, output: values["--output"], checks: values["--checks"],
      report: values["--report"], isStrict: flags.contains("--strict"))
  }

  /// The arguments without a value.
  private static let flags = ["--history-only", "--strict"]

  /// What a run did.
  public struct Outcome: Sendable {
    /// The generated files and what is to be said about them.
    public var result: Generator.Output
    /// The paths of the files whose text was another one, and that were written.
    public var written: [String]
  }

  /// Generates, and writes the files whose text changed.
  public func run() throws(GeneratorError) -> Outcome {
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
        cure: "name them in 'ignore', or leave out --strict")
    }
    var files: [(folder: String, name: String, text: String)] = []
    if let output { files += result.files.files.map { (output, $0.name, $0.text) } }
    if let checks { files.append((checks, GeneratedFiles.checksName, result.checks)) }
    for (folder, name, text) in files {
      try TextFile.createFolder(folder)
      let path = folder + "/" + name
      if try TextFile.write(text, to: path) { written.append(path) }
    }
    return Outcome(result: result, written: written)
  }
}
