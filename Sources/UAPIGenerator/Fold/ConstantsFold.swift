package import UAPIHeaders
package import UAPIKnowledge
package import UAPIStructs

/// Folds the constants of installed headers into those that are known.
package struct ConstantsFold {
  /// The release of the headers, or `nil` if they have no `linux/version.h`.
  package let release: KernelRelease?
  /// What else happened.
  package private(set) var remarks: [ReportEntry] = []

  package init(release: KernelRelease?) { self.release = release }

  /// A constant as a header has it.
  package struct Found {
    package var constant: KnownConstant
    package var location: SourceLocation
  }

  /// What is known after the headers were read: new constants are added, known ones must have a known value.
  package mutating func fold(
    _ model: HeaderModel, into known: KnownConstants
  ) throws(GeneratorError) -> KnownConstants {
    var known = known
    var positions: [String: Int] = [:]
    for (index, constant) in known.constants.enumerated() { positions[constant.name] = index }
    for found in Self.constants(of: model, in: Set(known.headers)) {
      let name = found.constant.name
      guard let position = positions[name] else {
        positions[name] = known.constants.count
        var added = found.constant
        added.installed = .some(release)
        known.constants.append(added)
        if known.knownThrough != nil, !added.isSentinel {
          remarks.append(
            ReportEntry(
              .remark, name, "only the installed header\(ofRelease) has it",
              file: added.header, line: found.location.line))
        }
        continue
      }
      try compare(found, with: &known.constants[position], knownThrough: known.knownThrough)
    }
    return known
  }

  private mutating func compare(
    _ found: Found, with known: inout KnownConstant, knownThrough: KernelRelease?
  ) throws(GeneratorError) {
    let value = found.constant.value
    // Sentinels count what a header knows; there is nothing to contradict.
    if known.isSentinel { return }
    if known.values.contains(where: { $0.value == value }) { return }
    if known.isBigEndian, let swapped = value.byteSwapped32,
      known.values.contains(where: { $0.value == swapped })
    {
      return
    }
    if let release, let knownThrough, release > knownThrough {
      remarks.append(
        ReportEntry(
          .remark, known.name,
          "the installed header\(ofRelease) changes it from \(known.value) to \(value)",
          file: found.constant.header, line: found.location.line))
      known.values.append(.init(value: value, seenIn: [release]))
      known.seenIn.append(release)
      return
    }
    let values = known.values.map { entry in
      guard let first = entry.seenIn.first, let last = entry.seenIn.last else {
        return "\(entry.value)"
      }
      return first == last
        ? "\(entry.value) in Linux \(first)" : "\(entry.value) in Linux \(first) to \(last)"
    }
    throw GeneratorError(
      .contradiction, path: found.location.path, line: found.location.line,
      column: found.location.column,
      "\(known.name) is \(value) in \(found.constant.header)\(ofRelease), but the history has it as "
        + values.joined(separator: "; "),
      remedy: StructFold.wayOut)
  }

  /// The constants of the headers, in the order in which they are declared.
  package static func constants(of model: HeaderModel, in headers: Set<String>) -> [Found] {
    var all: [Found] = []
    for (number, enumeration) in model.enums.enumerated()
    where headers.contains(enumeration.header) {
      for (index, constant) in enumeration.constants.enumerated() {
        let isLast = index == enumeration.constants.count - 1
        let value = constant.hostValue ?? constant.value
        all.append(
          Found(
            constant: KnownConstant(
              name: constant.name,
              values: [.init(value: .init(value), seenIn: [])],
              isSentinel: isSentinel(constant.name, isLast: isLast),
              isBigEndian: constant.hostValue != nil, isEnumerator: true,
              enumeration: enumeration.name, enumNumber: number, header: enumeration.header),
            location: constant.location))
      }
    }
    let enumerators = Set(all.map(\.constant.name))
    for macro in model.macros where headers.contains(macro.header) {
      // An enumerator that is defined as itself is not a second constant.
      if enumerators.contains(macro.name) { continue }
      let value: ConstantValue
      switch macro.value {
      case .integer(let number): value = .init(number)
      case .string(let text): value = .string(text)
      // The planner reports it.
      case .floating: continue
      }
      all.append(
        Found(
          constant: KnownConstant(
            name: macro.name, values: [.init(value: value, seenIn: [])],
            isSentinel: macro.name.hasPrefix("__") || enumerators.contains("__" + macro.name),
            header: macro.header),
          location: macro.location))
    }
    return all
  }

  /// Whether an enumerator only counts the others.
  private static func isSentinel(_ name: String, isLast: Bool) -> Bool {
    if name.hasPrefix("__") { return true }
    return isLast
      && ["_MAX", "_NR", "_AFTER_LAST", "_LAST", "_COUNT"].contains { name.hasSuffix($0) }
  }

  private var ofRelease: String { release.map { " of Linux \($0)" } ?? "" }
}

extension ConstantValue {
  /// The value that the compiler computed.
  package init(_ value: IntegerValue) {
    if let number = value.int64 {
      self = .integer(number)
    } else {
      self = .integer(value.bits)
    }
  }
}
