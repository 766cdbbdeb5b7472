internal import UAPIText
internal import MPTCP

/// Writes what a check found.
struct CheckRenderer {
  let style: Style
  /// How many columns a line of text may take.
  var width = 100

  // MARK: - Table

  func appendTable(_ report: CheckReport, to output: OutputBuffer) {
    let facts = report.facts
    output.append(style.bold("Linux \(facts.kernel)") + "  MPTCP \(facts.support.name)\n\n")
    for finding in report.findings {
      output.append(style.mark(finding.severity) + " ")
      appendLines(finding.text, indent: 2, to: output)
      for line in (finding.remedy ?? "").split(separator: "\n") {
        output.append("  " + style.dim("→") + " ")
        appendLines(line, indent: 4, to: output)
      }
    }
    if case .success(let pathManager) = facts.pathManager, !pathManager.endpoints.isEmpty {
      append(pathManager.endpoints, to: output)
    }
    if case .success(let settings) = facts.settings, !settings.texts.isEmpty {
      append(settings, to: output)
    }
  }

  /// Appends a text that starts after an indent, in lines that fit.
  private func appendLines(
    _ text: some StringProtocol, indent: Int, to output: OutputBuffer
  ) {
    var column = indent
    for (index, word) in text.split(separator: " ").enumerated() {
      if index > 0 {
        if column + 1 + word.count > width {
          output.append("\n" + String(repeating: " ", count: indent))
          column = indent
        } else {
          output.append(" ")
          column += 1
        }
      }
      output.append(TerminalText.printable(String(word)))
      column += word.count
    }
    output.append("\n")
  }

  private func append(_ endpoints: [MPTCPEndpoint], to output: OutputBuffer) {
    var grid = TextGrid(columns: [.right, .left, .right, .left, .left])
    for title in ["ENDPOINT", "ADDRESS", "PORT", "INTERFACE", "FLAGS"] { grid.add(title, .dim) }
    for endpoint in endpoints {
      grid.add("\(endpoint.id)")
      grid.add(endpoint.address.address ?? "family \(endpoint.address.family)")
      grid.add(endpoint.port.map { "\($0)" } ?? "-")
      let interface = endpoint.interfaceName ?? endpoint.interfaceIndex.map { "\($0)" } ?? "any"
      grid.add(TerminalText.printable(interface))
      grid.add(endpoint.flags.isEmpty ? "-" : endpoint.flags.names.joined(separator: " "))
    }
    append(grid, to: output)
  }

  private func append(_ settings: MPTCPSettings, to output: OutputBuffer) {
    var grid = TextGrid(columns: [.left, .left, .left])
    for title in ["NET.MPTCP", "VALUE", "MEANING"] { grid.add(title, .dim) }
    for (name, text) in settings.texts.sorted(by: { $0.key < $1.key }) {
      grid.add(TerminalText.printable(name))
      grid.add(TerminalText.printable(text))
      grid.add(MPTCPSettings.summary(of: name) ?? "", .dim)
    }
    append(grid, to: output)
  }

  private func append(_ grid: TextGrid, to output: OutputBuffer) {
    output.append("\n")
    grid.append(rows: 0..<grid.rowCount, isColored: style.isColored, to: output)
  }
}
