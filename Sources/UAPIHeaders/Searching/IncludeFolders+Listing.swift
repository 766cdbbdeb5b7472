extension IncludeFolders {
  /// The headers that the kernel ships, as far as the root has them, in the order of their names.
  func listing() -> [String] {
    var found: Set<String> = []
    for folder in kernel {
      let isRoot = folder == root
      for name in Files.names(in: folder) where Files.isFolder("\(folder)/\(name)") {
        guard isRoot ? isOfKernel(folder: name) : name == "asm" else { continue }
        Self.list(name, in: folder, depth: 0, into: &found)
      }
    }
    return found.sorted()
  }

  /// Whether a folder of the root belongs to the kernel.
  ///
  /// A root that has a C library holds headers of many others; of such a one the folders are taken
  /// that the kernel is known to have.
  private func isOfKernel(folder: String) -> Bool {
    if folder.contains("-linux-") { return false }
    return Self.kernelFolders.contains(folder) || !Files.exists(root + "/stdio.h")
  }

  private static let kernelFolders: Set<String> = [
    "asm", "asm-generic", "cxl", "drm", "fwctl", "linux", "misc", "mtd", "rdma", "regulator",
    "scsi", "sound", "video", "xen",
  ]

  private static func list(
    _ name: String, in folder: String, depth: Int, into found: inout Set<String>
  ) {
    // A chain of folders longer than this is a loop of links.
    guard depth < 8 else { return }
    for entry in Files.names(in: "\(folder)/\(name)") {
      if entry.hasSuffix(".h") {
        found.insert("\(name)/\(entry)")
      } else if Files.isFolder("\(folder)/\(name)/\(entry)") {
        list("\(name)/\(entry)", in: folder, depth: depth + 1, into: &found)
      }
    }
  }
}
