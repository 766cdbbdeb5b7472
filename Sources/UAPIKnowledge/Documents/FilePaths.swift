#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Finds files.
package enum FilePaths {
  /// A path that is relative to the folder of `file`, unless it is absolute.
  package static func path(_ path: String, nextTo file: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  /// Whether a folder of headers has a header, or one of its folders for a machine has.
  package static func hasHeader(_ header: String, in root: String) -> Bool {
    if FileManager.default.fileExists(atPath: root + "/" + header) { return true }
    return files(in: root).contains { folder in
      folder.contains("linux-gnu") || folder.contains("linux-musl")
        ? FileManager.default.fileExists(atPath: "\(root)/\(folder)/\(header)") : false
    }
  }

  /// Whether there is a folder.
  package static func isFolder(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/.")
  }

  /// What is in a folder, sorted; nothing if it cannot be read.
  package static func files(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
