/// Lines of documentation as Swift writes them.
enum DocComment {
  /// How long a line may be.
  static let width = 100

  /// `///` lines for some paragraphs, each wrapped; lines that begin with a dash stay apart.
  static func lines(_ paragraphs: [String?], indent: Int) -> [String] {
    let prefix = String(repeating: " ", count: indent) + "///"
    var lines: [String] = []
    for paragraph in paragraphs.compactMap({ $0 }) {
      for block in blocks(of: paragraph) {
        if !lines.isEmpty { lines.append(prefix) }
        for (text, hanging) in block {
          lines += wrap(text, hanging: hanging, room: width - prefix.count - 1).map {
            prefix + " " + $0
          }
        }
      }
    }
    return lines
  }

  /// The paragraphs of a text, each a list of lines to be wrapped with their hanging indents.
  private static func blocks(of text: String) -> [[(text: String, hanging: Int)]] {
    var blocks: [[(text: String, hanging: Int)]] = []
    var current: [(text: String, hanging: Int)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = trimmed(line)
      if line.isEmpty {
        if !current.isEmpty { blocks.append(current) }
        current = []
      } else if line.hasPrefix("- ") || line.hasPrefix("* ") || current.isEmpty {
        current.append((line, line.hasPrefix("- ") || line.hasPrefix("* ") ? 2 : 0))
      } else {
        current[current.count - 1].text += " " + line
      }
    }
    if !current.isEmpty { blocks.append(current) }
    return blocks
  }

  private static func wrap(_ text: String, hanging: Int, room: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words(of: text) {
      if !line.isEmpty, line.count + 1 + word.count > room {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
        line += word
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// The words of a line; what stands between backticks is one word.
  private static func words(of text: String) -> [Substring] {
    var isCode = false
    return text.split { character in
      if character == "`" { isCode.toggle() }
      return character == " " && !isCode
    }
  }

  private static func trimmed(_ line: Substring) -> String {
    String(
      line.drop { $0 == " " || $0 == "\t" }.reversed().drop {
        $0 == " " || $0 == "\t" || $0 == "\r"
      }.reversed())
  }
}
