internal import UAPIText

/// Why headers could not be read, and what to do about it.
package struct HeaderError: Error, Hashable, CustomStringConvertible {
  /// What went wrong; more codes may be added.
  package struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code in words.
    package let description: String

    /// There is no libclang that can be used.
    package static let libclangNotFound = Code(description: "libclang not found")
    /// A libclang was found, but not the headers of the compiler itself, such as `stddef.h`.
    package static let compilerHeadersNotFound = Code(description: "compiler headers not found")
    /// The folder that was named as the root of the headers does not exist.
    package static let rootNotFound = Code(description: "root not found")
    /// A header does not exist, neither the requested one nor one that it includes.
    package static let headerNotFound = Code(description: "header not found")
    /// The name of a requested header cannot be written into an `#include` line.
    package static let badHeaderName = Code(description: "bad header name")
    /// The compiler reports an error in a header.
    package static let notCompilable = Code(description: "not compilable")
    /// libclang gave up without saying why.
    package static let parserFailed = Code(description: "parser failed")
  }

  /// What went wrong.
  package let code: Code
  /// The file that it went wrong in, if in one.
  package let path: String?
  /// The line in it, counted from 1.
  package let line: Int?
  /// The column in it, counted from 1.
  package let column: Int?
  /// What is wrong, in words.
  package let message: String
  /// What to do about it.
  package let remedy: String

  /// The error with the given parts.
  package init(
    _ code: Code,
    path: String? = nil,
    line: Int? = nil,
    column: Int? = nil,
    message: String,
    remedy: String
  ) {
    self.code = code
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
  }

  /// `path:line:column: error: message (remedy)`, as build systems recognise it.
  package var description: String {
    var text = ""
    if let path {
      text += path + ":"
      if let line {
        text += "\(line):"
        if let column { text += "\(column):" }
      }
      text += " "
    }
    return OneLine.escaped(text + "error: \(message) (\(remedy))")
  }
}
