internal import UAPIGenerator
internal import UAPIText
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIText

/// Writes a comparison as tables, with the effects below.
package struct ComparisonText {
  let comparison: HeaderComparison
  /// How a heading is set off.
  let heading: (String) -> String

  /// A text of a comparison.
  package init(_ comparison: HeaderComparison, heading: @escaping (String) -> String = { $0 }) {
    self.comparison = comparison
    self.heading = heading
  }

  private var names: HeaderComparison.Pair { comparison.names }

  /// The whole text, each line with its end.
  package var text: String {
    let titles = comparison.titles
    var parts: [String] = []
    for found in comparison.structs where found.differs { parts.append(part(of: found)) }
    if !comparison.constants.isEmpty { parts.append(constants) }
    if parts.isEmpty {
      let count = comparison.structs.count
      let what =
        count == 1
        ? "struct \(comparison.structs[0].name) and its constants"
        : "\(count) structs and their constants"
      parts.append(
        OneLine.escaped("\(what): no difference between \(titles.before) and \(titles.after)")
          + "\n")
    }
    if !comparison.undecided.isEmpty {
      let all = comparison.undecided
      let more = all.count > 8 ? " and \(all.count - 8) others" : ""
      parts.append(
        Self.wrapped(
          "Not known for one of the two: \(all.prefix(8).joined(separator: ", "))\(more). The "
            + "history looked at headers of other releases.", first: "? ", rest: "  "))
    }
    for remark in comparison.remarks { parts.append("remark: \(OneLine.escaped(remark))\n") }
    return parts.joined(separator: "\n")
  }

  // MARK: Structs

  private func part(of found: StructComparison) -> String {
    let titles = comparison.titles
    var text =
      heading("struct \(OneLine.escaped(found.name))")
      + OneLine.escaped(" (\(found.header)): \(titles.before) → \(titles.after)") + "\n"
    if let before = found.before, let after = found.after {
      text += "sizeof " + Self.step(before.size, after.size)
      if before.alignment != after.alignment {
        text += ", aligned to " + Self.step(before.alignment, after.alignment)
      }
      text += "\n"
    }
    if !found.fields.isEmpty {
      let rows = found.fields.map { change in
        [
          change.kind.rawValue, change.name, change.before.map(Self.place) ?? "·",
          change.after.map(Self.place) ?? "·", note(on: change),
        ]
      }
      text += "\n" + Self.table(["", "field", names.before, names.after, ""], rows)
    }
    let effects = ComparisonEffects(found, names: names).sentences
    if !effects.isEmpty {
      text += "\n" + effects.map { Self.wrapped($0, first: "• ", rest: "  ") }.joined()
    }
    return text
  }

  private static func step(_ before: Int, _ after: Int) -> String {
    before == after ? "\(before)" : "\(before) → \(after)"
  }

  /// Offset and type; for a bit-field the first bit and the width as well.
  private static func place(_ field: PlacedField) -> String {
    guard let bits = field.bits else { return "\(field.offset) \(field.type)" }
    return "\(field.offset):\(bits.lowerBound) \(field.type):\(bits.count)"
  }

  private func note(on change: FieldChange) -> String {
    var notes: [String] = []
    if change.kind == .renamed, let old = change.before { notes.append("was \(old.name)") }
    switch change.landing {
    case .padding?: notes.append("ghost: in padding")
    case .reserved(let names)?: notes.append("ghost: in \(names.joined(separator: ", "))")
    case .fields(let names)?: notes.append("in bits of \(names.joined(separator: ", "))")
    case .shared(let names)?: notes.append("shares bytes with \(names.joined(separator: ", "))")
    case .afterEnd?, nil: break
    }
    if let retyping = change.retyping {
      notes.append(retyping.rawValue.split(separator: "_").joined(separator: " "))
    }
    return notes.joined(separator: ", ")
  }

  // MARK: Constants

  private var constants: String {
    let rows = comparison.constants.map { change in
      [
        change.kind.rawValue, change.name, change.before?.description ?? "·",
        change.after?.description ?? "·", change.isSentinel ? "only counts the others" : "",
      ]
    }
    return heading("constants")
      + OneLine.escaped(": \(comparison.titles.before) → \(comparison.titles.after)") + "\n\n"
      + Self.table(["", "constant", names.before, names.after, ""], rows)
  }

  // MARK: Text

  /// Columns two spaces apart, below their titles.
  private static func table(_ titles: [String], _ rows: [[String]]) -> String {
    let rows = ([titles] + rows).map { $0.map(OneLine.escaped) }
    let widths = titles.indices.map { column in
      rows.reduce(0) { max($0, $1[column].count) }
    }
    return rows.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += "  " + cell + String(repeating: " ", count: width - cell.count)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// A paragraph in lines of at most 96 columns.
  static func wrapped(_ text: String, first: String, rest: String) -> String {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in OneLine.escaped(text).split(separator: " ") {
      if !isEmpty, line.count + 1 + word.count > 96 {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).map { $0 + "\n" }.joined()
  }
}
