internal import UAPIKnowledge
internal import UAPIStructs

extension BindingSpec.Group: Decodable {
  enum Keys: String, CodingKey, CaseIterable {
    case flags, `enum`, namespace, prefix, of, names, except, strip, rename, type, summary
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(only: Keys.self)
    let kinds: [(Keys, Kind)] = [(.flags, .flags), (.enum, .enum), (.namespace, .namespace)]
    let given = kinds.filter { values.contains($0.0) }
    guard let (key, kind) = given.first, given.count == 1 else {
      throw ContentError(
        path: decoder.codingPath.map(JSONStep.init),
        message: given.isEmpty
          ? "the group does not say what it becomes" : "the group says twice what it becomes",
        remedy: "write exactly one of flags, enum and namespace, with the Swift name of the type")
    }
    self.kind = kind
    name = try values.typeNameIfPresent(key) ?? ""
    prefixes = try values.strings(.prefix)
    enumeration = try values.decodeIfPresent(String.self, forKey: .of)
    names = try values.decodeIfPresent([String].self, forKey: .names) ?? []
    except = try values.decodeIfPresent([String].self, forKey: .except) ?? []
    strip = values.contains(.strip) ? try values.strings(.strip) : nil
    rename = try values.decodeIfPresent([String: String].self, forKey: .rename) ?? [:]
    summary = try values.decodeIfPresent(String.self, forKey: .summary)
    for (cName, name) in rename where !CIdentifier.isValid(name) {
      throw ContentError(
        path: values.path(of: .rename) + [.key(cName)], message: "'\(name)' is not a Swift name",
        remedy: identifierRemedy)
    }
    if let raw = try values.decodeIfPresent(String.self, forKey: .type) {
      type = try integerType(raw, path: values.path(of: .type))
    }
    if prefixes.isEmpty, enumeration == nil, names.isEmpty {
      throw ContentError(
        path: decoder.codingPath.map(JSONStep.init), message: "the group '\(name)' selects nothing",
        remedy: "add prefix, of (the tag of a C enum) or names")
    }
  }
}
