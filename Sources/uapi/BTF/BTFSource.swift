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
        return try BTFTypes(contentsOf: text, base: .named(base))
      }
      return try .named(text)
    } catch {
      throw CommandFailure("\(error)")
    }
  }
}
