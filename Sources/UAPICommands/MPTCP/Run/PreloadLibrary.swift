internal import LibC

internal import UAPIText

/// The library that makes the TCP sockets of programs MPTCP sockets.
enum PreloadLibrary {
  /// The name of the file.
  static let fileName = "libmptcp-preload.so"
  /// The environment variable that names another file.
  static let variable = "UAPI_MPTCP_PRELOAD"

  /// Where the library can be, the first choice first.
  ///
  /// - Parameter executable: the path of the command itself.
  static func candidates(executable: String, override: String?) -> [String] {
    if let override, !override.isEmpty { return [override] }
    let folder = executable.lastIndex(of: "/").map { executable[..<$0] } ?? "."
    // Beside the command; where the two build systems put what a C target brings; as installed.
    let resources = "swift-uapi_CMPTCPPreload"
    return ["", "\(resources).resources/", "\(resources).bundle/", "../lib/"].map {
      "\(folder)/\($0)\(fileName)"
    }
  }

  /// The full path of the library.
  static func find(executable: String, override: String?) throws(CommandFailure) -> String {
    let candidates = candidates(executable: executable, override: override)
    guard let path = candidates.lazy.compactMap(resolved).first else {
      throw CommandFailure(
        "The library that switches sockets to MPTCP was not found: "
          + candidates.joined(separator: ", ")
          + ". The build makes it (swift build --product uapi): copy \(fileName) next to uapi or "
          + "into ../lib, or name it in the environment variable \(variable).")
    }
    // The loader takes the list apart at these, and knows no way to write them otherwise.
    if path.contains(where: { $0 == ":" || $0.isWhitespace }) {
      throw CommandFailure(
        "LD_PRELOAD cannot hold the path '\(path)', which has a space or a colon in it: copy the "
          + "library elsewhere and name it in the environment variable \(variable).")
    }
    return path
  }

  /// The path without links and dots, if a file is there that can be read.
  private static func resolved(_ path: String) -> String? {
    guard access(path, R_OK) == 0, let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
