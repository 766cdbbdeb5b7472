internal import MPTCP
internal import UAPIKnowledge
package import UAPIStructs

/// The structs that can be decoded by name, read from the embedded knowledge when they are needed.
package final class KnownStructs {
  private let knowledge = Knowledge.embedded
  private var histories: [String: StructHistory] = [:]
  private var structs: [String: Entry] = [:]
  private var constants: [String: [ConstantName]]?

  package init() {}

  /// What is known of one struct.
  package struct Entry {
    package var history: StructHistory
    /// The unit of each field, by its index in the history; empty where it has none.
    package var units: [String]
    /// What each field means, in one line.
    package var summaries: [String]
  }

  /// The names of all structs.
  package var names: [String] { knowledge.structNames }

  /// The history of a struct.
  ///
  /// - Parameter name: the struct's name in C, with or without the word `struct`.
  package func history(_ name: String) throws(UnknownStruct) -> StructHistory {
    if let history = histories[name] { return history }
    let tag = name.hasPrefix("struct ") ? String(name.dropFirst(7)) : name
    do throws(GeneratorError) {
      guard let history = try knowledge.structHistory(named: tag) else {
        throw GeneratorError(.unknownName, path: "", "")
      }
      histories[name] = history
      return history
    } catch {
      if error.code == .unknownName { throw UnknownStruct(name: tag, candidates: names) }
      // The knowledge inside the tool is checked before it is embedded.
      throw UnknownStruct(name: tag, candidates: [], cause: "\(error)")
    }
  }

  /// What is known of a struct: its history, and what its fields mean.
  package func known(_ name: String) throws(UnknownStruct) -> Entry {
    if let known = structs[name] { return known }
    let history = try history(name)
    let documentation = (try? knowledge.fieldDocumentation(of: history.name)) ?? [:]
    let known = Entry(
      history: history,
      units: history.fields.map { field in
        let unit = documentation[field.name]?.unit ?? ""
        return unit == "none" ? "" : unit
      },
      summaries: history.fields.map { documentation[$0.name]?.summary ?? "" })
    structs[name] = known
    return known
  }
}

/// A struct that no history describes.
package struct UnknownStruct: Error, CustomStringConvertible {
  package var name: String
  package var candidates: [String]
  package var cause: String?

  package var description: String {
    if let cause { return cause }
    return "the struct '\(name)' is not known; " + NearestWord.remedy(name, in: candidates)
  }
}

// MARK: - Names of values

extension KnownStructs {
  /// A constant that a field can hold.
  struct ConstantName {
    var name: String
    var value: UInt64
  }

  /// How a field's value is made of constants.
  private enum Meaning {
    /// Bits, named by the constants with this prefix.
    case flags(prefix: String)
    /// One of the constants with this prefix.
    case one(prefix: String)
    /// A state of TCP, which the kernel keeps in a header of its own.
    case tcpState
  }

  private static let meanings: [String: Meaning] = [
    "mptcpi_flags": .flags(prefix: "MPTCP_INFO_FLAG_"),
    "tcpi_options": .flags(prefix: "TCPI_OPT_"),
    "tcpi_ca_state": .one(prefix: "TCP_CA_"),
    "tcpi_ecn_mode": .one(prefix: "TCPI_ECN_MODE_"),
    "tcpi_state": .tcpState,
  ]

  /// The constants that a value means, in words, or `nil` where the field has none.
  package func words(forValue value: UInt64, ofField name: String) -> String? {
    switch Self.meanings[name] {
    case nil: return nil
    case .tcpState: return UInt8(exactly: value).flatMap { TCPInfo.State(rawValue: $0).name }
    case .one(let prefix):
      return constants(prefix: prefix).first { $0.value == value }.map(\.name)
    case .flags(let prefix):
      var rest = value
      var words: [String] = []
      for constant in constants(prefix: prefix) where rest & constant.value == constant.value {
        guard constant.value != 0 else { continue }
        rest &= ~constant.value
        words.append(constant.name)
      }
      if rest != 0 { words.append("0x" + String(rest, radix: 16)) }
      return words.isEmpty ? nil : words.joined(separator: " ")
    }
  }

  /// The constants whose names start with a prefix, without it.
  private func constants(prefix: String) -> [ConstantName] {
    if constants == nil { constants = [:] }
    if let found = constants?[prefix] { return found }
    let all = (try? knowledge.allConstants()) ?? []
    let found = all.flatMap(\.constants).compactMap { constant -> ConstantName? in
      guard constant.name.hasPrefix(prefix), !constant.isSentinel,
        case .integer(isNegative: false, let value) = constant.value
      else { return nil }
      return ConstantName(name: String(constant.name.dropFirst(prefix.count)), value: value)
    }
    constants?[prefix] = found
    return found
  }
}
