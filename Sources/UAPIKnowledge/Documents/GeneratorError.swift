internal import UAPIText

/// Why nothing was generated: what is wrong, where it is, and how to put it right.
///
/// `description` reads `path:line:column: error: message; remedy`, the form that build systems turn into a link.
package struct GeneratorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of mistake it is; new kinds may come.
  package struct Code: RawRepresentable, Hashable, Sendable {
    /// The word that stands for this kind.
    package var rawValue: String

    /// Makes a kind from its word.
    package init(rawValue: String) { self.rawValue = rawValue }

    /// The text is not JSON5.
    package static let syntax = Code(rawValue: "syntax")
    /// A key or value is missing, misspelt or of the wrong type.
    package static let content = Code(rawValue: "content")
    /// A history cannot be true: fields overlap, releases run backwards, sizes shrink.
    package static let history = Code(rawValue: "history")
    /// The spec names something that neither the history nor the headers know.
    package static let unknownName = Code(rawValue: "unknown-name")
    /// An installed header says something else than the history.
    package static let contradiction = Code(rawValue: "contradiction")
    /// A header could not be found or read.
    package static let header = Code(rawValue: "header")
    /// Two things would get the same Swift name, or a name that is not an identifier.
    package static let naming = Code(rawValue: "naming")
    /// Something could not be bound, and `--strict` was given.
    package static let strict = Code(rawValue: "strict")
    /// The arguments make no sense.
    package static let usage = Code(rawValue: "usage")
    /// A file could not be read or written.
    package static let file = Code(rawValue: "file")
  }

  /// The kind of mistake.
  package var code: Code
  /// The file, as it was named to the generator.
  package var path: String
  /// The line, counted from 1; `nil` if the whole file is meant.
  package var line: Int?
  /// The column, counted from 1.
  package var column: Int?
  /// What is wrong.
  package var message: String
  /// What to do about it; may be empty.
  package var remedy: String

  /// Makes an error.
  package init(
    _ code: Code, path: String, line: Int? = nil, column: Int? = nil, _ message: String,
    remedy: String = ""
  ) {
    self.code = code
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  /// `path:line:column: error: message; remedy`.
  package var description: String {
    var text = path
    // Types of a kernel have a file, and no line.
    if let line, line > 0 { text += ":\(line):\(column ?? 1)" }
    text += text.isEmpty ? "error: " : ": error: "
    text += message
    if !remedy.isEmpty { text += "; \(remedy)" }
    // What a file says cannot write to a terminal. Only the list of this error has lines of its own.
    guard code == .strict else { return OneLine.escaped(text) }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { OneLine.escaped(String($0)) }.joined(separator: "\n")
  }
}
