internal import CProgram

internal import LibC

/// The arguments of this process, from the process itself.
///
/// `CommandLine` asks /proc on Linux, and has none where that is not mounted.
package enum ProgramArguments {
  /// The bytes of each argument, the name of the program first. They live as long as the process.
  package static var pointers: [UnsafeMutablePointer<CChar>] {
    guard let first = uapi_arguments() else { return [] }
    // The C side counted them.
    return (0..<Int(uapi_argument_count())).compactMap { first[$0] }
  }

  /// The arguments as text, without the name of the program.
  package static var texts: [String] { pointers.dropFirst().map { String(cString: $0) } }

  /// The arguments as text, where all of them are.
  package static func checkedTexts() throws(CommandFailure) -> [String] {
    let texts = texts
    if let number = pointers.firstIndex(where: { String(validatingCString: $0) == nil }) {
      throw CommandFailure(
        "argument \(number) is not UTF-8: '\(texts[number - 1])'; name a file of such a name by a "
          + "link, or hand it over as standard input")
    }
    return texts
  }

  /// The path of the program.
  package static var executable: String {
    if let path = realpath("/proc/self/exe", nil) {
      defer { free(path) }
      return String(cString: path)
    }
    #if os(Linux)
      if let path = uapi_executable() { return String(cString: path) }
    #endif
    return pointers.first.map { String(cString: $0) } ?? ""
  }
}
