extension BTFTypes {
  /// The types of the running kernel, read once per process.
  ///
  /// - Throws: ``BTFError`` where the kernel was built without them, where /sys is not mounted, and
  ///   on systems other than Linux.
  public static func running() throws(BTFError) -> BTFTypes { try kernel.get() }

  /// The types of a module of the running kernel, which continue those of the kernel.
  ///
  /// - Throws: ``BTFError`` where the module is not loaded, or has no types; as ``running()`` does.
  public static func running(module name: String) throws(BTFError) -> BTFTypes {
    try BTFTypes(contentsOf: kernelFolder + name, base: running())
  }

  /// Where a kernel shows its own types and those of its modules.
  static let kernelFolder = "/sys/kernel/btf/"

  private static let kernel = Result { () throws(BTFError) in
    try BTFTypes(contentsOf: kernelFolder + "vmlinux")
  }
}
