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
    var length = 0
    for word in words(of: text) {
      let count = word.count
      if !line.isEmpty, length + 1 + count > room {
        lines.append(line)
        line = String(repeating: " ", count: hanging)
        length = hanging
      } else if !line.isEmpty {
        line += " "
        length += 1
      }
      line += word
      length += count
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

  /// The line without the white space at both ends.
  private static func trimmed(_ line: Substring) -> String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var bytes = line.utf8
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }
}
