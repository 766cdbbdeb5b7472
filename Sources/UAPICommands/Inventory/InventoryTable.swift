internal import UAPIText

/// The inventory as a table: a line of figures for each header, and the sums below.
struct InventoryTable {
  let rows: [InventoryRow]
  let totals: InventoryTotals

  func append(to output: OutputBuffer, isColored: Bool) {
    var grid = TextGrid(columns: [.left, .right, .right, .right, .right, .right, .right, .left])
    let titles = [
      "HEADER", "STRUCTS", "FIELDS", "ENUMS", "CONSTANTS", "UNSUPPORTED", "MACROS", "",
    ]
    for title in titles { grid.add(title, .bold) }
    for row in rows {
      grid.add(row.header, row.isUnreadable ? .warning : .plain)
      let figures = [
        row.structs, row.fields, row.enums, row.constants, row.unsupported, row.otherMacros,
      ]
      for figure in figures { grid.add(String(figure), figure == 0 ? .dim : .plain) }
      grid.add(row.remark, .dim)
    }
    grid.append(rows: 0..<grid.rowCount, isColored: isColored, to: output)
    output.append("\n\(totals.description)\n")
  }
}
