internal import UAPIText
import ArgumentParser
internal import BTF
internal import UAPIComparison
internal import UAPIGenerator
internal import UAPIKnowledge
internal import UAPIStructs

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// `uapi generate`.
struct GenerateCommand: SupervisedCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Generates Swift bindings from a spec, the histories and headers, or from a kernel.",
    discussion: """
      What the build plugin does in every build, by hand. Files whose text did not change are left \
      alone. The headers are those of --headers, else of the spec, else of the environment variable \
      UAPI_HEADERS, else of /usr/include.

      With --btf no header is read: the structs are those of a kernel, as its own types (BTF) tell \
      them, also those that no header declares. Such layouts are that kernel's alone.
      """)

  @Option(help: ArgumentHelp("The file that says what to bind.", valueName: "file"))
  var spec: String

  @Option(help: ArgumentHelp("The folder that takes the Swift files.", valueName: "folder"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The folder that takes a C file, which compiles only where headers have the layouts that are "
        + "bound.", valueName: "folder"))
  var checks: String?

  @Option(help: ArgumentHelp("The folder that holds linux/ with the headers.", valueName: "folder"))
  var headers: String?

  @Option(
    help: ArgumentHelp(
      "A kernel or module whose own types are read instead of headers: 'running', or a file with "
        + "them, packed or not.", valueName: "file"))
  var btf: String?

  @OptionGroup var continued: BaseOption

  @Option(help: "The release of the kernel of --btf; not needed for 'running'.")
  var release: String?

  @Option(help: ArgumentHelp("A file for what was not bound, and why.", valueName: "file"))
  var report: String?

  @Flag(help: "Fail where something cannot be bound.")
  var strict = false

  func validate() throws {
    guard output != nil || checks != nil else {
      throw ValidationError("say where files go: --output for Swift, --checks for C, or both")
    }
    guard btf == nil || (headers == nil && checks == nil) else {
      throw ValidationError("--btf reads no headers: leave out --headers and --checks")
    }
    guard continued.base == nil || btf != nil else {
      throw ValidationError(
        "--base goes with --btf: it names the kernel that a module continues")
    }
    guard release == nil || btf != nil else {
      throw ValidationError("--release goes with --btf: headers tell their release themselves")
    }
  }

  static let statusOfLoss: Int32 = 1

  func run() throws {
    let release = try StructArgument.release(release)
    let kernel = try btf.map {
      KernelImage($0, release: release, types: try BTFSource.open($0, base: continued.base))
    }
    let command = GeneratorCommand(
      generator: Generator(
        spec: spec, headers: headers, environment: ProcessInfo.processInfo.environment,
        kernel: kernel),
      output: output, report: report, isStrict: strict)
    let errors = OutputBuffer(descriptor: 2)
    let messages = OutputBuffer(descriptor: 1)
    do throws(GeneratorError) {
      var outcome = try command.run()
      if let checks, let path = try ChecksFile.write(for: outcome.result, into: checks) {
        outcome.written.append(path)
      }
      for remark in outcome.result.remarks { errors.append("remark: \(remark)\n") }
      for path in outcome.written { messages.append("wrote \(path)\n") }
      if outcome.written.isEmpty { messages.append("nothing changed\n") }
      errors.flush()
    } catch {
      // The error names file, line and remedy, in the form that editors turn into a link.
      errors.append("\(error)\n")
      errors.flush()
      throw ExitCode(1)
    }
    try messages.finish()
  }
}
