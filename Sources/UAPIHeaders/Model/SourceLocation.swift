/// A place in a header.
package struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
  /// The path of the header, as the compiler opened it.
  package let path: String
  /// The line, counted from 1.
  package let line: Int
  /// The column in bytes, counted from 1.
  package let column: Int

  /// The place at `line` and `column` of the file at `path`.
  package init(path: String, line: Int, column: Int) {
    self.path = path
    self.line = line
    self.column = column
  }

  /// `path:line:column`, as compilers write it.
  package var description: String { "\(path):\(line):\(column)" }
}
