package import Foundation

/// A folder that goes away with the test.
package final class ScratchFolder {
  package let path: String

  /// Makes a folder with files, by their paths in it.
  package init(_ files: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.path + "/uapi-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(text, to: name) }
  }

  deinit {
    // A test may have taken the right to write in it.
    try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    try? FileManager.default.removeItem(atPath: path)
  }

  package var url: URL { URL(filePath: path) }

  /// What is in it, in order.
  package var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? []
  }

  /// The path of something in it.
  package func path(of name: String) -> String { path + "/" + name }

  /// Makes a folder in it, and gives its path.
  @discardableResult
  package func makeFolder(_ name: String) throws -> String {
    let folder = path(of: name)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Writes a file, and the folders above it, and gives its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(bytes: text.utf8, to: name)
  }

  /// Writes a file, and the folders above it, and gives its path.
  @discardableResult
  package func write(bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let file = URL(filePath: path(of: name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// The text of a file.
  package func text(of name: String) throws -> String {
    try String(contentsOfFile: path(of: name), encoding: .utf8)
  }
}
