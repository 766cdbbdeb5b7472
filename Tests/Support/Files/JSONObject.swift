import Foundation

/// A JSON value read by Foundation, which knows nothing of our own reader and writer.
package indirect enum JSONObject: Hashable {
  case object([String: JSONObject])
  case array([JSONObject])
  case string(String)
  case unsigned(UInt64)
  case signed(Int64)
  case real(Double)
  case bool(Bool)
  case null

  package init(_ text: String) throws {
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

  package subscript(_ key: String) -> JSONObject? {
    get {
      if case .object(let members) = self { members[key] } else { nil }
    }
    set {
      guard case .object(var members) = self else { return }
      members[key] = newValue
      self = .object(members)
    }
  }

  package var members: [String: JSONObject] {
    if case .object(let members) = self { members } else { [:] }
  }

  package var elements: [JSONObject] {
    if case .array(let elements) = self { elements } else { [] }
  }

  package var text: String? { if case .string(let text) = self { text } else { nil } }

  package var integer: Int? {
    switch self {
    case .unsigned(let value): Int(exactly: value)
    case .signed(let value): Int(exactly: value)
    default: nil
    }
  }
}
