internal import UAPIText
import ArgumentParser

/// `uapi btf`.
struct BTFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "btf",
    abstract: "Lists the structs and unions of a kernel, from its own type information.",
    discussion: """
      Reads BTF: that of the running kernel, a file of it, or a section .BTF of an ELF file, such as \
      a vmlinux, a module or a BPF program; and what extract-btf reads: kernel images, and all of \
      these packed (.ko.xz, .btf.tar.xz …).
      """)

  @Argument(help: "A file, or 'running' for the kernel of this machine.")
  var source = BTFSource.running

  @OptionGroup var continued: BaseOption

  @Option(help: "table: number, size, members and name; ndjson: a JSON object for each.")
  var format: BTFListing.Format = .table

  func run() throws {
    let output = OutputBuffer(descriptor: 1)
    try BTFListing(types: BTFSource.open(source, base: continued.base)).write(format, to: output)
  }
}

extension BTFListing.Format: ExpressibleByArgument {}
