internal import BTF

/// Where a kernel's types are read from.
enum BTFSource {
  /// What stands for the running kernel.
  static let running = "running"

  /// Opens the types that an argument names: `running`, or a file.
  ///
  /// - Parameters:
  ///   - text: the argument.
  ///   - base: the argument that names what a module's types continue. A module of the running kernel
  ///     needs none.
  static func open(_ text: String, base: String? = nil) throws(CommandFailure) -> BTFTypes {
    do throws(BTFError) {
      if let base {
        return try BTFTypes(contentsOf: text, base: types(base))
      }
      return try types(text)
    } catch {
      throw CommandFailure("\(error)")
    }
  }

  private static func types(_ text: String) throws(BTFError) -> BTFTypes {
    if text == running { return try .running() }
    let folder = "/sys/kernel/btf/"
    if text.hasPrefix(folder) {
      let name = text.dropFirst(folder.count)
      return try name == "vmlinux" ? .running() : .running(module: String(name))
    }
    return try BTFTypes(contentsOf: text)
  }
}
