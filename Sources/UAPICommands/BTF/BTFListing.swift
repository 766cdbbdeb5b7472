internal import UAPIText
internal import BTF

/// The structs and unions of a kernel, a line for each.
struct BTFListing {
  let types: BTFTypes

  /// How the lines are written.
  enum Format: String, CaseIterable {
    case table, ndjson
  }

  /// Writes every struct and union in the order of their numbers.
  ///
  /// - Throws: ``CommandFailure`` where some of them are damaged, after the others.
  func write(
    _ format: Format, to output: OutputBuffer,
    errors: OutputBuffer = OutputBuffer(descriptor: 2)
  ) throws(CommandFailure) {
    var count = 0
    var failed = 0
    for id in types.ids {
      guard let kind = types.kind(of: id), kind == .struct || kind == .union else { continue }
      count += 1
      do throws(BTFError) {
        try append(id, kind, format, to: output)
      } catch {
        failed += 1
        errors.append("error: type \(id), a \(kind == .union ? "union" : "struct"): \(error)\n")
        errors.flushIfFull()
      }
      output.flushIfFull()
      if output.errorNumber != nil { break }
    }
    errors.flush()
    try output.finish()
    if failed > 0 {
      throw CommandFailure(
        "\(failed) of \(count) structs and unions cannot be read, for the reasons above")
    }
  }

  private func append(
    _ id: BTFTypes.ID, _ kind: BTFKind, _ format: Format, to output: OutputBuffer
  ) throws(BTFError) {
    switch try types.type(id) {
    case .struct(let record), .union(let record):
      switch format {
      case .table: append(record, kind, id, to: output)
      case .ndjson: try appendJSON(record, kind, id, to: output)
      }
    default: return
    }
  }

  private func append(
    _ record: BTFType.Record, _ kind: BTFKind, _ id: BTFTypes.ID, to output: OutputBuffer
  ) {
    func padded(_ value: some BinaryInteger) -> String {
      let text = "\(value)"
      return String(repeating: " ", count: max(0, 8 - text.utf8.count)) + text
    }
    let keyword = kind == .union ? "union " : "struct"
    let name = record.name.isEmpty ? "–" : TerminalText.printable(record.name)
    output.append(
      "\(padded(id))\(padded(record.size))\(padded(record.members.count))  \(keyword)  \(name)\n")
  }

  private func appendJSON(
    _ record: BTFType.Record, _ kind: BTFKind, _ id: BTFTypes.ID, to output: OutputBuffer
  ) throws(BTFError) {
    var widths: [Int] = []
    widths.reserveCapacity(record.members.count)
    for member in record.members { widths.append(try bitWidth(of: member)) }
    var object = JSONObjectText()
    object.add("id", id)
    object.add("kind", string: kind == .union ? "union" : "struct")
    object.add("name", string: record.name)
    object.add("size", record.size)
    object.add("members", array: Array(zip(record.members, widths))) { member, width in
      var object = JSONObjectText()
      object.add("name", string: member.name)
      object.add("bit_offset", member.bitOffset)
      object.add("bit_width", width)
      object.add("type", member.type)
      return object
    }
    output.bytes += object.bytes
    output.bytes.append(Ascii.newline)
  }

  private func bitWidth(of member: BTFType.Member) throws(BTFError) -> Int {
    if let width = member.bitFieldWidth { return width }
    let (width, overflow) = try types.size(of: member.type).multipliedReportingOverflow(by: 8)
    guard !overflow else {
      throw BTFError(.tooLarge, reason: "type \(member.type) has more bits than a number can say")
    }
    return width
  }
}
