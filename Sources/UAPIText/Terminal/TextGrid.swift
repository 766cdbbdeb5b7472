/// Text in columns, whose widths are known once all of it is there.
///
/// Cells are kept in one array of bytes, so that a table of thousands of rows costs little.
package struct TextGrid {
  /// To which side of its column a text keeps.
  package enum Alignment { case left, right }

  /// How a text looks on a terminal with colours.
  package enum Look: UInt8 {
    case plain = 0
    case bold = 1
    case dim = 2
    case good = 32
    case warning = 33
  }

  /// A cell of eight bytes: a table has tens of thousands.
  private struct Cell {
    var end: UInt32
    var width: UInt16
    var look: Look
  }

  private let alignments: [Alignment]
  private var bytes: [UInt8] = []
  private var cells: [Cell] = []
  private var widths: [Int]
  private var isShown: [Bool]
  /// The spaces between two columns.
  private var gap = 2

  /// An empty grid with a column for each alignment.
  package init(columns alignments: [Alignment]) {
    self.alignments = alignments
    widths = alignments.map { _ in 0 }
    isShown = alignments.map { _ in true }
  }

  /// How many rows are complete.
  package var rowCount: Int { cells.count / max(alignments.count, 1) }

  /// Appends a cell to the current row; a row ends with its last column.
  package mutating func add(_ look: Look = .plain, _ write: (inout [UInt8]) -> Void) {
    let start = bytes.count
    write(&bytes)
    var width = 0
    for index in start..<bytes.count {
      // A name with a line end in it does not end the row.
      if (0x09...0x0D).contains(bytes[index]) { bytes[index] = UInt8(ascii: "?") }
      // Bytes that continue a character take no column.
      if bytes[index] & 0xC0 != 0x80 { width += 1 }
    }
    let column = cells.count % alignments.count
    widths[column] = max(widths[column], width)
    cells.append(
      Cell(
        end: UInt32(clamping: bytes.count), width: UInt16(clamping: width), look: look))
  }

  /// Appends a cell to the current row.
  package mutating func add(_ text: some StringProtocol, _ look: Look = .plain) {
    add(look) { $0 += text.utf8 }
  }

  /// Makes lines no wider than this, as far as that goes: first columns come closer to each other,
  /// then some are left out, one after the other. Gives those.
  package mutating func fit(width: Int, leavingOut order: [Int]) -> [Int] {
    let used = widths.filter { $0 > 0 }
    var total = used.reduce(-gap) { $0 + $1 + gap }
    guard total > width else { return [] }
    gap = 1
    total -= used.count - 1
    var leftOut: [Int] = []
    for column in order where widths[column] > 0 && total > width {
      isShown[column] = false
      total -= widths[column] + gap
      leftOut.append(column)
    }
    return leftOut
  }

  /// Appends some of the rows as lines.
  package func append(rows: Range<Int>, isColored: Bool, to output: OutputBuffer) {
    for row in rows.clamped(to: 0..<rowCount) {
      output.flushIfFull()
      append(row: row, isColored: isColored, to: &output.bytes)
    }
  }

  private func append(row: Int, isColored: Bool, to output: inout [UInt8]) {
    var start = row == 0 ? 0 : Int(cells[row * alignments.count - 1].end)
    /// Spaces that are written when something follows them.
    var gap = 0
    for column in alignments.indices {
      let cell = cells[row * alignments.count + column]
      let end = Int(cell.end)
      guard isShown[column] else {
        start = end
        continue
      }
      let padding = widths[column] - Int(cell.width)
      if alignments[column] == .right { gap += padding }
      if end > start {
        output.append(contentsOf: repeatElement(Ascii.space, count: gap))
        gap = 0
        let isColored = isColored && cell.look != .plain
        if isColored { output += "\(TerminalText.escape)[\(cell.look.rawValue)m".utf8 }
        output += bytes[start..<end]
        if isColored { output += TerminalText.plain.utf8 }
      }
      if alignments[column] == .left { gap += padding }
      // Empty columns take no space.
      if widths[column] > 0 { gap += self.gap }
      start = end
    }
    output.append(Ascii.newline)
  }
}
