import Foundation
import Testing

@testable import uapi

/// What one run of the decoder printed.
struct Decoded {
  var status: Int32
  var output: String
  var errors: String

  /// The lines of the output as JSON objects.
  var objects: [JSONObject] {
    get throws { try output.split(separator: "\n").map { try JSONObject(String($0)) } }
  }

  /// The only object of the output.
  var object: JSONObject {
    get throws {
      let all = try objects
      try #require(all.count == 1, "\(output)\(errors)")
      return all[0]
    }
  }

  /// The lines that the errors name.
  var errorLines: [Int] {
    errors.split(separator: "\n").compactMap { line in
      (try? JSONObject(String(line)))?["line"]?.integer
    }
  }
}

/// Decodes bytes in memory.
func decode(
  _ bytes: some Sequence<UInt8>, format: DecodeRun.Format = .ndjson, kernel: String = "none",
  subject: CaptureRecord.Subject? = nil, capacity: Int? = nil, machine: String? = nil
) throws -> Decoded {
  let output = OutputBuffer()
  let errors = OutputBuffer()
  let run = DecodeRun(
    format: format, kernel: try #require(KernelChoice(kernel)),
    description: BytesDescription(subject: subject, capacity: capacity, machine: machine))
  let status = run.run(
    [.memory(name: "input", Array(bytes))], output: output, errors: errors)
  return Decoded(status: status, output: output.text, errors: errors.text)
}

/// Decodes a text.
func decode(
  _ text: String, format: DecodeRun.Format = .ndjson, kernel: String = "none",
  subject: CaptureRecord.Subject? = nil, capacity: Int? = nil, machine: String? = nil
) throws -> Decoded {
  try decode(
    text.utf8, format: format, kernel: kernel, subject: subject, capacity: capacity,
    machine: machine)
}

/// A JSON value read by Foundation, which knows nothing of our own reader and writer.
indirect enum JSONObject: Hashable {
  case object([String: JSONObject])
  case array([JSONObject])
  case string(String)
  case unsigned(UInt64)
  case signed(Int64)
  case real(Double)
  case bool(Bool)
  case null

  init(_ text: String) throws {
    self.init(
      try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed))
  }

  private init(_ value: Any) {
    switch value {
    case let members as [String: Any]: self = .object(members.mapValues { JSONObject($0) })
    case let elements as [Any]: self = .array(elements.map { JSONObject($0) })
    case let text as String: self = .string(text)
    case let number as NSNumber: self = JSONObject(number)
    default: self = .null
    }
  }

  private init(_ number: NSNumber) {
    switch String(cString: number.objCType) {
    case "c", "B": self = .bool(number.boolValue)
    case "d", "f": self = .real(number.doubleValue)
    default:
      let value = number.int64Value
      self =
        number.stringValue.hasPrefix("-") ? .signed(value) : .unsigned(number.uint64Value)
    }
  }

  subscript(_ key: String) -> JSONObject? {
    get {
      if case .object(let members) = self { members[key] } else { nil }
    }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  var members: [String: JSONObject] {
    if case .object(let members) = self { members } else { [:] }
  }

  var elements: [JSONObject] {
    if case .array(let elements) = self { elements } else { [] }
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }

  var integer: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .signed(let value): Int(exactly: value)
    default: nil
    }
  }
}
