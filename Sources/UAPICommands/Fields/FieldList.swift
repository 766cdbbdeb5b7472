internal import CaptureDecoding
internal import UAPIText
internal import UAPIStructs

/// Writes the fields that a struct has in one release or one kernel, with what they mean.
struct FieldList {
  /// The fields, in their order.
  let layout: StructLayout
  /// What is known of the struct; `nil` for one without a history.
  let known: KnownStructs.Entry?
  let style: Style

  /// The fields that are not reserved.
  private var fields: [StructLayout.Field] {
    layout.fields.filter { field in
      index(of: field).map { known?.history.fields[$0].isReserved != true } ?? true
    }
  }

  private func index(of field: StructLayout.Field) -> Int? {
    known?.history.fieldIndex(named: field.name)
  }

  /// Appends a line about the whole struct, and one for each field.
  ///
  /// - Parameters:
  ///   - place: where the struct has this layout: `in Linux 6.1`.
  ///   - origin: the releases whose layout it is.
  func append(place: String, origin: String, to output: OutputBuffer) {
    let fields = fields
    output.append(
      style.bold("struct \(TerminalText.printable(layout.name))")
        + "  \(TerminalText.printable(place)): \(layout.size) bytes, \(fields.count) fields\(origin)\n"
    )
    let titles = ["offset", "size", "field", "unit", "since", "meaning"]
    let rows = fields.map(row)
    let widths = titles.indices.map { column in
      max(titles[column].count, rows.map { $0[column].count }.max() ?? 0)
    }
    for (number, row) in ([titles] + rows).enumerated() {
      var line = ""
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        line += (column < 2 ? space + cell : cell + space) + "  "
      }
      while line.last == " " { line.removeLast() }
      output.append((number == 0 ? style.dim(line) : line) + "\n")
    }
  }

  private func row(_ field: StructLayout.Field) -> [String] {
    let place = [
      "\(field.offset)" + (field.bits.map { ":\($0.lowerBound)" } ?? ""),
      field.bits.map { $0.count == 1 ? "1 bit" : "\($0.count) bits" } ?? "\(field.size)",
      TerminalText.printable(field.name),
    ]
    guard let known, let index = index(of: field) else { return place + ["", "", ""] }
    return place + [
      known.units.indices.contains(index) ? known.units[index] : "",
      known.history.firstReleaseText(of: known.history.fields[index]),
      known.summaries.indices.contains(index) ? known.summaries[index] : "",
    ]
  }
}
