internal import CaptureDecoding
internal import UAPIText
internal import BTF
internal import UAPIStructs

/// Writes what a probe found.
struct ProbeRenderer {
  let structs: KnownStructs
  let isColored: Bool

  init(structs: KnownStructs, isColored: Bool) {
    self.structs = structs
    self.isColored = isColored
  }

  // MARK: - JSON

  func appendJSON(_ report: ProbeReport, to output: OutputBuffer) {
    var text = Array("{\"kernel\":".utf8)
    JSONText.append(string: report.kernel, to: &text)
    text += Array(",\"support\":".utf8)
    JSONText.append(string: report.support, to: &text)
    text += Array(",\"explanation\":".utf8)
    JSONText.append(string: report.explanation, to: &text)
    if let remedy = report.remedy {
      text += Array(",\"cure\":".utf8)
      JSONText.append(string: remedy, to: &text)
    }
    if let evidence = report.evidence {
      text += Array(",\"evidence\":".utf8)
      JSONText.append(string: evidence.word, to: &text)
    }
    if let connection = report.connectionJSON {
      text += Array(",\"connection\":".utf8)
      text += connection.bytes
    }
    if let capture = report.capture {
      text += Array(",\"capture\":".utf8)
      capture.append(to: &text)
    }
    if let decoded = report.decoded(by: structs) {
      text += Array(",\"mptcp_info\":".utf8)
      JSONRenderer(structs: structs).append(decoded, to: &text)
      if let header = report.header {
        append(header, missing: header.missingFields(of: decoded), to: &text)
      }
    }
    if !report.bindings.isEmpty {
      var object = JSONObjectText()
      object.add("bindings", array: report.bindings, \.json)
      text.append(Ascii.comma)
      text += object.members
    }
    text.append(Ascii.closeBrace)
    JSONText.appendReadable(text, indent: 0, to: &output.bytes)
    output.append("\n")
  }

  private func append(
    _ header: ProbeReport.InstalledHeader, missing: [String], to text: inout [UInt8]
  ) {
    text += Array(",\"header\":{\"path\":".utf8)
    JSONText.append(string: header.path, to: &text)
    if let release = header.release {
      text += Array(",\"release\":".utf8)
      JSONText.append(string: release, to: &text)
    }
    text += Array(",\"missing\":[".utf8)
    for (index, name) in missing.enumerated() {
      if index > 0 { text.append(Ascii.comma) }
      JSONText.append(string: name, to: &text)
    }
    text += [Ascii.closeBracket, Ascii.closeBrace]
  }

  // MARK: - Table

  func appendTable(_ report: ProbeReport, to output: OutputBuffer) {
    let style = Style(isColored: isColored)
    output.append(style.bold("Linux \(report.kernel)") + "  MPTCP \(report.support)\n")
    guard let capture = report.capture, let decoded = report.decoded(by: structs) else {
      output.append(TerminalText.printable(report.explanation) + "\n")
      for line in (report.remedy ?? "").split(separator: "\n") {
        output.append(TerminalText.printable(String(line)) + "\n")
      }
      return
    }
    let presences = decoded.history.fields.indices
      .filter { !decoded.history.fields[$0].isReserved }
      .map { decoded.presence(ofField: $0) }
    let counts = [Presence.present, .absent, .truncated, .indeterminate].compactMap { presence in
      let count = presences.count { $0 == presence }
      return count == 0 ? nil : "\(count) \(presence.rawValue)"
    }
    let evidence = report.evidence.map { ", by \($0)" } ?? ""
    output.append(
      "Fields of a loopback connection: \(counts.joined(separator: ", "))\(evidence).\n\n")
    let table = TableRenderer(structs: structs, isColored: isColored)
    table.append(.structure(decoded), of: capture, to: output)
    table.appendLegend(to: output)
    if !report.bindings.isEmpty {
      output.append("\nWhat two bindings see of it, those of MPTCP and those of this build:\n")
      for binding in report.bindings {
        output.append("  \(TerminalText.printable(binding.line))\n")
      }
    }
    guard let header = report.header else { return }
    let missing = header.missingFields(of: decoded)
    output.append("\n")
    if missing.isEmpty {
      output.append("\(header.title) declares all of these fields.\n")
    } else {
      let fields = missing.count == 1 ? "1 field" : "\(missing.count) fields"
      output.append(
        "A program compiled with \(header.title) would have missed \(fields) that this kernel "
          + "reported:\n")
      for field in missing { output.append("  \(field)\n") }
    }
  }
}

extension ProbeReport {
  /// What became of the connection; `nil` where none was tried.
  fileprivate var connectionJSON: JSONObjectText? {
    if let failure { return failure.json }
    guard isAvailable else { return nil }
    var object = JSONObjectText()
    object.add("kind", string: "mptcp")
    return object
  }
}

extension KernelEvidence {
  /// One word for programs: btf, release or none.
  var word: String {
    switch self {
    case .types: "btf"
    case .release: "release"
    case .nothing: "none"
    }
  }
}
