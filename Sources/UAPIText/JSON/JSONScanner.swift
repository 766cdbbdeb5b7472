/// A member of a JSON object, its parts as they are in the text.
package struct JSONMember {
  /// What a value is.
  package enum Kind { case object, array, string, number, literal }

  /// The name, with its escapes resolved.
  package let name: String
  /// Where the name is, quotation marks included.
  package let nameRange: Range<Int>
  /// What the value is.
  package let kind: Kind
  /// Where the value is.
  package let valueRange: Range<Int>
}

/// What is wrong in a JSON text, and at which byte, counted from 0.
package struct JSONFailure: Error, Hashable {
  package var offset: Int
  package var reason: String
}

/// Reads one JSON text strictly, and keeps every value as it is: a value that is only carried
/// through is not to change on the way, not even in the last digit of a number.
package struct JSONScanner {
  /// How many arrays and objects may be inside each other.
  package static let depthLimit = 64
  /// Up to so many names are compared one by one.
  private static let fewMembers = 16

  private let bytes: [UInt8]
  private var index = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The members of the object that the whole text is.
  package static func object(_ bytes: [UInt8]) throws(JSONFailure) -> [JSONMember] {
    var scanner = JSONScanner(bytes)
    scanner.skipSpace()
    let members = try scanner.topObject()
    scanner.skipSpace()
    guard scanner.index == bytes.count else {
      throw scanner.failure("something follows the object")
    }
    return members
  }

  /// The text of a string value, with its escapes resolved.
  package static func string(_ bytes: [UInt8], in range: Range<Int>) throws(JSONFailure) -> String {
    var scanner = JSONScanner(bytes)
    scanner.index = range.lowerBound
    return try scanner.string(keep: true)
  }

  private func failure(_ reason: String, at offset: Int? = nil) -> JSONFailure {
    JSONFailure(offset: offset ?? index, reason: reason)
  }

  private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while index < bytes.count, Ascii.isSpace(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(JSONFailure) {
    guard let found = current else {
      throw failure("the text ends where '\(Self.name(byte))' is due")
    }
    guard found == byte else { throw failure("'\(Self.name(byte))' is due") }
    index += 1
  }

  private static func name(_ byte: UInt8) -> String { String(decoding: [byte], as: UTF8.self) }

  private mutating func topObject() throws(JSONFailure) -> [JSONMember] {
    guard current == Ascii.openBrace else {
      throw failure(current == nil ? "the text is empty" : "a record is an object: '{' is due")
    }
    index += 1
    var members: [JSONMember] = []
    members.reserveCapacity(12)
    var seen: Set<String> = []
    skipSpace()
    if current == Ascii.closeBrace {
      index += 1
      return members
    }
    while true {
      skipSpace()
      let nameStart = index
      let name = try string(keep: true)
      // A second value for a key would be dropped or believed, depending on the reader.
      if members.count == Self.fewMembers { seen = Set(members.map(\.name)) }
      let isNew =
        members.count < Self.fewMembers
        ? !members.contains { $0.name == name } : seen.insert(name).inserted
      guard isNew else {
        throw failure("the key '\(name)' is in the object twice", at: nameStart)
      }
      let nameRange = nameStart..<index
      skipSpace()
      try take(Ascii.colon)
      skipSpace()
      let start = index
      let kind = try value(depth: 1)
      members.append(
        JSONMember(name: name, nameRange: nameRange, kind: kind, valueRange: start..<index))
      skipSpace()
      if current == Ascii.closeBrace {
        index += 1
        return members
      }
      try take(Ascii.comma)
    }
  }

  private mutating func value(depth: Int) throws(JSONFailure) -> JSONMember.Kind {
    guard depth <= Self.depthLimit else {
      throw failure("more than \(Self.depthLimit) arrays and objects are inside each other")
    }
    switch current {
    case Ascii.quote:
      _ = try string(keep: false)
      return .string
    case Ascii.openBrace:
      try container(closing: Ascii.closeBrace, depth: depth)
      return .object
    case Ascii.openBracket:
      try container(closing: Ascii.closeBracket, depth: depth)
      return .array
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case .some(let byte) where byte == Ascii.minus || Ascii.isDigit(byte):
      try number()
      return .number
    case nil: throw failure("the text ends where a value is due")
    default: throw failure("a value is due")
    }
    return .literal
  }

  private mutating func container(closing: UInt8, depth: Int) throws(JSONFailure) {
    index += 1
    skipSpace()
    if current == closing {
      index += 1
      return
    }
    while true {
      skipSpace()
      if closing == Ascii.closeBrace {
        _ = try string(keep: false)
        skipSpace()
        try take(Ascii.colon)
        skipSpace()
      }
      _ = try value(depth: depth + 1)
      skipSpace()
      if current == closing {
        index += 1
        return
      }
      try take(Ascii.comma)
    }
  }

  private mutating func literal(_ word: StaticString) throws(JSONFailure) {
    let end = index + word.utf8CodeUnitCount
    guard end <= bytes.count, word.description.utf8.elementsEqual(bytes[index..<end]) else {
      throw failure("a value is due")
    }
    index = end
  }

  private mutating func number() throws(JSONFailure) {
    if current == Ascii.minus { index += 1 }
    if current == Ascii.zero {
      index += 1
      if let byte = current, Ascii.isDigit(byte) { throw failure("a number starts with 0") }
    } else {
      try digits()
    }
    if current == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      index += 1
      if current == UInt8(ascii: "+") || current == Ascii.minus { index += 1 }
      try digits()
    }
  }

  private mutating func digits() throws(JSONFailure) {
    guard let byte = current, Ascii.isDigit(byte) else { throw failure("a digit is due") }
    while let byte = current, Ascii.isDigit(byte) { index += 1 }
  }

  // MARK: - Strings

  private mutating func string(keep: Bool) throws(JSONFailure) -> String {
    try take(Ascii.quote)
    let start = index
    var text: [UInt8] = []
    var kept = start
    var isASCII = true
    while true {
      guard index < bytes.count else { throw failure("the text ends inside a string") }
      let byte = bytes[index]
      switch byte {
      case Ascii.quote:
        let end = index
        index += 1
        if !isASCII, String(validating: bytes[start..<end], as: UTF8.self) == nil {
          throw failure("the string is not UTF-8", at: start)
        }
        guard keep else { return "" }
        if text.isEmpty { return String(decoding: bytes[kept..<end], as: UTF8.self) }
        text += bytes[kept..<end]
        return String(decoding: text, as: UTF8.self)
      case Ascii.backslash:
        if keep { text += bytes[kept..<index] }
        let scalar = try escape()
        if keep { text += Array(String(Character(scalar)).utf8) }
        kept = index
      case 0..<0x20: throw failure("a control character is in a string")
      default:
        if byte >= 0x80 { isASCII = false }
        index += 1
      }
    }
  }

  private mutating func escape() throws(JSONFailure) -> Unicode.Scalar {
    let start = index
    index += 1
    guard let byte = current else { throw failure("the text ends inside a string") }
    index += 1
    switch byte {
    case Ascii.quote: return "\""
    case Ascii.backslash: return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var value = try fourHexDigits()
      if (0xD800..<0xDC00).contains(value), current == Ascii.backslash {
        index += 1
        try take(UInt8(ascii: "u"))
        let low = try fourHexDigits()
        guard (0xDC00..<0xE000).contains(low) else {
          throw failure("half a surrogate pair", at: start)
        }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else {
        throw failure("half a surrogate pair", at: start)
      }
      return scalar
    default: throw failure("an unknown escape", at: start)
    }
  }

  private mutating func fourHexDigits() throws(JSONFailure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Ascii.hexValue(byte) else {
        throw failure("four hexadecimal digits are due")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
