internal import UAPIKnowledge
internal import UAPIStructs

/// The spec as it is written.
struct BindingSpecFile: Decodable {
  var headers: [String]?
  var include: [String]
  var root: String?
  var usesInstalledHeaders: Bool
  var knowledge: String?
  var access: BindingSpec.Access
  var structs: Structs?
  var constants: [BindingSpec.Group]?
  var words: [String: String]
  var types: [String: IntegerType]
  var ignore: [String]

  /// The structs, with or without wishes.
  enum Structs {
    case list([String])
    case table([String: Structure])
  }

  /// The wishes for a struct: a Swift name, or an object.
  struct Structure: Decodable {
    package var name: String?
    package var prefix: String?
    package var summary: String?
    package var fields: [String: Field] = [:]

    enum Keys: String, CodingKey, CaseIterable { case name, prefix, summary, fields }

    package init(from decoder: any Decoder) throws {
      if let name = try? decoder.singleValueContainer().decode(String.self) {
        self.name = try checkedTypeName(name, at: decoder)
        return
      }
      let values = try decoder.container(only: Keys.self)
      name = try values.typeNameIfPresent(.name)
      prefix = try values.decodeIfPresent(String.self, forKey: .prefix)
      summary = try values.decodeIfPresent(String.self, forKey: .summary)
      fields = try values.decodeIfPresent([String: Field].self, forKey: .fields) ?? [:]
    }
  }

  /// The wishes for a field: a Swift name, or an object.
  struct Field: Decodable {
    package var name: String?
    package var type: String?

    enum Keys: String, CodingKey, CaseIterable { case name, type }

    package init(from decoder: any Decoder) throws {
      if let name = try? decoder.singleValueContainer().decode(String.self) {
        self.name = try checkedName(name, at: decoder)
        return
      }
      let values = try decoder.container(only: Keys.self)
      if let name = try values.decodeIfPresent(String.self, forKey: .name) {
        guard CIdentifier.isValid(name) else {
          throw values.mistake(in: .name, "'\(name)' is not a Swift name", remedy: identifierRemedy)
        }
        self.name = name
      }
      type = try values.typeNameIfPresent(.type)
    }
  }

  enum Keys: String, CodingKey, CaseIterable {
    case schema = "$schema"
    case headers, include, root
    case installedHeaders = "installed_headers"
    case knowledge, access, structs, constants
    case words, types, ignore
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(only: Keys.self)
    // Editors read it; here it only has to be a string.
    _ = try values.decodeIfPresent(String.self, forKey: .schema)
    headers = try values.decodeIfPresent([String].self, forKey: .headers)
    include = try values.strings(.include)
    root = try values.decodeIfPresent(String.self, forKey: .root)
    usesInstalledHeaders = try values.decodeIfPresent(Bool.self, forKey: .installedHeaders) ?? true
    knowledge = try values.decodeIfPresent(String.self, forKey: .knowledge)
    let word = try values.decodeIfPresent(String.self, forKey: .access) ?? "public"
    guard let access = BindingSpec.Access(rawValue: word) else {
      throw values.mistake(
        in: .access, "'\(word)' is not an access level",
        remedy: NearestWord.remedy(word, in: BindingSpec.Access.allCases.map(\.rawValue)))
    }
    self.access = access
    structs = try Self.structs(in: values)
    constants = try values.decodeIfPresent([BindingSpec.Group].self, forKey: .constants)
    words = try values.decodeIfPresent([String: String].self, forKey: .words) ?? [:]
    for (word, form) in words where !CIdentifier.isValid("_" + form) || form.isEmpty {
      throw ContentError(
        path: values.path(of: .words) + [.key(word)], message: "'\(form)' cannot be part of a name",
        remedy: "use letters and digits")
    }
    types = [:]
    for (name, raw) in try values.decodeIfPresent([String: String].self, forKey: .types) ?? [:] {
      guard TypeName.isValid(name) else {
        throw ContentError(
          path: values.path(of: .types) + [.key(name)], isKey: true,
          message: "'\(name)' is not the name of a Swift type", remedy: identifierRemedy)
      }
      types[name] = try integerType(raw, path: values.path(of: .types) + [.key(name)])
    }
    ignore = try values.decodeIfPresent([String].self, forKey: .ignore) ?? []
  }

  private static func structs(in values: KeyedDecodingContainer<Keys>) throws -> Structs? {
    guard values.contains(.structs) else { return nil }
    // An array starts like one; anything else must be an object.
    if (try? values.nestedUnkeyedContainer(forKey: .structs)) != nil {
      return .list(try values.decode([String].self, forKey: .structs))
    }
    return .table(try values.decode([String: Structure].self, forKey: .structs))
  }
}
