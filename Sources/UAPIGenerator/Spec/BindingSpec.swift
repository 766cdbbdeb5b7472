internal import UAPIStructs

/// What a target wants to have bound: the file `uapi-bindings.json5`.
struct BindingSpec {
  /// The headers, relative to the root: `linux/mptcp.h`. Where there are none, the histories of the
  /// structs name them.
  var headers: [String] = []
  /// Folders with headers of the target's own, relative to the spec's folder.
  var include: [String] = []
  /// The folder with the headers, relative to the spec's own folder.
  var root: String?
  /// Whether installed headers are read at all.
  var usesInstalledHeaders = true
  /// A folder with `history`, `constants` and `docs` of the target's own, relative to the spec's folder.
  var knowledge: String?
  /// The access of everything generated.
  var access = Access.public
  /// The structs, in the order of the file.
  var structs: [Structure] = []
  /// The groups of constants, or `nil` for the default ones.
  var constants: [Group]?
  /// How words are written in Swift names.
  var words: [String: String] = [:]
  /// Types that the target writes by hand, with their raw types.
  var types: [String: IntegerType] = [:]
  /// C names that shall not be bound.
  var ignore: NamePatterns = []

  /// The access of generated declarations.
  enum Access: String, CaseIterable {
    case `public`, package, `internal`
  }

  /// A struct that is wanted.
  struct Structure {
    var cName: String
    var name: String?
    var prefix: String?
    var summary: String?
    var fields: [String: Field] = [:]
    /// Where it stands in the spec.
    var path: [JSONStep] = []
    /// Whether the spec says nothing about structs, and all are meant.
    var isDefault = false
    /// Whether the spec does not name the struct, and a pattern or another struct brought it.
    var isFound = false
  }

  /// What is said about a field.
  struct Field {
    var name: String?
    var type: String?
  }

  /// Constants that become members of one type.
  struct Group {
    var kind: Kind
    var name: String
    var prefixes: [String] = []
    var enumeration: String?
    var names: [String] = []
    var except: [String] = []
    var strip: [String]?
    var rename: [String: String] = [:]
    var type: IntegerType?
    var summary: String?
    var path: [JSONStep] = []

    /// What the type is.
    enum Kind: String, CaseIterable {
      /// An option set.
      case flags
      /// A struct that keeps values which are not known.
      case `enum`
      /// A namespace.
      case namespace
    }
  }
}

extension BindingSpec {
  /// Reads a spec.
  init(_ document: SourceDocument) throws(GeneratorError) {
    let file = try document.decode(BindingSpecFile.self)
    for (index, header) in (file.headers ?? []).enumerated() where !HeaderName.isValid(header) {
      throw document.error(
        .content, at: [.key("headers"), .index(index)], "'\(header)' is not the name of a header",
        cure: HeaderName.cure)
    }
    headers = file.headers ?? []
    include = file.include
    root = file.root
    usesInstalledHeaders = file.usesInstalledHeaders
    knowledge = file.knowledge
    access = file.access
    words = file.words
    types = file.types
    ignore = NamePatterns(file.ignore)
    constants = file.constants?.enumerated().map { index, group in
      var group = group
      group.path = [.key("constants"), .index(index)]
      return group
    }
    switch file.structs {
    case nil:
      structs = [Structure(cName: "*", path: [.key("headers")], isDefault: true)]
    case .list(let list):
      structs = list.enumerated().map { index, name in
        Structure(cName: name, path: [.key("structs"), .index(index)])
      }
    case .table(let table):
      // Foundation forgets the order of keys; it is the order in which a reader wants the structs.
      structs = document.keys(at: [.key("structs")]).compactMap { name in
        table[name].map { entry in
          Structure(
            cName: name, name: entry.name, prefix: entry.prefix, summary: entry.summary,
            fields: entry.fields.mapValues { Field(name: $0.name, type: $0.type) },
            path: [.key("structs"), .key(name)])
        }
      }
    }
    for entry in structs where NamePattern.isPattern(entry.cName) {
      guard entry.name == nil, entry.summary == nil, entry.fields.isEmpty else {
        throw document.error(
          .content, at: entry.path, onKey: true,
          "'\(entry.cName)' can stand for several structs, and only 'prefix' fits all of them",
          cure: "name the struct beside the pattern")
      }
    }
    let isWithoutHeaders = file.headers.map(\.isEmpty) ?? (structs.isEmpty || file.structs == nil)
    if isWithoutHeaders {
      throw document.error(
        .content, at: [.key("headers")], "no header is named",
        cure: "write headers: [\"linux/mptcp.h\"]")
    }
  }
}

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
    var name: String?
    var prefix: String?
    var summary: String?
    var fields: [String: Field] = [:]

    enum Keys: String, CodingKey, CaseIterable { case name, prefix, summary, fields }

    init(from decoder: any Decoder) throws {
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
    var name: String?
    var type: String?

    enum Keys: String, CodingKey, CaseIterable { case name, type }

    init(from decoder: any Decoder) throws {
      if let name = try? decoder.singleValueContainer().decode(String.self) {
        self.name = try checkedName(name, at: decoder)
        return
      }
      let values = try decoder.container(only: Keys.self)
      if let name = try values.decodeIfPresent(String.self, forKey: .name) {
        guard CIdentifier.isValid(name) else {
          throw values.mistake(in: .name, "'\(name)' is no Swift name", cure: identifierCure)
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
        in: .access, "'\(word)' is no access level",
        cure: NearestWord.cure(word, in: BindingSpec.Access.allCases.map(\.rawValue)))
    }
    self.access = access
    structs = try Self.structs(in: values)
    constants = try values.decodeIfPresent([BindingSpec.Group].self, forKey: .constants)
    words = try values.decodeIfPresent([String: String].self, forKey: .words) ?? [:]
    for (word, form) in words where !CIdentifier.isValid("_" + form) || form.isEmpty {
      throw ContentError(
        path: values.path(of: .words) + [.key(word)], message: "'\(form)' cannot be part of a name",
        cure: "use letters and digits")
    }
    types = [:]
    for (name, raw) in try values.decodeIfPresent([String: String].self, forKey: .types) ?? [:] {
      guard SwiftNames.isTypeName(name) else {
        throw ContentError(
          path: values.path(of: .types) + [.key(name)], isKey: true,
          message: "'\(name)' is not the name of a Swift type", cure: identifierCure)
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

extension BindingSpec.Group: Decodable {
  enum Keys: String, CodingKey, CaseIterable {
    case flags, `enum`, namespace, prefix, of, names, except, strip, rename, type, summary
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(only: Keys.self)
    let kinds: [(Keys, Kind)] = [(.flags, .flags), (.enum, .enum), (.namespace, .namespace)]
    let given = kinds.filter { values.contains($0.0) }
    guard let (key, kind) = given.first, given.count == 1 else {
      throw ContentError(
        path: decoder.codingPath.map(JSONStep.init),
        message: given.isEmpty
          ? "the group does not say what it becomes" : "the group says twice what it becomes",
        cure: "write exactly one of flags, enum and namespace, with the Swift name of the type")
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
        path: values.path(of: .rename) + [.key(cName)], message: "'\(name)' is no Swift name",
        cure: identifierCure)
    }
    if let raw = try values.decodeIfPresent(String.self, forKey: .type) {
      type = try integerType(raw, path: values.path(of: .type))
    }
    if prefixes.isEmpty, enumeration == nil, names.isEmpty {
      throw ContentError(
        path: decoder.codingPath.map(JSONStep.init), message: "the group '\(name)' selects nothing",
        cure: "add prefix, of (the tag of a C enum) or names")
    }
  }
}

private let identifierCure = "use letters, digits and underscores, no digit first"

private func integerType(_ name: String, path: [JSONStep]) throws -> IntegerType {
  guard let type = IntegerType(name) else {
    throw ContentError(
      path: path, message: "'\(name)' is no integer type",
      cure: NearestWord.cure(name, in: IntegerType.all.map(\.description)))
  }
  return type
}

private func checkedTypeName(_ name: String, at decoder: any Decoder) throws -> String {
  guard SwiftNames.isTypeName(name) else {
    throw ContentError(
      path: decoder.codingPath.map(JSONStep.init), message: "'\(name)' is no name of a Swift type",
      cure: identifierCure)
  }
  return name
}

private func checkedName(_ name: String, at decoder: any Decoder) throws -> String {
  guard CIdentifier.isValid(name) else {
    throw ContentError(
      path: decoder.codingPath.map(JSONStep.init), message: "'\(name)' is no Swift name",
      cure: identifierCure)
  }
  return name
}

extension KeyedDecodingContainer {
  /// The name of a type, with one dot at most.
  fileprivate func typeNameIfPresent(_ key: Key) throws -> String? {
    guard let name = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard SwiftNames.isTypeName(name) else {
      throw mistake(in: key, "'\(name)' is no name of a Swift type", cure: identifierCure)
    }
    return name
  }

  /// A string, or an array of strings.
  fileprivate func strings(_ key: Key) throws -> [String] {
    guard contains(key) else { return [] }
    if let one = try? decode(String.self, forKey: key) { return [one] }
    return try decode([String].self, forKey: key)
  }
}
