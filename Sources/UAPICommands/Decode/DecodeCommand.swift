internal import LibC

internal import CaptureDecoding
internal import UAPIText
import ArgumentParser
internal import MPTCP
internal import UAPIKnowledge
internal import UAPIStructs

/// `uapi decode`.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decodes answers of kernels.",
    discussion: """
      Reads capture records (JSON, one a line or a whole document), bytes as text, raw bytes, or \
      what strace -xx -s 4096 -e getsockopt prints; the content tells which. Bytes need --sockopt \
      or --struct. As text they are hexadecimal digits, dumps (xxd, hexdump, od, objdump -s, \
      readelf -x, tcpdump -x, Wireshark, gdb, lldb, a kernel's log), or the lists of languages and \
      tools (C, Go, JavaScript, Python, Rust, Swift …, xxd -i, bpftool map dump).

      Without any input, on a terminal, it decodes a few captures that it carries.
      """)

  @Option(help: "The struct that bytes are, where they do not say it: mptcp_info, tcp_info …")
  var `struct`: String?

  @Option(
    help: ArgumentHelp(
      "The socket option whose answer bytes are, where they do not say it: MPTCP_INFO, TCP_INFO …"))
  var sockopt: String?

  @Option(help: "How to write answers: table, json or ndjson.")
  var format: AnswerFormat = .table

  @Option(
    help: ArgumentHelp(
      "What to believe about the kernel: none (bytes and lengths decide), record (what each record "
        + "says), running (this machine's, by its own types), or a release such as 6.1.",
      valueName: "none|record|running|release"))
  var kernel = "none"

  @Option(help: "The length that was offered to the kernel, where the input does not say it.")
  var capacity: Int?

  @Option(
    help: ArgumentHelp(
      "The machine that gave the bytes, as uname -m names it (s390x, i686 …), where the input does "
        + "not say it: the order of bytes and bits and the layouts are then its own."))
  var machine: String?

  @Option(
    help: ArgumentHelp(
      "What groups of 2, 4 or 8 bytes in a dump are, where it does not tell: numbers of a machine "
        + "with the least (little) or the most (big) significant byte first, or bytes as they are "
        + "in memory (bytes).",
      valueName: "little|big|bytes"))
  var words: WordOrder?

  @Argument(help: "Files to read; - is standard input.")
  var files: [String] = []

  func validate() throws {
    if `struct` != nil, sockopt != nil {
      throw ValidationError("--struct and --sockopt exclude each other")
    }
    if let capacity, capacity < 0 {
      throw ValidationError("--capacity is a number of bytes, not \(capacity)")
    }
    _ = try subject()
    try MachineArgument.check(machine)
    guard KernelChoice(kernel) != nil else {
      throw ValidationError(
        "'\(kernel)' is not a kernel release; say none, record, running, or a release such as 6.1")
    }
  }

  private func subject() throws -> CaptureRecord.Subject? {
    if let sockopt {
      guard let option = MPTCPCapture.Option(rawValue: sockopt.uppercased()) else {
        throw ValidationError(
          "the socket option '\(sockopt)' is not known; "
            + NearestWord.remedy(sockopt, in: MPTCPCapture.Option.allCases.map(\.name)))
      }
      return .option(option)
    }
    guard let name = `struct` else { return nil }
    do {
      return .structure(try KnownStructs().history(name).name)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  func run() throws {
    guard let choice = KernelChoice(kernel) else { return }
    let output = OutputBuffer(descriptor: 1)
    var inputs = files.map { $0 == "-" ? DecodeRun.Input.standardInput : .file($0) }
    if inputs.isEmpty {
      if isatty(0) == 1 {
        output.append(
          "No input: these are captures of real kernels, which uapi carries. "
            + "See uapi decode --help.\n\n")
        inputs = [.memory(name: "captures inside uapi", EmbeddedCaptures.text)]
      } else {
        inputs = [.standardInput]
      }
    }
    let run = DecodeRun(
      format: format, kernel: choice,
      description: BytesDescription(
        subject: try subject(), capacity: capacity, machine: machine,
        words: words),
      isColored: Style.wantsColor)
    let status = run.run(inputs, output: output, errors: OutputBuffer(descriptor: 2))
    try output.finish()
    if status != 0 { throw ExitCode(status) }
  }
}

extension AnswerFormat: ExpressibleByArgument {}
extension WordOrder: ExpressibleByArgument {}
