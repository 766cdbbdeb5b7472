internal import UAPIText
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIText

/// Lines of documentation as Swift writes them.
///
/// Texts are long and many, so they are taken apart by bytes.
enum DocComment {
  /// How long a line may be.
  static let width = 100

  /// `///` lines for some paragraphs, each wrapped; lines that begin with a dash stay apart.
  static func lines(_ paragraphs: [String?], indent: Int) -> [String] {
    let prefix = [UInt8](repeating: space, count: indent) + Array("///".utf8)
    var lines: [String] = []
    for paragraph in paragraphs.compactMap({ $0 }) {
      // What comes from outside stays in the comment, whatever ends a line for a compiler.
      for block in blocks(of: Array(OneLine.lines(paragraph).joined(separator: "\n").utf8)) {
        if !lines.isEmpty { lines.append(String(decoding: prefix, as: UTF8.self)) }
        for item in block { wrap(item, prefix: prefix + [space], into: &lines) }
      }
    }
    return lines
  }

  /// A text that is wrapped as one, and by how much its further lines are indented.
  private struct Item {
    var text: [UInt8]
    var hanging: Int
  }

  private static let space = UInt8(ascii: " ")

  /// The paragraphs of a text.
  private static func blocks(of text: [UInt8]) -> [[Item]] {
    var blocks: [[Item]] = []
    var current: [Item] = []
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let line = trimmed(line)
      let isListed = line.starts(with: "- ".utf8) || line.starts(with: "* ".utf8)
      if line.isEmpty {
        if !current.isEmpty { blocks.append(current) }
        current = []
      } else if isListed || current.isEmpty {
        current.append(Item(text: Array(line), hanging: isListed ? 2 : 0))
      } else {
        current[current.count - 1].text.append(space)
        current[current.count - 1].text += line
      }
    }
    if !current.isEmpty { blocks.append(current) }
    return blocks
  }

  /// Appends the lines of a text. What is between backticks is one word.
  private static func wrap(_ item: Item, prefix: [UInt8], into lines: inout [String]) {
    let text = item.text
    var line = prefix
    var length = prefix.count
    var isEmpty = true
    var start = 0
    while start < text.count {
      var end = start
      var count = 0
      var isCode = false
      while end < text.count, isCode || text[end] != space {
        if text[end] == UInt8(ascii: "`") { isCode.toggle() }
        // Characters count, not the bytes that continue them.
        if text[end] & 0xC0 != 0x80 { count += 1 }
        end += 1
      }
      defer { start = end + 1 }
      if end == start { continue }
      if !isEmpty, length + 1 + count > width {
        lines.append(String(decoding: line, as: UTF8.self))
        line.removeSubrange(prefix.count...)
        line.append(contentsOf: repeatElement(space, count: item.hanging))
        length = prefix.count + item.hanging
      } else if !isEmpty {
        line.append(space)
        length += 1
      }
      line += text[start..<end]
      length += count
      isEmpty = false
    }
    if !isEmpty { lines.append(String(decoding: line, as: UTF8.self)) }
  }

  /// The line without the white space at both ends.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var bytes = line
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return bytes
  }
}
