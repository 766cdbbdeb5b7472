extension BTFTypes {
  /// What names the running kernel where a file could be named.
  package static let runningName = "running"

  /// The types that an argument names: `running`, a file, or a module's below /sys/kernel/btf, which
  /// continue those of the running kernel.
  package static func named(_ text: String) throws(BTFError) -> BTFTypes {
    if text == runningName { return try running() }
    if text.hasPrefix(kernelFolder) {
      let name = text.dropFirst(kernelFolder.count)
      return try name == "vmlinux" ? running() : running(module: String(name))
    }
    return try BTFTypes(contentsOf: text)
  }
}
