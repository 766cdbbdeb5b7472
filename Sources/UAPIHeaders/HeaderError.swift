internal import UAPIText

/// Why headers could not be read, and what to do about it.
public struct HeaderError: Error, Hashable, CustomStringConvertible {
  /// What went wrong; more codes may be added.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code in words.
    public let description: String

    /// There is no libclang that can be used.
    public static let libclangNotFound = Code(description: "libclang not found")
    /// A libclang was found, but not the headers of the compiler itself, such as `stddef.h`.
    public static let compilerHeadersNotFound = Code(description: "compiler headers not found")
    /// The folder that was named as the root of the headers does not exist.
    public static let rootNotFound = Code(description: "root not found")
    /// A header does not exist, neither the requested one nor one that it includes.
    public static let headerNotFound = Code(description: "header not found")
    /// The name of a requested header cannot be written into an `#include` line.
    public static let badHeaderName = Code(description: "bad header name")
    /// The compiler reports an error in a header.
    public static let notCompilable = Code(description: "not compilable")
    /// libclang gave up without saying why.
    public static let parserFailed = Code(description: "parser failed")
  }

  /// What went wrong.
  public let code: Code
  /// The file that it went wrong in, if in one.
  public let path: String?
  /// The line in it, counted from 1.
  public let line: Int?
  /// The column in it, counted from 1.
  public let column: Int?
  /// What is wrong, in words.
  public let message: String
  /// What to do about it.
  public let cure: String

  /// The error with the given parts.
  public init(
    _ code: Code,
    path: String? = nil,
    line: Int? = nil,
    column: Int? = nil,
    message: String,
    cure: String
  ) {
    self.code = code
    self.path = path
    self.line = line
    self.column = column
    self.message = message
    self.cure = cure
  }

  /// `path:line:column: error: message (cure)`, as build systems recognise it.
  public var description: String {
    var text = ""
    if let path {
      text += path + ":"
      if let line {
        text += "\(line):"
        if let column { text += "\(column):" }
      }
      text += " "
    }
    return OneLine.escaped(text + "error: \(message) (\(cure))")
  }
}
