/// An error that the compiler reports.
struct Diagnostic {
  let location: SourceLocation
  /// Whether it lies in the file that exists in memory only.
  let isInMainFile: Bool
  let message: String
}
