/// Something in the input that cannot be decoded.
package struct InputFailure: Error, Hashable {
  /// The line where it is, counted from 1; `nil` where the whole input is meant.
  package var line: Int?
  /// What is wrong.
  package var reason: String

  package init(line: Int?, reason: String) {
    self.line = line
    self.reason = reason
  }
}
