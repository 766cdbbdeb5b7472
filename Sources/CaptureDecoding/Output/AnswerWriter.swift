internal import UAPIText

/// Writes answers in one of the formats.
final class AnswerWriter {
  private let format: AnswerFormat
  private let json: JSONRenderer
  private let table: TableRenderer
  private let output: OutputBuffer
  /// For one JSON text the first answer, which is an array's first element only if more follow.
  private var first: [UInt8]?
  private var count = 0

  init(format: AnswerFormat, structs: KnownStructs, isColored: Bool, output: OutputBuffer) {
    self.format = format
    json = JSONRenderer(structs: structs)
    table = TableRenderer(structs: structs, isColored: isColored)
    self.output = output
  }

  func write(_ answer: DecodedAnswer, of record: CaptureRecord) {
    count += 1
    switch format {
    case .table:
      if count > 1 { output.append("\n") }
      table.append(answer, of: record, to: output)
    case .ndjson:
      json.append(answer, of: record, to: &output.bytes)
      output.bytes.append(Ascii.newline)
    case .json:
      var text: [UInt8] = []
      json.append(answer, of: record, to: &text)
      if count == 1 {
        first = text
        return
      }
      if let first {
        output.append("[\n  ")
        JSONText.appendReadable(first, indent: 1, to: &output.bytes)
        self.first = nil
      }
      output.append(",\n  ")
      JSONText.appendReadable(text, indent: 1, to: &output.bytes)
    }
  }

  /// Writes what only the end allows.
  func finish() {
    switch format {
    case .ndjson: break
    case .table: if count > 0 { table.appendLegend(to: output) }
    case .json:
      if let first {
        JSONText.appendReadable(first, indent: 0, to: &output.bytes)
        output.append("\n")
      } else {
        output.append(count == 0 ? "[]\n" : "\n]\n")
      }
    }
  }
}
