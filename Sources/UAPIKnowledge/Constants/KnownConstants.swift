package import UAPIStructs

/// The constants of a header and of those that belong to it.
package struct KnownConstants: Hashable, Sendable {
  package var headers: [String]
  package var knownThrough: KernelRelease?
  package var sampled: [KernelRelease] = []
  package var constants: [KnownConstant] = []

  /// Constants of headers.
  package init(
    headers: [String], knownThrough: KernelRelease? = nil, sampled: [KernelRelease] = [],
    constants: [KnownConstant] = []
  ) {
    self.headers = headers
    self.knownThrough = knownThrough
    self.sampled = sampled
    self.constants = constants
  }

  /// The tags of all enums, in the order of their first enumerators.
  package var enumerations: [String] {
    var names: [String] = []
    var seen: Set<String> = []
    for case let name? in constants.map(\.enumeration) where seen.insert(name).inserted {
      names.append(name)
    }
    return names
  }
}

/// One constant.
package struct KnownConstant: Hashable, Sendable {
  package var name: String
  /// The values that it was seen to have, the one of the newest header last.
  package var values: [Value]
  package var since: KernelRelease?
  package var seenIn: [KernelRelease] = []
  /// Counts what a header knows, and says nothing about a kernel.
  package var isSentinel = false
  /// Stored in network byte order; the values here are those of the number itself.
  package var isBigEndian = false
  /// Whether it is an enumerator, and not a macro.
  package var isEnumerator = false
  /// The tag of the enum that it belongs to.
  package var enumeration: String?
  /// The number of that enum among those of its headers, whether it has a tag or not.
  package var enumNumber: Int?
  /// The release of the installed header, if nothing else has the constant; `nil` inside means that it is unknown.
  package var installed: KernelRelease??
  /// The header that was named when the constant was found.
  package var header: String

  /// A constant.
  package init(
    name: String, values: [Value], since: KernelRelease? = nil, seenIn: [KernelRelease] = [],
    isSentinel: Bool = false, isBigEndian: Bool = false, isEnumerator: Bool = false,
    enumeration: String? = nil, enumNumber: Int? = nil, installed: KernelRelease?? = nil,
    header: String
  ) {
    self.name = name
    self.values = values
    self.since = since
    self.seenIn = seenIn
    self.isSentinel = isSentinel
    self.isBigEndian = isBigEndian
    self.isEnumerator = isEnumerator
    self.enumeration = enumeration
    self.enumNumber = enumNumber
    self.installed = installed
    self.header = header
  }

  /// A value with the releases that were seen to have it.
  package struct Value: Hashable, Sendable {
    package var value: ConstantValue
    package var seenIn: [KernelRelease]

    /// A value.
    package init(value: ConstantValue, seenIn: [KernelRelease]) {
      self.value = value
      self.seenIn = seenIn
    }
  }

  /// The value of the newest header.
  package var value: ConstantValue { values.last?.value ?? .integer(0) }
}

extension KnownConstants {
  /// Reads a text.
  package init(path: String, text: String) throws(GeneratorError) {
    try self.init(SourceDocument(path: path, text: text))
  }

  /// Reads a constants file.
  package init(_ document: SourceDocument) throws(GeneratorError) {
    let file = try document.decode(ConstantsFile.self)
    guard let header = file.headers.first else {
      throw document.error(
        .content, at: [.key("headers")], "no header is named",
        remedy: "name the headers that are described")
    }
    for (index, header) in file.headers.enumerated() where !HeaderName.isValid(header) {
      throw document.error(
        .content, at: [.key("headers"), .index(index)], "'\(header)' is not the name of a header",
        remedy: HeaderName.remedy)
    }
    for (index, group) in file.enums.enumerated() {
      guard let tag = group.name, !CIdentifier.isPath(tag) else { continue }
      throw document.error(
        .content, at: [.key("enums"), .index(index), .key("name")],
        "'\(tag)' is not a C identifier", remedy: "write the enum's tag as the header does")
    }
    self.init(headers: file.headers, knownThrough: file.knownThrough, sampled: file.sampled)
    var seen: Set<String> = []
    func take(
      _ entry: ConstantsFile.Constant, enumeration: String? = nil, enumNumber: Int? = nil,
      path: [JSONStep]
    ) throws(GeneratorError) -> KnownConstant {
      guard CIdentifier.isValid(entry.name) else {
        throw document.error(
          .content, at: path + [.key("name")], "'\(entry.name)' is not a C identifier",
          remedy: "write the constant's name as the header does")
      }
      // A sentinel can have closed one enum in old headers and another one in new ones.
      guard seen.insert(entry.name).inserted || entry.isSentinel else {
        throw document.error(
          .content, at: path + [.key("name")], "'\(entry.name)' is in this file twice",
          remedy: "remove one of them, or join them by 'values'")
      }
      // The newest value last; entries that name no release keep their order.
      let values = entry.values.enumerated().sorted { left, right in
        let oldest = KernelRelease(0, 0)
        let (a, b) = (left.element.seenIn.max() ?? oldest, right.element.seenIn.max() ?? oldest)
        return a == b ? left.offset < right.offset : a < b
      }
      return KnownConstant(
        name: entry.name,
        values: values.map { .init(value: $0.element.value, seenIn: $0.element.seenIn) },
        since: entry.since, seenIn: entry.seenIn, isSentinel: entry.isSentinel,
        isBigEndian: entry.isBigEndian, isEnumerator: enumNumber != nil,
        enumeration: enumeration, enumNumber: enumNumber, header: header)
    }
    for (index, entry) in file.macros.enumerated() {
      constants.append(
        try take(entry, path: [.key("macros"), .index(index)]))
    }
    for (index, group) in file.enums.enumerated() {
      for (number, entry) in group.constants.enumerated() {
        let path: [JSONStep] = [.key("enums"), .index(index), .key("constants"), .index(number)]
        constants.append(
          try take(entry, enumeration: group.name, enumNumber: index, path: path))
      }
    }
  }
}
