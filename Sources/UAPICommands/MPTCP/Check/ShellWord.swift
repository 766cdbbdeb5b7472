/// Words of commands that people copy into a shell.
enum ShellWord {
  /// A name that others chose, as one word: in quotes where a shell could take it for more.
  static func quoted(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || "0123456789._-:@/".unicodeScalars.contains(scalar))
    }
    if isPlain, !name.isEmpty, name.first != "-" { return name }
    return "'"
      + name.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
  }
}
