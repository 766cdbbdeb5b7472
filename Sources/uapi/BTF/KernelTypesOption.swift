import ArgumentParser
internal import BTF
internal import UAPIGenerator
internal import UAPIStructs

/// The option `--btf`: the kernel whose own types count.
struct KernelTypesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a kernel itself says: its BTF, or an ELF file with it; or running.",
      valueName: "file"))
  var btf: String?

  /// How the kernel is called.
  var title: String { btf == BTFSource.running ? "the running kernel" : btf ?? "" }

  /// The layout of a struct in the kernel, or `nil` where the option is not given.
  ///
  /// - Throws: ``CommandFailure`` where the kernel's types cannot be read, or have no such struct.
  func layout(of name: String) throws(CommandFailure) -> StructLayout? {
    guard let btf else { return nil }
    let tag = name.hasPrefix("struct ") ? String(name.dropFirst(7)) : name
    let types = try BTFSource.open(btf)
    do throws(BTFError) {
      if let layout = try types.layout(of: tag) { return layout }
    } catch {
      throw CommandFailure("\(error)")
    }
    throw CommandFailure(
      "the struct '\(tag)' is not known to \(title); "
        + NearestWord.cure(tag, in: names(in: types)))
  }

  /// The names of all structs and unions.
  private func names(in types: BTFTypes) -> [String] {
    types.ids.compactMap { id in
      switch try? types.type(id) {
      case .struct(let record), .union(let record): record.name.isEmpty ? nil : record.name
      default: nil
      }
    }
  }
}
