/// The beginning of what a program says.
enum FirstLines {
  private static let count = 5

  /// The first lines of a text, each on a line of its own after an indent, without what could steer a
  /// terminal.
  static func text(of text: String, indent: Int) -> String {
    let lines = text.split(separator: "\n")
    var shown = lines.prefix(count).map { line in
      String(String.UnicodeScalarView(line.unicodeScalars.map { $0.value < 32 ? "?" : $0 }))
    }
    if lines.count > count { shown.append("… (\(lines.count - count) more lines)") }
    return shown.map { "\n" + String(repeating: " ", count: indent) + $0 }.joined()
  }
}
