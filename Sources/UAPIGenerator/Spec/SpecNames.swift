internal import UAPIKnowledge
internal import UAPIStructs

let identifierRemedy = "use letters, digits and underscores, no digit first"

func integerType(_ name: String, path: [JSONStep]) throws -> IntegerType {
  guard let type = IntegerType(name) else {
    throw ContentError(
      path: path, message: "'\(name)' is not an integer type",
      remedy: NearestWord.remedy(name, in: IntegerType.all.map(\.description)))
  }
  return type
}

func checkedTypeName(_ name: String, at decoder: any Decoder) throws -> String {
  guard TypeName.isValid(name) else {
    throw ContentError(
      path: decoder.codingPath.map(JSONStep.init),
      message: "'\(name)' is not the name of a Swift type",
      remedy: identifierRemedy)
  }
  return name
}

func checkedName(_ name: String, at decoder: any Decoder) throws -> String {
  guard CIdentifier.isValid(name) else {
    throw ContentError(
      path: decoder.codingPath.map(JSONStep.init), message: "'\(name)' is not a Swift name",
      remedy: identifierRemedy)
  }
  return name
}

extension KeyedDecodingContainer {
  /// The name of a type, with one dot at most.
  func typeNameIfPresent(_ key: Key) throws -> String? {
    guard let name = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard TypeName.isValid(name) else {
      throw mistake(in: key, "'\(name)' is not the name of a Swift type", remedy: identifierRemedy)
    }
    return name
  }

  /// A string, or an array of strings.
  func strings(_ key: Key) throws -> [String] {
    guard contains(key) else { return [] }
    if let one = try? decode(String.self, forKey: key) { return [one] }
    return try decode([String].self, forKey: key)
  }
}
