internal import UAPIKnowledge
internal import UAPIText
internal import UAPIStructs

/// Writes the file with the constants.
struct ConstantEmitter {
  let module: BoundModule

  /// The file.
  func file() -> String {
    var source = SourceText()
    source.line(GeneratedFiles.notice(module.headers))
    for group in module.groups {
      source.line()
      let parts = group.name.split(separator: ".").map(String.init)
      if parts.count == 2 {
        source.block("extension \(SwiftNames.escaped(parts[0])) {") { source in
          emit(group, name: parts[1], into: &source)
        }
      } else {
        emit(group, name: group.name, into: &source)
      }
    }
    return source.text
  }

  private var access: String { module.access == .internal ? "" : module.access.rawValue + " " }

  private func emit(_ group: BoundGroup, name: String, into source: inout SourceText) {
    source.doc(
      group.documentation?.summary ?? "\(group.origin) \(Self.place(headers(of: group))).",
      group.documentation?.discussion)
    let escaped = SwiftNames.escaped(name)
    guard let type = group.type, group.kind != .namespace else {
      source.block("\(access)enum \(escaped) {") { source in
        for (index, member) in group.members.enumerated() {
          if index > 0 { source.line() }
          document(member, into: &source)
          let type = member.type?.description ?? "String"
          source.line(
            "\(access)static let \(SwiftNames.escaped(member.name)): \(type) = "
              + literal(member, style: .decimal))
        }
      }
      return
    }
    let conformances =
      group.kind == .flags
      ? "OptionSet, Hashable, Sendable" : "RawRepresentable, Hashable, Sendable"
    source.block("\(access)struct \(escaped): \(conformances) {") { source in
      source.doc(group.kind == .flags ? "The bits." : "The number that stands for the value.")
      source.line("\(access)let rawValue: \(type)")
      source.line()
      source.doc(
        group.kind == .flags
          ? "Makes a set from its bits, also those that have no name."
          : "Makes a value from its number, also one that has no name.")
      if module.access == .public { source.line("@inlinable") }
      source.line("\(access)init(rawValue: \(type)) { self.rawValue = rawValue }")
      for member in group.members {
        source.line()
        document(member, into: &source)
        let style: Style = group.kind == .flags ? .bits : .decimal
        source.line(
          "\(access)static let \(SwiftNames.escaped(member.name)) = "
            + "\(escaped)(rawValue: \(literal(member, style: style)))")
      }
    }
  }

  /// Where constants are declared, in words.
  private static func place(_ headers: [String]) -> String {
    headers == [HeaderName.ofKernels]
      ? "inside the kernel" : "of " + WordList.joined(headers.map { "`\($0)`" })
  }

  private func headers(of group: BoundGroup) -> [String] {
    var headers: [String] = []
    for member in group.members where !headers.contains(member.constant.header) {
      headers.append(member.constant.header)
    }
    return headers
  }

  // MARK: Constants

  private func document(_ member: BoundConstant, into source: inout SourceText) {
    let constant = member.constant
    source.doc(
      member.documentation?.summary
        ?? "The constant `\(constant.name)` \(Self.place([constant.header])).",
      member.documentation?.discussion, facts(member))
  }

  private func facts(_ member: BoundConstant) -> String {
    let constant = member.constant
    var text = "`\(constant.name)`"
    if constant.isBigEndian { text += ", kept in network byte order" }
    if let installed = constant.installed {
      let place =
        constant.header == HeaderName.ofKernels ? "inside the kernel" : "in the installed header"
      text += ", \(place)" + (installed.map { " of Linux \($0)" } ?? "")
    } else if let since = constant.since {
      text += ", since Linux \(since)"
    } else if let first = constant.seenIn.min() {
      let isOldest = first == member.sampled.min()
      text += isOldest ? ", in Linux \(first) and later" : ", first seen in Linux \(first)"
    }
    if let last = constant.seenIn.max(), let newest = member.sampled.max(), last < newest {
      text += ", last seen in Linux \(last)"
    }
    text += "."
    if constant.values.count > 1 {
      let older = constant.values.dropLast().map { value in
        let releases = value.seenIn.map(\.description)
        let literal = number(value.value, style: .mask)
        return "`\(literal)` in Linux " + range(of: releases)
      }
      text += " This is the value of the newest header; it was \(older.joined(separator: ", "))."
    }
    return text
  }

  private func range(of releases: [String]) -> String {
    guard let first = releases.first, let last = releases.last, first != last else {
      return releases.first ?? "of unknown release"
    }
    return "\(first) to \(last)"
  }

  private enum Style { case bits, mask, decimal }

  private func literal(_ member: BoundConstant, style: Style) -> String {
    let text = number(member.constant.value, style: member.constant.isBigEndian ? .bits : style)
    guard member.constant.isBigEndian, let type = member.type else { return text }
    return "(\(text) as \(type)).bigEndian"
  }

  /// A bit as a shift, a mask in hexadecimal, anything else in decimal.
  private func number(_ value: ConstantValue, style: Style) -> String {
    switch value {
    case .string(let text): return SourceText.literal(text)
    case .integer(let isNegative, let magnitude):
      if style == .decimal || isNegative || magnitude == 0 { return grouped(value) }
      if style == .bits, magnitude.nonzeroBitCount == 1 {
        return "1 << \(magnitude.trailingZeroBitCount)"
      }
      let digits = String(magnitude, radix: 16, uppercase: true)
      return "0x" + Self.groups(of: digits, size: 4, from: 5)
    }
  }

  private func grouped(_ value: ConstantValue) -> String {
    guard case .integer(let isNegative, let magnitude) = value else { return value.description }
    return (isNegative ? "-" : "") + Self.groups(of: String(magnitude), size: 3, from: 7)
  }

  /// Digits with underscores between groups, if there are enough of them.
  private static func groups(of digits: String, size: Int, from: Int) -> String {
    guard digits.count >= from else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % size == 0 { result.append("_") }
      result.append(digit)
    }
    return result
  }
}
