/// What is wrong with a header, and what to do about it.
extension HeaderParser {
  /// Checks that a header can be written into an `#include` line and that the root has it.
  ///
  /// The system's headers stand in for what the root's headers include, but never for one that was
  /// asked for: it would be of another release.
  func check(_ header: String) throws(HeaderError) {
    guard !header.isEmpty, !header.utf8.contains(where: { $0 < 0x20 || $0 == 0x3E }) else {
      throw HeaderError(
        .badHeaderName, message: "'\(header)' is not the name of a header",
        remedy: "name it as programs include it, such as linux/mptcp.h")
    }
    guard folders.path(of: header) == nil else { return }
    throw HeaderError(
      .headerNotFound, path: folders.root, message: "there is no header \(header) here",
      remedy: Self.missingHeaderCure)
  }

  private static let missingHeaderCure = """
    install the packages linux-libc-dev and libc6-dev, or set UAPI_HEADERS to the folder of newer \
    kernel headers
    """

  func error(for error: Diagnostic?, headers: [String]) -> HeaderError {
    guard let error else {
      return HeaderError(.parserFailed, message: "no header was read", remedy: "name a header")
    }
    let isMissing = error.message.hasSuffix("file not found")
    // What a header left open is noticed where the compiler reads on, after the last one.
    let end = error.isInMainFile ? headers.last.flatMap(endOfHeader) : nil
    return HeaderError(
      isMissing ? .headerNotFound : .notCompilable,
      path: end?.path ?? (error.isInMainFile ? headers.last : error.location.path),
      line: end?.line ?? (error.isInMainFile ? nil : error.location.line),
      column: end?.column ?? (error.isInMainFile ? nil : error.location.column),
      message: error.message,
      remedy: isMissing
        ? Self.missingHeaderCure
        : "a header that compiles only after another one needs that one named before it")
  }

  /// The place of the last character of a header that is not a space.
  private func endOfHeader(_ header: String) -> SourceLocation? {
    guard let path = folders.path(of: header), let text = Files.text(of: path) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let last = lines.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else { return nil }
    let column = lines[last].reversed().drop(while: \.isWhitespace).count
    return SourceLocation(path: path, line: last + 1, column: column)
  }
}
