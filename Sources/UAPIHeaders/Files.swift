#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

internal import UAPIText

/// Questions to the file system and the environment.
enum Files {
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    #if canImport(FoundationEssentials)
      let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    #else
      var flag: ObjCBool = false
      let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &flag)
      isFolder = flag.boolValue
    #endif
    return exists && isFolder
  }

  /// The names in a folder that are wanted, in an order that does not depend on the machine; none
  /// where it cannot be read.
  static func names(in folder: String, where isWanted: (String) -> Bool = { _ in true }) -> [String]
  {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter(isWanted).sorted()
  }

  /// The path with every symbolic link followed; the path itself where it leads nowhere.
  static func resolved(_ path: String) -> String {
    var path = path
    // A chain of links longer than this is a loop.
    for _ in 0..<40 {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        break
      }
      path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
    }
    return path
  }

  static func text(of path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  /// A variable that chooses code which this process loads; `nil` where its caller has fewer rights
  /// than it, and must not choose.
  static func trustedEnvironment(_ name: String) -> String? {
    if ProgramRights.areRaised { return nil }
    let value = ProcessInfo.processInfo.environment[name]
    return value == "" ? nil : value
  }

  /// The part of a path before its last slash.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The part of a path after its last slash.
  static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// The path without the slashes at its end.
  static func trimmed(_ path: String) -> String {
    var path = Substring(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return String(path)
  }
}
