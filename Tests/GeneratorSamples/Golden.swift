internal import Foundation

/// What the sample of the tests becomes: files of the target GoldenBindings, which compiles them.
package enum Golden {
  package static func text(_ name: String) throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try String(
      contentsOf: tests.appending(path: "GoldenBindings/\(name)"), encoding: .utf8)
  }
}
