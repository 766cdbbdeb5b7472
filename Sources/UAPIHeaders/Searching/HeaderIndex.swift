internal import Synchronization

/// The headers of a root, and which of them define a name.
package final class HeaderIndex: Sendable {
  /// The headers that the kernel ships, relative to the root, in the order of their names.
  package let headers: [String]

  private let folders: IncludeFolders
  /// The headers by the names that they define; `nil` until somebody asks.
  private let definitions = Mutex<[String: [String]]?>(nil)

  /// Lists the headers that a parser can read.
  package init(_ parser: HeaderParser) {
    folders = parser.folders
    headers = parser.folders.listing()
  }

  /// The headers that a parser can read in a folder, without one: for a process that reads none.
  ///
  /// - Throws: ``HeaderError`` where the folder has no headers for the machine.
  package static func headers(in root: String, target: String?) throws(HeaderError) -> [String] {
    try IncludeFolders(root: root, target: target, resourceFolder: "").listing()
  }

  /// The headers that define a type, a macro or a constant, the most general one first.
  ///
  /// Those of the C library come last: they contradict some of the kernel's.
  func headers(defining name: String) -> [String] {
    let found = definitions.withLock { definitions in
      let known = definitions ?? scan()
      definitions = known
      return known[name] ?? []
    }
    let sorted = found.sorted { left, right in
      (Self.depth(left), left.utf8.count, left) < (Self.depth(right), right.utf8.count, right)
    }
    return sorted + CLibraryNames.headers(declaring: name)
  }

  private static func depth(_ header: String) -> Int {
    header.utf8.count { $0 == UInt8(ascii: "/") }
  }

  private func scan() -> [String: [String]] {
    var found: [String: [String]] = [:]
    for header in headers {
      guard let path = folders.path(of: header), let text = Files.text(of: path) else { continue }
      for name in DefinitionScanner.names(in: text) { found[name, default: []].append(header) }
    }
    return found
  }
}
