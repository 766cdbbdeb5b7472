internal import UAPIStructs

/// A file of `headers/constants`: the macros and enumerators of some headers.
struct ConstantsFile: Decodable {
  var headers: [String]
  var knownThrough: KernelRelease
  var sampled: [KernelRelease]
  var macros: [Constant]
  var enums: [Enumeration]

  /// A macro or an enumerator.
  struct Constant: Decodable {
    var name: String
    var values: [Value]
    var since: KernelRelease?
    var seenIn: [KernelRelease]
    var isSentinel: Bool
    var isBigEndian: Bool

    enum Keys: String, CodingKey, CaseIterable {
      case name, value, values, since
      case seenIn = "seen_in"
      case sentinel
      case byteOrder = "byte_order"
    }

    init(
      name: String, values: [Value], seenIn: [KernelRelease], isSentinel: Bool, isBigEndian: Bool
    ) {
      self.name = name
      self.values = values
      self.seenIn = seenIn
      self.isSentinel = isSentinel
      self.isBigEndian = isBigEndian
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(only: Keys.self)
      name = try container.decode(String.self, forKey: .name)
      since = try container.releaseIfPresent(.since)
      seenIn = try container.releases(.seenIn)
      isSentinel = try container.decodeIfPresent(Bool.self, forKey: .sentinel) ?? false
      let order = try container.decodeIfPresent(String.self, forKey: .byteOrder) ?? "native"
      guard order == "big" || order == "native" else {
        throw container.mistake(
          in: .byteOrder, "'\(order)' is no byte order", cure: "write \"big\", or leave it out")
      }
      isBigEndian = order == "big"
      values = try container.decodeIfPresent([Value].self, forKey: .values) ?? []
      if container.contains(.value) {
        guard values.isEmpty else {
          throw container.mistake(
            in: .value, "'value' and 'values' exclude each other", cure: "remove one of them")
        }
        let value = try container.decode(ConstantValue.self, forKey: .value)
        values = [Value(value: value, seenIn: seenIn)]
      }
      guard !values.isEmpty else {
        throw ContentError(
          path: decoder.codingPath.map(JSONStep.init), message: "'\(name)' has no value",
          cure: "add 'value'")
      }
    }
  }

  /// A value with the releases that were seen to have it.
  struct Value: Decodable {
    var value: ConstantValue
    var seenIn: [KernelRelease]

    enum Keys: String, CodingKey, CaseIterable {
      case value
      case seenIn = "seen_in"
    }

    init(value: ConstantValue, seenIn: [KernelRelease]) {
      self.value = value
      self.seenIn = seenIn
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      value = try values.decode(ConstantValue.self, forKey: .value)
      seenIn = try values.releases(.seenIn)
    }
  }

  /// A C enum, with or without a tag.
  struct Enumeration: Decodable {
    var name: String?
    var constants: [Constant]

    enum Keys: String, CodingKey, CaseIterable {
      case name, constants
    }

    init(name: String?, constants: [Constant]) {
      self.name = name
      self.constants = constants
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      name = try values.decodeIfPresent(String.self, forKey: .name)
      constants = try values.decode([Constant].self, forKey: .constants)
    }
  }

  enum Keys: String, CodingKey, CaseIterable {
    case headers
    case knownThrough = "known_through"
    case sampled, macros, enums
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(only: Keys.self)
    headers = try values.decode([String].self, forKey: .headers)
    knownThrough = try values.release(.knownThrough)
    sampled = try values.releases(.sampled)
    macros = try values.decodeIfPresent([Constant].self, forKey: .macros) ?? []
    enums = try values.decodeIfPresent([Enumeration].self, forKey: .enums) ?? []
  }
}

extension ConstantValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(UInt64.self) {
      self = .integer(value)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else {
      throw ContentError(
        path: decoder.codingPath.map(JSONStep.init),
        message: "a constant is a whole number or a string",
        cure: "write the value as a number of at most 64 bits, or in quotation marks")
    }
  }
}
