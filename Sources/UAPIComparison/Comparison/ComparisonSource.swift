package import UAPIKnowledge
package import UAPIStructs

/// One of the two things that are compared.
package enum ComparisonSource: Hashable, Sendable {
  /// A release, as the history has it.
  case release(KernelRelease)
  /// A folder of headers.
  case headers(root: String)
  /// The installed headers, in this folder.
  case installed(root: String)
  /// A kernel, by its own types.
  case kernel(KernelImage)

  /// Reads an argument: a release such as 6.1, a folder that holds `linux/`, `installed`, or the types
  /// of a kernel: `btf:running`, `btf:FILE`.
  package init(_ text: String, environment: [String: String]) throws(GeneratorError) {
    if text.hasPrefix("btf:") {
      let name = String(text.dropFirst(4))
      guard !name.isEmpty else {
        throw GeneratorError(
          .usage, path: "", "'btf:' names no kernel", remedy: "say btf:running or btf:FILE")
      }
      self = .kernel(KernelImage(name))
      return
    }
    if text == "installed" || text == "header" {
      let root = environment["UAPI_HEADERS"] ?? ""
      self = .installed(root: root.isEmpty ? "/usr/include" : root)
      return
    }
    let digits = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let isRelease = digits.allSatisfy { $0 == "." || ("0"..."9").contains($0) }
    if isRelease, digits.contains(".") {
      guard digits.split(separator: ".", omittingEmptySubsequences: false).count == 2,
        let release = KernelRelease(text)
      else {
        throw GeneratorError(
          .usage, path: "", "'\(text)' is not a release of the history", remedy: "write it like 6.1"
        )
      }
      self = .release(release)
      return
    }
    guard FilePaths.isFolder(text) else {
      throw GeneratorError(
        .usage, path: "", "'\(text)' is neither a release, nor a folder, nor 'installed'",
        remedy: "say a release such as 6.1, a folder that holds linux/, installed, or btf:running")
    }
    guard FilePaths.isFolder(text + "/linux") else {
      let base = text.hasSuffix("/") ? String(text.dropLast()) : text
      let inside = ["/include", "/usr/include"].map { base + $0 }
        .first { FilePaths.isFolder($0 + "/linux") }
      throw GeneratorError(
        .usage, path: "", "the folder '\(text)' has no linux/ with headers",
        remedy: inside.map { "did you mean '\($0)'?" } ?? "name the folder that holds linux/")
    }
    self = .headers(root: text)
  }

  /// How the source is called next to a release.
  var word: String {
    switch self {
    case .release(let release): "Linux \(release)"
    case .headers: "the header"
    case .installed: "the installed header"
    case .kernel(let image): image.isRunning ? "the running kernel" : "the kernel"
    }
  }

  /// The kernel whose types the source is.
  var kernel: KernelImage? {
    if case .kernel(let image) = self { image } else { nil }
  }

  /// How the source is called, with the release of its headers.
  func title(_ release: KernelRelease?) -> String {
    let suffix = release.map { " (Linux \($0))" } ?? ""
    switch self {
    case .release(let release): return "Linux \(release)"
    case .headers(let root): return root + suffix
    case .installed: return "the installed header" + suffix
    case .kernel(let image): return image.title
    }
  }
}
