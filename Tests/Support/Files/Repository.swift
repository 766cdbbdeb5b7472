package import Foundation

/// Files of the package that tests read.
package enum Repository {
  /// The folder of the package.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file, by its path in the package.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The captures that live in the repository.
  package static var ownCaptureFiles: [String] {
    captureFiles(in: root.appending(path: "Tests/Captures").path)
  }

  /// Those, and the captures of the folder that `UAPI_CAPTURES` names.
  package static var captureFiles: [String] {
    let folder = ProcessInfo.processInfo.environment["UAPI_CAPTURES"] ?? ""
    return ownCaptureFiles + (folder.isEmpty ? [] : captureFiles(in: folder))
  }

  private static func captureFiles(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasSuffix(".jsonl") }.sorted().map { folder + "/" + $0 }
  }

  /// The lines of a file.
  package static func lines(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Pairs of a record and what it must decode to.
  package static func expectedPairs() throws -> [(record: String, expected: String)] {
    let lines = try lines(root.appending(path: "Tests/Captures/expected-sample.ndjson").path)
    return stride(from: 0, to: lines.count - 1, by: 2).map { (lines[$0], lines[$0 + 1]) }
  }
}
