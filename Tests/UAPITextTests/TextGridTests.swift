import Testing

@testable import UAPIText

/// Columns of text.
struct TextGridTests {
  private static func grid(
    _ alignments: [TextGrid.Alignment], _ rows: [[String]]
  ) -> TextGrid {
    var grid = TextGrid(columns: alignments)
    for cell in rows.joined() { grid.add(cell) }
    return grid
  }

  private static func text(
    _ grid: TextGrid, rows: Range<Int> = 0..<100, isColored: Bool = false
  ) -> String {
    let output = OutputBuffer()
    grid.append(rows: rows, isColored: isColored, to: output)
    return output.text
  }

  @Test func `Columns are as wide as their widest cell`() {
    let grid = Self.grid(
      [.left, .right, .left], [["a", "1", "x"], ["abc", "22", ""], ["", "333", "yz"]])
    #expect(grid.rowCount == 3)
    #expect(Self.text(grid) == "a      1  x\nabc   22\n     333  yz\n")
  }

  @Test func `Characters of several bytes take one column`() {
    let grid = Self.grid([.left, .left], [["├ x", "1"], ["abcd", "2"], ["ö", "3"]])
    #expect(Self.text(grid) == "├ x   1\nabcd  2\nö     3\n")
  }

  @Test func `Empty columns take no space`() {
    let grid = Self.grid([.left, .right, .left], [["a", "", "b"], ["c", "", "d"]])
    #expect(Self.text(grid) == "a  b\nc  d\n")
  }

  @Test func `Some rows are apart and keep the widths of all`() {
    let grid = Self.grid([.left, .left], [["a", "1"], ["bbb", "2"], ["c", "3"]])
    #expect(Self.text(grid, rows: 0..<1) == "a    1\n")
    #expect(Self.text(grid, rows: 2..<3) == "c    3\n")
    #expect(Self.text(grid, rows: 1..<1) == "")
    #expect(Self.text(grid, rows: 3..<9) == "")
  }

  @Test func `A row that is not complete is not a row`() {
    var grid = Self.grid([.left, .left], [["a", "b"]])
    grid.add("c")
    #expect(grid.rowCount == 1)
    #expect(Self.text(grid) == "a  b\n")
  }

  @Test func `Colours are around texts alone`() {
    var grid = TextGrid(columns: [.right, .left])
    grid.add("1", .warning)
    grid.add("", .good)
    grid.add("22", .plain)
    grid.add("b", .dim)
    #expect(
      Self.text(grid, isColored: true) == " \u{1B}[33m1\u{1B}[0m\n22  \u{1B}[2mb\u{1B}[0m\n")
    #expect(Self.text(grid) == " 1\n22  b\n")
  }

  @Test func `Narrow lines come closer and then lose columns`() {
    let rows = [["aaaa", "1", "bbbb", "22"], ["a", "1111", "b", "2"]]
    func fit(_ width: Int) -> (text: String, leftOut: [Int]) {
      var grid = Self.grid([.left, .right, .left, .right], rows)
      let leftOut = grid.fit(width: width, leavingOut: [3, 1])
      return (Self.text(grid), leftOut)
    }
    // Four, four, four and two characters.
    #expect(fit(20) == ("aaaa     1  bbbb  22\na     1111  b      2\n", []))
    #expect(fit(19) == ("aaaa    1 bbbb 22\na    1111 b     2\n", []))
    #expect(fit(17).leftOut == [])
    #expect(fit(16) == ("aaaa    1 bbbb\na    1111 b\n", [3]))
    #expect(fit(14).leftOut == [3])
    #expect(fit(13) == ("aaaa bbbb\na    b\n", [3, 1]))
    #expect(fit(1).leftOut == [3, 1])
  }

  @Test func `Empty columns are not left out`() {
    var grid = Self.grid([.left, .left, .left], [["aaa", "", "bbb"]])
    #expect(grid.fit(width: 8, leavingOut: [1, 2]) == [])
    #expect(grid.fit(width: 6, leavingOut: [1, 2]) == [2])
    #expect(Self.text(grid) == "aaa\n")
  }
}
