internal import UAPIText
internal import BTF
internal import MPTCP

extension CheckRenderer {
  /// Appends one JSON object.
  func appendJSON(_ report: CheckReport, to output: OutputBuffer) {
    let facts = report.facts
    var object = JSONObjectText()
    object.add("kernel", string: facts.kernel)
    object.add("support", string: facts.support.name)
    object.add("available", flag: report.isAvailable)
    if let evidence = facts.evidence { object.add("evidence", string: evidence.word) }
    if let connection = facts.connection.json {
      object.add("connection") { $0 += connection.bytes }
    }
    object.add("findings", array: report.findings, \.json)
    if case .success(let settings) = facts.settings {
      var texts = JSONObjectText()
      for (name, text) in settings.texts.sorted(by: { $0.key < $1.key }) {
        texts.add(name, string: text)
      }
      object.add("settings") { $0 += texts.bytes }
    }
    if case .success(let pathManager) = facts.pathManager {
      object.add("limits") { $0 += pathManager.limits.json.bytes }
      object.add("endpoints", array: pathManager.endpoints, \.json)
    }
    if let header = facts.header { object.add("header") { $0 += header.json.bytes } }
    JSONText.appendReadable(object.bytes, indent: 0, to: &output.bytes)
    output.append("\n")
  }
}

extension CheckFinding {
  fileprivate var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("severity", string: severity.rawValue)
    object.add("topic", string: topic.rawValue)
    object.add("text", string: text)
    if let kind { object.add("kind", string: kind) }
    object.add("endpoint", subject?.endpoint)
    if let interface = subject?.interface { object.add("interface", string: interface) }
    if let peer = subject?.peer { object.add("peer", string: peer) }
    if let remedy { object.add("cure", string: remedy) }
    return object
  }
}

extension CheckFacts.Connection {
  /// What became of the connection; `nil` where there was nothing to try.
  fileprivate var json: JSONObjectText? {
    let kind: String
    switch self {
    case .failed(let failure): return failure.json
    case .notTried: return nil
    case .leftOut: kind = "notTried"
    case .mptcp: kind = "mptcp"
    }
    var object = JSONObjectText()
    object.add("kind", string: kind)
    return object
  }
}

extension MPTCPPathManager.Limits {
  /// Under the names that `ip -json mptcp limits` uses.
  fileprivate var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("subflows", additionalSubflows)
    object.add("add_addr_accepted", acceptedAddresses)
    return object
  }
}

extension MPTCPEndpoint {
  fileprivate var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("id", id)
    if let address = address.address { object.add("address", string: address) }
    object.add("port", port)
    object.add("interface_index", interfaceIndex)
    if let interfaceName { object.add("interface", string: interfaceName) }
    object.add("flags", strings: flags.names)
    return object
  }
}

extension CheckFacts.Header {
  fileprivate var json: JSONObjectText {
    var object = JSONObjectText()
    object.add("path", string: path)
    if let release { object.add("release", string: release) }
    object.add("missing", strings: missing)
    object.add("missing_enumerators", strings: missingEnumerators)
    object.add("unknown_enumerators", strings: unknownEnumerators)
    return object
  }
}

extension JSONObjectText {
  /// Appends an array of texts.
  fileprivate mutating func add(_ name: String, strings: [String]) {
    add(name) { text in
      text.append(Ascii.openBracket)
      for (index, string) in strings.enumerated() {
        if index > 0 { text.append(Ascii.comma) }
        JSONText.append(string: string, to: &text)
      }
      text.append(Ascii.closeBracket)
    }
  }
}
