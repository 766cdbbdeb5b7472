internal import UAPIKnowledge
internal import UAPIStructs

/// Writes a file of constants, one in a line.
struct ConstantsWriter {
  let file: ConstantsFile

  /// The text of the file.
  var text: String {
    let headers = file.headers.map(JSONLiteral.string).joined(separator: ", ")
    var text = "{\n  \"headers\": [\(headers)], \"known_through\": \"\(file.knownThrough)\",\n"
    text += "  \"sampled\": \(Self.list(file.sampled)),\n"
    text += "  \"macros\": [" + Self.lines(file.macros, indent: 4) + "],\n"
    let groups = file.enums.map { group in
      "    {\"name\": \(group.name.map(JSONLiteral.string) ?? "null"), \"constants\": ["
        + Self.lines(group.constants, indent: 6) + "]}"
    }
    text += "  \"enums\": ["
    if !groups.isEmpty { text += "\n" + groups.joined(separator: ",\n") + "\n  " }
    return text + "]\n}\n"
  }

  private static func lines(_ constants: [ConstantsFile.Constant], indent: Int) -> String {
    guard !constants.isEmpty else { return "" }
    let space = String(repeating: " ", count: indent)
    return "\n" + constants.map { space + line(of: $0) }.joined(separator: ",\n") + "\n"
      + space.dropLast(2)
  }

  private static func line(of constant: ConstantsFile.Constant) -> String {
    var parts = ["\"name\": \(JSONLiteral.string(constant.name))"]
    if let only = constant.values.first, constant.values.count == 1, only.seenIn == constant.seenIn
    {
      parts.append("\"value\": \(literal(only.value))")
    } else {
      let values = constant.values.map {
        "{\"seen_in\": \(list($0.seenIn)), \"value\": \(literal($0.value))}"
      }
      parts.append("\"values\": [\(values.joined(separator: ", "))]")
    }
    if let since = constant.since { parts.append("\"since\": \"\(since)\"") }
    if constant.isBigEndian { parts.append("\"byte_order\": \"big\"") }
    if constant.isSentinel { parts.append("\"sentinel\": true") }
    parts.append("\"seen_in\": \(list(constant.seenIn))")
    return "{\(parts.joined(separator: ", "))}"
  }

  private static func literal(_ value: ConstantValue) -> String {
    switch value {
    case .integer: value.description
    case .string(let text): JSONLiteral.string(text)
    }
  }

  private static func list(_ releases: [KernelRelease]) -> String {
    "[" + releases.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
  }
}
