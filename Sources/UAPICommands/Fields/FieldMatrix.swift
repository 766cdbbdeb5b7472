internal import CaptureDecoding
internal import UAPIText
internal import UAPIStructs

/// Writes the fields of a struct over the releases that changed it.
struct FieldMatrix {
  let known: KnownStructs.Entry
  let style: Style
  /// How many columns a line may take.
  var width = 100

  private var history: StructHistory { known.history }

  /// Appends the whole matrix: offsets, in as many bands of releases as the width asks for.
  func append(to output: OutputBuffer) {
    output.append(
      style.bold("struct \(history.name)") + "  \(history.header), known through Linux "
        + "\(history.knownThrough). Offsets in bytes; bits after a colon.\n")
    let fields = history.fields.filter { !$0.isReserved }
    let nameWidth = max(fields.map(\.name.count).max() ?? 0, 6)
    let columns = history.generations.indices.map { column(ofGeneration: $0 + 1, fields: fields) }
    var start = 0
    while start < columns.count {
      var end = start
      var used = nameWidth
      while end < columns.count, end == start || used + columns[end].width + 2 <= width {
        used += columns[end].width + 2
        end += 1
      }
      output.append("\n")
      appendBand(Array(columns[start..<end]), fields: fields, nameWidth: nameWidth, to: output)
      start = end
    }
    let ghosts = fields.contains { field in
      history.generations.indices.contains { isInOldBytes(field, generation: $0 + 1) }
    }
    if ghosts {
      output.append(
        "\n* in bytes that the release before had as padding or as another field: an answer that "
          + "reaches\n  after them need not have the field\n")
    }
    for alias in history.aliases {
      output.append("\(alias.name) is \(alias.field) since Linux \(alias.since)\n")
    }
  }

  private struct Column {
    var title: String
    var size: String
    var cells: [String]
    var width: Int { (cells + [title, size]).map(\.count).max() ?? 0 }
  }

  private func column(ofGeneration number: Int, fields: [FieldHistory]) -> Column {
    let generation = history.generations[number - 1]
    let title =
      generation.vendor
      ?? (generation.orEarlier && number == 1 && history.generations.count > 1
        ? "≤" + "\(ReleaseSpan.before(history.generations[1].since))" : "\(generation.since)")
    let cells = fields.map { field -> String in
      guard let place = field.place(inGeneration: number) else { return "" }
      let bits = place.bits.map { ":\($0.lowerBound)" } ?? ""
      return "\(place.offset)\(bits)" + (isInOldBytes(field, generation: number) ? "*" : "")
    }
    return Column(title: title, size: "\(generation.size)", cells: cells)
  }

  /// Whether a field came in bytes that the struct had before.
  private func isInOldBytes(_ field: FieldHistory, generation number: Int) -> Bool {
    guard number > 1, let place = field.place(inGeneration: number),
      let before = history.generation(number - 1)
    else { return false }
    if case .nested = field.kind { return false }
    if let old = field.place(inGeneration: number - 1) {
      return old.offset != place.offset || old.size != place.size || old.bits != place.bits
    }
    return place.offset < before.size
  }

  private func appendBand(
    _ columns: [Column], fields: [FieldHistory], nameWidth: Int, to output: OutputBuffer
  ) {
    func line(_ name: String, _ cells: [String]) -> String {
      var line = name.padded(to: nameWidth)
      for (cell, column) in zip(cells, columns) {
        line += "  " + String(repeating: " ", count: max(0, column.width - cell.count)) + cell
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    output.append(style.bold(line("", columns.map(\.title))) + "\n")
    output.append(style.dim(line("sizeof", columns.map(\.size))) + "\n")
    for (index, field) in fields.enumerated() {
      let cells = columns.map { $0.cells[index].isEmpty ? "·" : $0.cells[index] }
      output.append(line(field.name, cells) + "\n")
    }
  }
}

/// A release that says nothing about a struct.
struct ReleaseFailure: Error, CustomStringConvertible {
  var description: String
}

extension StructHistory {
  /// The number of the generation that a release has.
  func generationNumber(for release: KernelRelease) throws(ReleaseFailure) -> Int {
    if let number = generation(of: release) { return number }
    let first = generations.first.map { "Linux \($0.since)" } ?? "no release"
    throw ReleaseFailure(
      description: "Linux \(release) has no struct \(name): it came with \(first)")
  }
}
