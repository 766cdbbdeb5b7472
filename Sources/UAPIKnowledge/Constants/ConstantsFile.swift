package import UAPIStructs

/// A file of `headers/constants`: the macros and enumerators of some headers.
package struct ConstantsFile: Decodable {
  package var headers: [String]
  package var knownThrough: KernelRelease
  package var sampled: [KernelRelease]
  package var macros: [Constant]
  package var enums: [Enumeration]

  /// A macro or an enumerator.
  package struct Constant: Decodable {
    package var name: String
    package var values: [Value]
    package var since: KernelRelease?
    package var seenIn: [KernelRelease]
    package var isSentinel: Bool
    package var isBigEndian: Bool

    package enum Keys: String, CodingKey, CaseIterable {
      case name, value, values, since
      case seenIn = "seen_in"
      case sentinel
      case byteOrder = "byte_order"
    }

    package init(
      name: String, values: [Value], seenIn: [KernelRelease], isSentinel: Bool, isBigEndian: Bool
    ) {
      self.name = name
      self.values = values
      self.seenIn = seenIn
      self.isSentinel = isSentinel
      self.isBigEndian = isBigEndian
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(only: Keys.self)
      name = try container.decode(String.self, forKey: .name)
      since = try container.releaseIfPresent(.since)
      seenIn = try container.releases(.seenIn)
      isSentinel = try container.decodeIfPresent(Bool.self, forKey: .sentinel) ?? false
      let order = try container.decodeIfPresent(String.self, forKey: .byteOrder) ?? "native"
      guard order == "big" || order == "native" else {
        throw container.mistake(
          in: .byteOrder, "'\(order)' is not a byte order", remedy: "write \"big\", or leave it out"
        )
      }
      isBigEndian = order == "big"
      values = try container.decodeIfPresent([Value].self, forKey: .values) ?? []
      if container.contains(.value) {
        guard values.isEmpty else {
          throw container.mistake(
            in: .value, "'value' and 'values' exclude each other", remedy: "remove one of them")
        }
        let value = try container.decode(ConstantValue.self, forKey: .value)
        values = [Value(value: value, seenIn: seenIn)]
      }
      guard !values.isEmpty else {
        throw ContentError(
          path: decoder.codingPath.map(JSONStep.init), message: "'\(name)' has no value",
          remedy: "add 'value'")
      }
    }
  }

  /// A value with the releases that were seen to have it.
  package struct Value: Decodable {
    package var value: ConstantValue
    package var seenIn: [KernelRelease]

    package enum Keys: String, CodingKey, CaseIterable {
      case value
      case seenIn = "seen_in"
    }

    package init(value: ConstantValue, seenIn: [KernelRelease]) {
      self.value = value
      self.seenIn = seenIn
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      value = try values.decode(ConstantValue.self, forKey: .value)
      seenIn = try values.releases(.seenIn)
    }
  }

  /// A C enum, with or without a tag.
  package struct Enumeration: Decodable {
    package var name: String?
    package var constants: [Constant]

    package enum Keys: String, CodingKey, CaseIterable {
      case name, constants
    }

    package init(name: String?, constants: [Constant]) {
      self.name = name
      self.constants = constants
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      name = try values.decodeIfPresent(String.self, forKey: .name)
      constants = try values.decode([Constant].self, forKey: .constants)
    }
  }

  package enum Keys: String, CodingKey, CaseIterable {
    case headers
    case knownThrough = "known_through"
    case sampled, macros, enums
  }

  package init(from decoder: any Decoder) throws {
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
        remedy: "write the value as a number of at most 64 bits, or in quotation marks")
    }
  }
}
