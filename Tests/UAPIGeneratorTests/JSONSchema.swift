import Foundation
import UAPIGenerator

/// Any JSON, to look at without a type.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let single = try decoder.singleValueContainer()
    if single.decodeNil() {
      self = .null
    } else if let value = try? single.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? single.decode(Double.self) {
      self = .number(value)
    } else if let value = try? single.decode(String.self) {
      self = .string(value)
    } else if let value = try? single.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try single.decode([String: JSONValue].self))
    }
  }

  /// Reads JSON5.
  init(json5 text: String) throws {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    self = try decoder.decode(JSONValue.self, from: Data(text.utf8))
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var members: [String: JSONValue] { if case .object(let members) = self { members } else { [:] } }
  var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The name of the JSON type.
  var type: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// As much of JSON Schema as our schema uses; a keyword that is not known here is an error.
struct JSONSchema {
  let root: JSONValue

  /// What of a document does not fit, each with the way to it.
  func mistakes(in document: JSONValue) throws -> [String] {
    try mistakes(in: document, schema: root, at: "")
  }

  private struct UnknownKeyword: Error {
    var keyword: String
  }

  private func mistakes(
    in value: JSONValue, schema: JSONValue, at path: String
  ) throws -> [String] {
    var found: [String] = []
    func number(of alternatives: [JSONValue]) throws -> Int {
      try alternatives.count { try mistakes(in: value, schema: $0, at: path).isEmpty }
    }
    for (keyword, wanted) in schema.members {
      switch keyword {
      case "$schema", "title", "description", "default", "$defs": continue
      case "$ref":
        let name = wanted.text?.split(separator: "/").last.map(String.init) ?? ""
        guard let target = root["$defs"]?[name] else { throw UnknownKeyword(keyword: name) }
        found += try mistakes(in: value, schema: target, at: path)
      case "type":
        if value.type != wanted.text { found.append("\(path) is no \(wanted.text ?? "?")") }
      case "enum":
        if !wanted.elements.contains(value) { found.append("\(path) is another word") }
      case "pattern":
        guard let text = value.text else { continue }
        if try Regex(wanted.text ?? "").firstMatch(in: text) == nil {
          found.append("\(path) is written otherwise")
        }
      case "minItems":
        guard case .array(let elements) = value, case .number(let least) = wanted else { continue }
        if Double(elements.count) < least { found.append("\(path) has too few elements") }
      case "items":
        for (index, element) in value.elements.enumerated() {
          found += try mistakes(in: element, schema: wanted, at: "\(path)/\(index)")
        }
      case "required":
        guard case .object(let members) = value else { continue }
        for name in wanted.elements.compactMap(\.text) where members[name] == nil {
          found.append("\(path) has no \(name)")
        }
      case "properties":
        for (name, member) in value.members {
          guard let schema = wanted[name] else { continue }
          found += try mistakes(in: member, schema: schema, at: "\(path)/\(name)")
        }
      case "additionalProperties":
        let known = schema["properties"]?.members ?? [:]
        for (name, member) in value.members where known[name] == nil {
          if wanted == .bool(false) {
            found.append("\(path)/\(name) is not known")
          } else {
            found += try mistakes(in: member, schema: wanted, at: "\(path)/\(name)")
          }
        }
      case "anyOf":
        if try number(of: wanted.elements) == 0 { found.append("\(path) fits no alternative") }
      case "oneOf":
        if try number(of: wanted.elements) != 1 { found.append("\(path) fits not one alternative") }
      case "allOf":
        for part in wanted.elements { found += try mistakes(in: value, schema: part, at: path) }
      default: throw UnknownKeyword(keyword: keyword)
      }
    }
    return found
  }
}
