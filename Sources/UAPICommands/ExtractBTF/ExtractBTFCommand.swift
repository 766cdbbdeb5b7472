internal import LibC

internal import UAPIText
import ArgumentParser

/// `uapi extract-btf`.
struct ExtractBTFCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract-btf",
    abstract: "Takes the types of a kernel (BTF) out of its image.",
    discussion: """
      Reads what boot loaders start: a bzImage, an Image, an EFI image that unpacks itself; a plain \
      vmlinux; a module, packed or not. Packed ones are unpacked by the programs of the system: gzip, \
      xz, zstd, lz4, bzip2 or lzop. The types go to a file, which comes to be whole or not at all, or \
      to standard output, unless that is a terminal.
      """)

  @Argument(help: ArgumentHelp("A kernel image or module: /boot/vmlinuz-…", valueName: "vmlinuz"))
  var image: String

  @Option(
    name: [.short, .long], help: ArgumentHelp("The file that takes them.", valueName: "file"))
  var output: String?

  func run() throws {
    if output == nil, isatty(1) == 1 {
      throw ValidationError("types are not text for a terminal: say --output FILE")
    }
    let found = try TypesFile.found(at: image)
    if found.hasOutlines {
      let errors = OutputBuffer(descriptor: 2)
      errors.append(
        "remark: these types continue outlines (.BTF.base) that are in the module, and not the types "
          + "of a kernel: 'uapi btf' and --btf read the module itself\n")
      errors.flush()
    }
    if let output {
      try OutputFile.write(found.types, to: output)
    } else {
      let buffer = OutputBuffer(descriptor: 1, content: .bytes)
      buffer.bytes = found.types
      try buffer.finish()
    }
  }

  /// The types in a file.
  static func types(of path: String) throws(CommandFailure) -> [UInt8] {
    try TypesFile.found(at: path).types
  }
}
