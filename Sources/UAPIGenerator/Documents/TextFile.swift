#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

internal import UAPIText

/// Reads and writes text files.
enum TextFile {
  /// The text of a file, which must be UTF-8.
  static func read(_ path: String) throws(GeneratorError) -> String {
    guard FileManager.default.fileExists(atPath: path) else {
      throw GeneratorError(
        .file, path: path, "there is no such file", cure: "create it, or correct the path")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw GeneratorError(
        .file, path: path, "the file cannot be read", cure: "check its permissions")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw GeneratorError(.file, path: path, "the file is not UTF-8", cure: "save it as UTF-8")
    }
    return text
  }

  /// Writes a file if its text is another one, and says whether it was.
  static func write(_ text: String, to path: String) throws(GeneratorError) -> Bool {
    do throws(FileFailure) {
      return try WholeFile.update(Array(text.utf8), at: path)
    } catch {
      throw GeneratorError(
        .file, path: path, "the file cannot be written: \(error.reason)",
        cure: "check its permissions, its folder and the disk")
    }
  }

  /// Creates a folder with those that it is in.
  static func createFolder(_ path: String) throws(GeneratorError) {
    do throws(FileFailure) {
      try WholeFile.createFolder(path)
    } catch {
      throw GeneratorError(
        .file, path: error.path, "the folder cannot be created: \(error.reason)",
        cure: "check its parent")
    }
  }
}

/// Finds files.
enum FilePaths {
  /// A path that is relative to the folder of `file`, unless it is absolute.
  static func path(_ path: String, besides file: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  /// Whether a folder of headers has a header, or one of its folders for a machine has.
  static func hasHeader(_ header: String, in root: String) -> Bool {
    if FileManager.default.fileExists(atPath: root + "/" + header) { return true }
    return files(in: root).contains { folder in
      folder.contains("linux-gnu") || folder.contains("linux-musl")
        ? FileManager.default.fileExists(atPath: "\(root)/\(folder)/\(header)") : false
    }
  }

  /// Whether there is a folder.
  static func isFolder(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/.")
  }

  /// What is in a folder, sorted; nothing if it cannot be read.
  static func files(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
