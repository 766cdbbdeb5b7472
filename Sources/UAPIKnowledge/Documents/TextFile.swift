#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

internal import UAPIText

/// Reads and writes text files.
package enum TextFile {
  /// The text of a file, which must be UTF-8.
  package static func read(_ path: String) throws(GeneratorError) -> String {
    guard FileManager.default.fileExists(atPath: path) else {
      throw GeneratorError(
        .file, path: path, "there is no such file", remedy: "create it, or correct the path")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw GeneratorError(
        .file, path: path, "the file cannot be read", remedy: "check its permissions")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw GeneratorError(.file, path: path, "the file is not UTF-8", remedy: "save it as UTF-8")
    }
    return text
  }

  /// Writes a file if its text is another one, and says whether it was.
  package static func write(_ text: String, to path: String) throws(GeneratorError) -> Bool {
    do throws(FileFailure) {
      return try WholeFile.update(Array(text.utf8), at: path)
    } catch {
      throw GeneratorError(
        .file, path: path, "the file cannot be written: \(error.reason)",
        remedy: "check its permissions, its folder and the disk")
    }
  }

  /// Creates a folder with those that it is in.
  package static func createFolder(_ path: String) throws(GeneratorError) {
    do throws(FileFailure) {
      try WholeFile.createFolder(path)
    } catch {
      throw GeneratorError(
        .file, path: error.path, "the folder cannot be created: \(error.reason)",
        remedy: "check its parent")
    }
  }
}
