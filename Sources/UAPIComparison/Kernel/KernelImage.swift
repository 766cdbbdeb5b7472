package import BTF
internal import UAPIKnowledge
package import UAPIStructs

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A kernel that is read instead of headers, by its own type information (BTF).
package struct KernelImage: Hashable, Sendable {
  /// `running` for the kernel of this machine, else a file: bare BTF or an ELF file with it.
  package var name: String
  /// The release that somebody said it is.
  private var said: KernelRelease?
  /// The types, where they are open already.
  private var opened: OpenTypes?

  /// A kernel by its file, or by the word `running`.
  package init(_ name: String, release: KernelRelease? = nil) {
    self.name = name
    said = release
  }

  /// A kernel, or a module over one, whose types are open.
  package init(_ name: String, release: KernelRelease? = nil, types: BTFTypes) {
    self.init(name, release: release)
    opened = OpenTypes(types: types)
  }

  /// Types that are the same if they are one object.
  private struct OpenTypes: Hashable {
    let types: BTFTypes

    static func == (first: OpenTypes, second: OpenTypes) -> Bool { first.types === second.types }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(types)) }
  }

  /// Whether it is the kernel of this machine.
  package var isRunning: Bool { name == BTFTypes.runningName }

  /// Its release. BTF does not tell it: a file's must be said.
  package var release: KernelRelease? {
    if let said { return said }
    guard isRunning else { return nil }
    let version = ProcessInfo.processInfo.operatingSystemVersion
    return KernelRelease(version.majorVersion, version.minorVersion)
  }

  /// The release where it must be known.
  func knownRelease() throws(GeneratorError) -> KernelRelease {
    if let release { return release }
    throw GeneratorError(
      .usage, path: name, "the types of a kernel do not tell its release",
      remedy: "say it by --release, like --release 6.12")
  }

  /// How the kernel is called.
  package var title: String {
    let suffix = release.map { ", Linux \($0)" } ?? ""
    return (isRunning ? "the running kernel" : name) + " (BTF\(suffix))"
  }

  /// The name without a folder, for the head of a column.
  var shortName: String { name.split(separator: "/").last.map(String.init) ?? name }

  /// Opens the types.
  func types() throws(GeneratorError) -> BTFTypes {
    if let opened { return opened.types }
    do throws(BTFError) {
      return try .named(name)
    } catch {
      throw GeneratorError(error, of: self)
    }
  }
}

extension GeneratorError {
  /// An error of type information as one of whatever was to be made from it.
  init(_ error: BTFError, of image: KernelImage) {
    let place = error.byte.map { "byte \($0): " } ?? ""
    self.init(
      .header, path: error.file.isEmpty ? image.name : error.file, place + error.reason,
      remedy: error.code == .notBTF ? "uapi extract-btf takes it out of kernel images" : "")
  }
}
