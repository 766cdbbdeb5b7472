internal import BTF

/// The structs and unions of a kernel, a line for each.
struct BTFListing {
  let types: BTFTypes

  /// How the lines are written.
  enum Format: String, CaseIterable {
    case table, ndjson
  }

  /// Writes every struct and union in the order of their numbers.
  func write(_ format: Format, to output: OutputBuffer) throws(CommandFailure) {
    do throws(BTFError) {
      for id in types.ids {
        guard let kind = types.kind(of: id), kind == .struct || kind == .union else { continue }
        switch try types.type(id) {
        case .struct(let record), .union(let record):
          switch format {
          case .table: append(record, kind, id, to: output)
          case .ndjson: try appendJSON(record, kind, id, to: output)
          }
        default: continue
        }
        output.flushIfFull()
        if output.errorNumber != nil { break }
      }
    } catch {
      throw CommandFailure("\(error)")
    }
    try output.finish()
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
