package import Foundation

/// Files of the package that tests look at.
package enum PackageFiles {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  package static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  package static var mptcpSpec: String {
    get throws { try text("Sources/MPTCP/uapi-bindings.json5") }
  }
}
