internal import UAPIText
import ArgumentParser
internal import BTF
internal import UAPIKnowledge
internal import UAPIStructs

/// The options `--btf` and `--base`: the kernel or module whose own types count.
struct KernelTypesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What a kernel or module itself says: its BTF, an ELF file with it, a packed kernel image or "
        + "module; or running.", valueName: "file"))
  var btf: String?

  @OptionGroup var continued: BaseOption

  func validate() throws {
    guard continued.base == nil || btf != nil else {
      throw ValidationError(
        "--base goes with --btf: it names the kernel that a module continues")
    }
  }

  /// How the kernel is called.
  var title: String { btf == BTFSource.running ? "the running kernel" : btf ?? "" }

  /// The types, or `nil` where the option is not given.
  func types() throws(CommandFailure) -> BTFTypes? {
    guard let btf else { return nil }
    return try BTFSource.open(btf, base: continued.base)
  }

  /// The layout of a struct in the kernel, or `nil` where the option is not given.
  ///
  /// - Throws: ``CommandFailure`` where the kernel's types cannot be read, or have no such struct.
  func layout(of name: String) throws(CommandFailure) -> StructLayout? {
    guard let types = try types() else { return nil }
    let tag = name.hasPrefix("struct ") ? String(name.dropFirst(7)) : name
    do throws(BTFError) {
      if let layout = try types.layout(of: tag) { return layout }
    } catch {
      throw CommandFailure("\(error)")
    }
    throw CommandFailure(
      "the struct '\(tag)' is not known to \(title); "
        + NearestWord.remedy(tag, in: names(in: types)))
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
