internal import UAPIStructs

/// The command line of `uapi-import-headers`.
public struct ImportCommand: Sendable {
  /// What is imported into what.
  public var source: Source

  /// What facts are taken from.
  public enum Source: Sendable {
    /// A folder of headers.
    case headers(HeaderImport)
    /// The types of a kernel.
    case kernel(KernelImport)
  }

  /// How the tool is called.
  public static let usage =
    "usage: swift package --allow-writing-to-package-directory import-headers ROOT [--release R] "
    + "[--vendor NAME] [--into DIR], or, from the types of a kernel, "
    + "import-headers --btf FILE|running [--struct NAME]... [--release R] [--vendor NAME] "
    + "[--into DIR]"

  /// Reads the arguments of a command line, without the name of the program.
  ///
  /// - Parameters:
  ///   - arguments: the arguments.
  ///   - folder: the folder that takes the facts, where no argument names another one.
  public init(arguments: [String], folder: String? = nil) throws(GeneratorError) {
    let options = ["--release", "--vendor", "--into", "--btf", "--struct"]
    var values: [String: String] = [:]
    var structs: [String] = []
    var roots: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-") else {
        roots.append(argument)
        continue
      }
      guard options.contains(argument) else {
        throw Self.mistake(
          "unknown argument '\(argument)'",
          cure: NearestWord.find(argument, in: options).map { "did you mean '\($0)'?" })
      }
      guard let value = rest.popFirst(), !value.isEmpty else {
        throw Self.mistake("\(argument) needs a value")
      }
      if argument == "--struct" { structs.append(value) } else { values[argument] = value }
    }
    let isKernel = values["--btf"] != nil
    guard roots.count == (isKernel ? 0 : 1) else {
      throw Self.mistake(
        isKernel
          ? "either a folder of headers or --btf says what to import, not both"
          : "one folder of headers is needed, the one that holds linux/, or --btf")
    }
    guard isKernel || structs.isEmpty else {
      throw Self.mistake("--struct goes with --btf: of headers, every struct with a history counts")
    }
    guard let folder = values["--into"] ?? folder else {
      throw Self.mistake("--into is needed: the folder that has history/STRUCT.json")
    }
    var release: KernelRelease?
    if let text = values["--release"] {
      guard case .release(let said)? = try? ComparisonSource(text, environment: [:]) else {
        throw Self.mistake("'\(text)' is no kernel release", cure: "write it like 6.1")
      }
      release = said
    }
    if let name = values["--btf"] {
      source = .kernel(
        KernelImport(
          image: KernelImage(name, release: release), structs: structs, folder: folder,
          vendor: values["--vendor"]))
    } else {
      source = .headers(
        HeaderImport(
          root: roots.first ?? "", release: release, folder: folder, vendor: values["--vendor"]))
    }
  }

  private static func mistake(_ message: String, cure: String? = nil) -> GeneratorError {
    GeneratorError(.usage, path: "import-headers", message, cure: cure ?? usage)
  }

  /// What a run did, in lines.
  public struct Report: Sendable {
    /// For standard output: what the headers change, and what was written.
    public var output: String
    /// For standard error: why nothing was written; empty where all is well.
    public var errors: String
  }

  /// Imports, and says what happened.
  public func run() throws(GeneratorError) -> Report {
    let outcome: HeaderImport.Outcome
    let folder: String
    switch source {
    case .headers(let headers): (outcome, folder) = (try headers.outcome(), headers.folder)
    case .kernel(let kernel): (outcome, folder) = (try kernel.outcome(), kernel.folder)
    }
    var report = Report(output: outcome.text, errors: "")
    for remark in outcome.remarks { report.output += "remark: \(remark)\n" }
    for contradiction in outcome.contradictions { report.errors += "error: \(contradiction)\n" }
    let written = try outcome.write(into: folder)
    for path in written { report.output += "wrote \(path)\n" }
    if written.isEmpty, outcome.contradictions.isEmpty {
      report.output += "nothing changed in \(folder)\n"
    }
    return report
  }
}
