internal import UAPIText
package import MPTCP
package import UAPIStructs

/// Writes decoded answers as JSON, members in the order of the struct.
package final class JSONRenderer {
  /// The constant parts of a struct's text, made once.
  private struct Template {
    /// Held so that no other history can take its place in memory.
    var history: StructHistory
    var start: [UInt8]
    /// The indices of the fields in the order of the struct, with what is before each
    /// presence.
    var fields: [(index: Int, text: [UInt8])]
  }

  private let structs: KnownStructs
  private var templates: [ObjectIdentifier: Template] = [:]

  package init(structs: KnownStructs) { self.structs = structs }

  /// Appends one compact object: the answer, and what the record carries.
  package func append(_ answer: DecodedAnswer, of record: CaptureRecord, to text: inout [UInt8]) {
    text.append(Ascii.openBrace)
    let start = text.count
    let written = appendMembers(of: answer, record: record, to: &text)
    // The decoder's own members come first, and nothing that is carried can replace them.
    for carried in record.carried where !written.contains(carried.name) {
      if text.count > start { text.append(Ascii.comma) }
      JSONText.append(carried: carried.text, to: &text)
    }
    text.append(Ascii.closeBrace)
  }

  /// Appends the members of an answer and returns their names.
  private func appendMembers(
    of answer: DecodedAnswer, record: CaptureRecord, to text: inout [UInt8]
  ) -> [String] {
    switch answer {
    case .structure(let decoded):
      appendMembers(of: decoded, to: &text)
      guard case .cut(_, let length) = record.answer else {
        return ["struct", "length", "fields", "trailing"]
      }
      text += Array(",\"optlen\":".utf8)
      JSONText.append(length, to: &text)
      return ["struct", "length", "fields", "trailing", "optlen"]
    case .subflowStructs(let count, let elements):
      appendOption(record, subflowCount: count, to: &text)
      appendArray("elements", elements, to: &text) { element, text in
        append(element, to: &text)
      }
      return ["sockopt", "num_subflows", "elements"]
    case .addresses(let count, let elements):
      appendOption(record, subflowCount: count, to: &text)
      appendArray("elements", elements, to: &text) { element, text in
        text.append(Ascii.openBrace)
        append(element, to: &text)
        text.append(Ascii.closeBrace)
      }
      return ["sockopt", "num_subflows", "elements"]
    case .full(let full):
      appendOption(record, subflowCount: full.subflowCount, to: &text)
      text += Array(",\"mptcp_info\":".utf8)
      append(full.info, to: &text)
      appendArray("subflows", full.subflows, to: &text) { subflow, text in
        append(subflow, to: &text)
      }
      return ["sockopt", "num_subflows", "mptcp_info", "subflows"]
    case .refused(let errno, let name):
      switch record.subject {
      case .option: text += Array("\"sockopt\":".utf8)
      case .structure: text += Array("\"struct\":".utf8)
      }
      JSONText.append(string: record.subject.name, to: &text)
      text += Array(",\"errno\":".utf8)
      JSONText.append(errno, to: &text)
      guard let name else { return ["sockopt", "struct", "errno"] }
      text += Array(",\"error\":".utf8)
      JSONText.append(string: name, to: &text)
      return ["sockopt", "struct", "errno", "error"]
    }
  }

  private func appendOption(_ record: CaptureRecord, subflowCount: Int, to text: inout [UInt8]) {
    text += Array("\"sockopt\":".utf8)
    JSONText.append(string: record.subject.name, to: &text)
    text += Array(",\"num_subflows\":".utf8)
    JSONText.append(subflowCount, to: &text)
  }

  private func appendArray<Element>(
    _ name: StaticString, _ elements: [Element], to text: inout [UInt8],
    append: (Element, inout [UInt8]) -> Void
  ) {
    text += Array(",\"\(name)\":[".utf8)
    for (index, element) in elements.enumerated() {
      if index > 0 { text.append(Ascii.comma) }
      append(element, &text)
    }
    text.append(Ascii.closeBracket)
  }

  // MARK: - Structs

  /// Appends a struct as an object.
  package func append(_ decoded: DecodedStruct, to text: inout [UInt8]) {
    text.append(Ascii.openBrace)
    appendMembers(of: decoded, to: &text)
    text.append(Ascii.closeBrace)
  }

  private func appendMembers(of decoded: DecodedStruct, to text: inout [UInt8]) {
    let template = template(for: decoded.history)
    text += template.start
    JSONText.append(decoded.bytes.count, to: &text)
    text += Self.fieldsStart
    for (position, field) in template.fields.enumerated() {
      if position > 0 { text.append(Ascii.comma) }
      text += field.text
      append(decoded.presence(ofField: field.index), of: field.index, in: decoded, to: &text)
    }
    text += Self.trailingStart
    Hex.append(decoded.trailingBytes, to: &text)
    text.append(Ascii.quote)
  }

  private func append(
    _ presence: Presence, of index: Int, in decoded: DecodedStruct, to text: inout [UInt8]
  ) {
    switch presence {
    case .absent: text += Self.absent
    case .truncated, .indeterminate:
      text += presence == .truncated ? Self.truncated : Self.indeterminate
      Hex.append(decoded.rawBytes(ofField: index), to: &text)
      text += Self.endOfBytes
    case .present:
      text += Self.present
      switch decoded.value(ofField: index) {
      case .unsigned(let value): JSONText.append(value, to: &text)
      case .signed(let value): JSONText.append(value, to: &text)
      case .bytes(let bytes): append(bytes, of: index, in: decoded, to: &text)
      case nil: text += Array("null".utf8)
      }
      text.append(Ascii.closeBrace)
    }
  }

  /// A struct inside a struct is decoded by its own history, other bytes stay digits.
  private func append(
    _ bytes: [UInt8], of index: Int, in decoded: DecodedStruct, to text: inout [UInt8]
  ) {
    if let nested = decoded.nested(ofField: index, bytes: bytes, structs: structs) {
      append(nested, to: &text)
      return
    }
    text.append(Ascii.quote)
    Hex.append(bytes, to: &text)
    text.append(Ascii.quote)
  }

  private func template(for history: StructHistory) -> Template {
    if let known = templates[ObjectIdentifier(history)] { return known }
    var start = Array("\"struct\":".utf8)
    JSONText.append(string: history.name, to: &start)
    start += Array(",\"length\":".utf8)
    let fields = history.fields.indices.filter { !history.fields[$0].isReserved }.map { index in
      var name: [UInt8] = []
      JSONText.append(string: history.fields[index].name, to: &name)
      return (index: index, text: name + Array(":{\"presence\":\"".utf8))
    }
    let template = Template(history: history, start: start, fields: fields)
    templates[ObjectIdentifier(history)] = template
    return template
  }

  private static let fieldsStart = Array(",\"fields\":{".utf8)
  private static let trailingStart = Array("},\"trailing\":\"".utf8)
  private static let absent = Array("absent\"}".utf8)
  private static let truncated = Array("truncated\",\"bytes\":\"".utf8)
  private static let indeterminate = Array("indeterminate\",\"bytes\":\"".utf8)
  private static let endOfBytes = Array("\"}".utf8)
  private static let present = Array("present\",\"value\":".utf8)

  // MARK: - Addresses

  private func append(_ subflow: DecodedAnswer.Subflow, to text: inout [UInt8]) {
    text.append(Ascii.openBrace)
    let start = text.count
    if let id = subflow.id {
      text += Array("\"id\":".utf8)
      JSONText.append(id, to: &text)
    }
    if subflow.addresses.local != nil || subflow.addresses.remote != nil {
      if text.count > start { text.append(Ascii.comma) }
      append(subflow.addresses, to: &text)
    }
    if let tcpInfo = subflow.tcpInfo {
      if text.count > start { text.append(Ascii.comma) }
      text += Array("\"tcp_info\":".utf8)
      append(tcpInfo, to: &text)
    }
    text.append(Ascii.closeBrace)
  }

  private func append(_ addresses: DecodedAnswer.SubflowAddresses, to text: inout [UInt8]) {
    if let local = addresses.local {
      text += Array("\"local\":".utf8)
      append(local, to: &text)
    }
    if let remote = addresses.remote {
      if addresses.local != nil { text.append(Ascii.comma) }
      text += Array("\"remote\":".utf8)
      append(remote, to: &text)
    }
  }

  /// Appends an address as an object.
  package func append(_ address: MPTCPAddress, to text: inout [UInt8]) {
    if case .other(let family, let bytes) = address {
      text += Array("{\"family\":".utf8)
      JSONText.append(family, to: &text)
      text += Array(",\"bytes\":\"".utf8)
      Hex.append(bytes, to: &text)
      text += Self.endOfBytes
      return
    }
    text += Array("{\"family\":".utf8)
    JSONText.append(string: address.familyName ?? "", to: &text)
    text += Array(",\"address\":".utf8)
    JSONText.append(string: address.address ?? "", to: &text)
    text += Array(",\"port\":".utf8)
    JSONText.append(address.port ?? 0, to: &text)
    text.append(Ascii.closeBrace)
  }
}
