/// A place in a header.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The path of the header, as the compiler opened it.
  public let path: String
  /// The line, counted from 1.
  public let line: Int
  /// The column in bytes, counted from 1.
  public let column: Int

  /// The place at `line` and `column` of the file at `path`.
  public init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }

  /// `path:line:column`, as compilers write it.
  public var description: String { "\(path):\(line):\(column)" }
}
