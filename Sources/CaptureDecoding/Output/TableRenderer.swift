package import UAPIText
internal import MPTCP
internal import UAPIStructs

/// Writes decoded answers for the eye: one block for each, presence at a glance.
package final class TableRenderer {
  private let structs: KnownStructs
  private let style: Style

  package init(structs: KnownStructs, isColored: Bool) {
    self.structs = structs
    style = Style(isColored: isColored)
  }

  /// Appends a block.
  package func append(_ answer: DecodedAnswer, of record: CaptureRecord, to output: OutputBuffer) {
    switch answer {
    case .structure(let decoded):
      var facts = [length(decoded.bytes.count, of: record)]
      facts.append(contentsOf: origin(of: record))
      appendHeading(record.subject.name, facts, to: output)
      appendBody(of: decoded, to: output)
    case .subflowStructs(let count, let elements):
      appendHeading(
        record.subject.name,
        [fitted(elements.count, of: count)] + origin(of: record), to: output)
      for (index, element) in elements.enumerated() {
        appendSubheading("subflow \(index + 1) of \(count)", element, to: output)
        appendBody(of: element, to: output)
      }
    case .addresses(let count, let elements):
      appendHeading(
        record.subject.name,
        [fitted(elements.count, of: count)] + origin(of: record), to: output)
      appendAddresses(elements.map { (nil, $0) }, to: output)
    case .full(let full):
      appendHeading(
        record.subject.name,
        [fitted(full.subflows.count, of: full.subflowCount)] + origin(of: record), to: output)
      appendSubheading("connection", full.info, to: output)
      appendBody(of: full.info, to: output)
      output.append("\n")
      appendAddresses(full.subflows.map { ($0.id, $0.addresses) }, to: output)
      for subflow in full.subflows {
        guard let tcpInfo = subflow.tcpInfo else { continue }
        appendSubheading(subflow.id.map { "subflow \($0)" } ?? "subflow", tcpInfo, to: output)
        appendBody(of: tcpInfo, to: output)
      }
    case .refused(let errno, let name):
      appendHeading(
        record.subject.name, ["refused with \(name ?? "errno \(errno)")"] + origin(of: record),
        to: output)
    }
  }

  /// Appends what the marks mean.
  package func appendLegend(to output: OutputBuffer) {
    let words = [Presence.present, .absent, .truncated, .indeterminate].map { presence in
      style.mark(presence) + " " + presence.rawValue
    }
    output.append("\n" + words.joined(separator: "  ") + "\n")
  }

  // MARK: - Headings

  private func appendHeading(_ title: String, _ facts: [String], to output: OutputBuffer) {
    output.append(style.bold(title) + "  " + facts.joined(separator: " · ") + "\n")
  }

  private func appendSubheading(
    _ title: String, _ decoded: DecodedStruct, to output: OutputBuffer
  ) {
    output.append(
      "\n" + style.bold(title) + "  \(decoded.history.name) · \(decoded.bytes.count) bytes\n")
  }

  private func length(_ count: Int, of record: CaptureRecord) -> String {
    if case .cut(_, let whole) = record.answer { return "\(count) of \(whole) bytes recorded" }
    switch record.capacity {
    case .unknown: return "\(count) bytes"
    case .unlimited: return "\(count) bytes, no limit offered"
    case .bytes(let capacity): return "\(count) bytes of \(capacity) offered"
    }
  }

  private func fitted(_ count: Int, of all: Int) -> String {
    let subflows = all == 1 ? "1 subflow" : "\(all) subflows"
    return count == all ? subflows : "\(subflows), \(count) in the answer"
  }

  private func origin(of record: CaptureRecord) -> [String] {
    var facts: [String] = []
    if let kernel = record.kernel {
      facts.append("Linux \(kernel)" + (record.machine.map { " \($0)" } ?? ""))
    }
    if record.source == "inet_diag" { facts.append("inet_diag") }
    if let scenario = record.carried.first(where: { $0.name == "scenario" }) {
      let text = scenario.text.drop { $0 != Ascii.colon }.dropFirst()
      facts.append(String(decoding: text.filter { $0 != Ascii.quote }, as: UTF8.self))
    }
    return facts
  }

  // MARK: - Structs

  private func appendBody(of decoded: DecodedStruct, to output: OutputBuffer) {
    output.append(style.dim(generations(of: decoded)) + "\n")
    let known = try? structs.known(decoded.history.name)
    let fields = decoded.history.fields.indices.filter {
      !decoded.history.fields[$0].isReserved
    }
    let rows = fields.map { row(for: $0, of: decoded, known: known) }
    let nameWidth = rows.map(\.name.count).max() ?? 0
    let valueWidth = rows.map(\.value.count).max() ?? 0
    let unitWidth = rows.map(\.unit.count).max() ?? 0
    for row in rows {
      let value = String(repeating: " ", count: valueWidth - row.value.count) + row.value
      var line = "\(row.name.padded(to: nameWidth))  \(value)  \(row.unit.padded(to: unitWidth))"
      line += "  \(row.since.padded(to: 5))"
      if !row.words.isEmpty { line += "  \(row.words)" }
      while line.last == " " { line.removeLast() }
      output.append(style.mark(row.presence) + " " + style.line(line, row.presence) + "\n")
    }
    let trailing = decoded.trailingBytes
    if !trailing.isEmpty {
      output.append(
        "\(trailing.count) bytes follow the newest known layout: \(Self.shortHex(trailing))\n")
    }
  }

  private struct Row {
    var presence: Presence
    var name: String
    var value: String
    var unit: String
    var since: String
    /// What the value means.
    var words: String
  }

  private func row(
    for index: Int, of decoded: DecodedStruct, known: KnownStructs.Entry?
  ) -> Row {
    let field = decoded.history.fields[index]
    let presence = decoded.presence(ofField: index)
    let unit = known.map { $0.units.indices.contains(index) ? $0.units[index] : "" } ?? ""
    var value = ""
    var words = ""
    switch decoded.value(ofField: index) {
    case .unsigned(let number):
      value = String(number)
      words =
        structs.words(forValue: number, ofField: field.name)
        ?? ValueText.words(forValue: number, unit: unit) ?? ""
    case .signed(let number): value = String(number)
    case .bytes(let bytes): value = Self.shortHex(bytes)
    case nil:
      // What is there is shown, and not as a number: it was not measured.
      if presence != .absent { words = "bytes " + Self.shortHex(decoded.rawBytes(ofField: index)) }
    }
    return Row(
      presence: presence, name: field.name, value: value, unit: unit,
      since: decoded.history.firstReleaseText(of: field), words: words)
  }

  private static func shortHex(_ bytes: [UInt8]) -> String {
    bytes.count <= 16 ? Hex.text(bytes) : Hex.text(bytes.prefix(14)) + "… (\(bytes.count))"
  }

  // MARK: - What remains

  /// The releases that could have given an answer, and what the rule noticed.
  private func generations(of decoded: DecodedStruct) -> String {
    let history = decoded.history
    let reading = decoded.reading
    var text = "layout of " + ReleaseSpan.text(reading.generations, in: history)
    if reading.remarks.contains(.exactLayout) { text = "layout as the kernel describes it" }
    if reading.remarks.contains(.vendorLayout) {
      text =
        "no mainline layout has this size: a vendor's, at least that of "
        + ReleaseSpan.text(reading.generations, in: history)
    }
    if reading.remarks.contains(.unknownLayout) {
      text += ", but a byte is set where that has padding"
    }
    if reading.remarks.contains(.releaseOverruled) {
      text += "; the bytes contradict the release that was given"
    }
    return text
  }

  // MARK: - Addresses

  private func appendAddresses(
    _ rows: [(id: UInt32?, addresses: DecodedAnswer.SubflowAddresses)], to output: OutputBuffer
  ) {
    guard rows.contains(where: { $0.id != nil || $0.addresses.local != nil }) else { return }
    let locals = rows.map { $0.addresses.local.map(Self.text) ?? "" }
    let width = max(locals.map(\.count).max() ?? 0, 5)
    output.append(style.dim("  id  \("local".padded(to: width))  remote") + "\n")
    for (row, local) in zip(rows, locals) {
      let id = row.id.map(String.init) ?? "-"
      let remote = row.addresses.remote.map(Self.text) ?? ""
      var line = String(repeating: " ", count: max(0, 4 - id.count)) + id
      line += "  \(local.padded(to: width))  \(remote)"
      while line.last == " " { line.removeLast() }
      output.append(line + "\n")
    }
  }

  private static func text(_ address: MPTCPAddress) -> String {
    guard let text = address.address, let port = address.port else {
      if case .other(let family, let bytes) = address {
        return "family \(family): \(shortHex(bytes))"
      }
      return ""
    }
    return text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"
  }
}
