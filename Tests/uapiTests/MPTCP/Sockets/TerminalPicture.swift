import Testing

/// What a terminal shows that got some text: as much of one as the command makes use of.
struct TerminalPicture {
  private let columnCount: Int
  private(set) var cells: [[Character]]
  private var line = 0
  private var column = 0
  private var wraps = true
  /// Whether it shows the second page, which goes away again.
  private(set) var isOnSecondPage = false
  private(set) var hasCursor = true
  /// Whether no update is under way.
  private(set) var isWhole = true
  /// How many lines left it at the top.
  private(set) var scrolled = 0
  /// Sequences that it does not know.
  private(set) var unknown: [String] = []

  init(lines: Int, columns: Int, showing text: String) {
    columnCount = columns
    cells = Array(repeating: Array(repeating: " ", count: columns), count: lines)
    var scalars = Substring(text).unicodeScalars
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\u{1B}":
        var sequence = ""
        while let next = scalars.popFirst() {
          sequence.unicodeScalars.append(next)
          if next.properties.isAlphabetic { break }
        }
        obey(sequence)
      case "\r": column = 0
      case "\n": feedLine()
      default: put(Character(scalar))
      }
    }
  }

  /// The lines without the spaces at their ends, and without empty ones at the bottom.
  var text: [String] {
    var lines = cells.map { cells in
      String(cells.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  private mutating func feedLine() {
    if line + 1 < cells.count {
      line += 1
    } else {
      cells.removeFirst()
      cells.append(Array(repeating: " ", count: columnCount))
      scrolled += 1
    }
  }

  private mutating func put(_ character: Character) {
    if column == columnCount {
      if wraps {
        column = 0
        feedLine()
      } else {
        column -= 1
      }
    }
    cells[line][column] = character
    column += 1
  }

  private mutating func obey(_ sequence: String) {
    switch sequence {
    case "[H": (line, column) = (0, 0)
    case "[K": clearLine()
    case "[J":
      clearLine()
      for line in (line + 1)..<max(cells.count, line + 1) {
        cells[line] = Array(repeating: " ", count: columnCount)
      }
    case "[?7h", "[?7l": wraps = sequence == "[?7h"
    case "[?25h", "[?25l": hasCursor = sequence == "[?25h"
    case "[?1049h", "[?1049l": isOnSecondPage = sequence == "[?1049h"
    case "[?2026h", "[?2026l": isWhole = sequence == "[?2026l"
    default: if !sequence.hasSuffix("m") { unknown.append(sequence) }
    }
  }

  /// The cursor behind the last column stands on that.
  private mutating func clearLine() {
    for column in min(column, columnCount - 1)..<columnCount { cells[line][column] = " " }
  }
}
