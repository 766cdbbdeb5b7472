internal import UAPIText

extension CaptureRecord {
  /// Appends the record as one compact object, as `uapi decode` reads it.
  package func append(to text: inout [UInt8]) {
    text.append(Ascii.openBrace)
    let members: [(String, String?)] = [
      ("kernel", kernel), ("machine", machine), ("source", source),
      (subject.key, subject.name),
    ]
    for case (let name, let value?) in members {
      JSONText.append(string: name, to: &text)
      text.append(Ascii.colon)
      JSONText.append(string: value, to: &text)
      text.append(Ascii.comma)
    }
    switch answer {
    case .bytes(let bytes): append(bytes, length: bytes.count, to: &text)
    case .cut(let bytes, let length): append(bytes, length: length, to: &text)
    case .refused(let errno):
      text += "\"errno\":".utf8
      JSONText.append(errno, to: &text)
    }
    for carried in carried {
      text.append(Ascii.comma)
      JSONText.append(carried: carried.text, to: &text)
    }
    text.append(Ascii.closeBrace)
  }

  private func append(_ bytes: [UInt8], length: Int, to text: inout [UInt8]) {
    text += "\"optlen\":".utf8
    JSONText.append(length, to: &text)
    switch capacity {
    case .bytes(let capacity):
      text += ",\"capacity\":".utf8
      JSONText.append(capacity, to: &text)
    case .unlimited: text += ",\"capacity\":-1".utf8
    case .unknown: break
    }
    append("bytes", bytes, to: &text)
    append("subflow_info", subflowInfo, to: &text)
    append("tcp_info", tcpInfo, to: &text)
  }

  private func append(_ name: String, _ bytes: [UInt8]?, to text: inout [UInt8]) {
    guard let bytes else { return }
    text += ",\"\(name)\":\"".utf8
    Hex.append(bytes, to: &text)
    text.append(Ascii.quote)
  }
}

extension CaptureRecord.Subject {
  /// The member of a record that names the subject.
  fileprivate var key: String {
    switch self {
    case .option: "sockopt"
    case .structure: "struct"
    }
  }
}
