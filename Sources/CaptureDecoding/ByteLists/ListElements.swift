internal import UAPIText

/// Takes the elements out of a list.
struct ListElements {
  private let group: ListGroup
  /// How many elements are taken.
  private static let limit = 1 << 20

  init(_ group: ListGroup) { self.group = group }

  /// What is said of a list that goes on elsewhere.
  private static func cut(_ token: ListToken) -> InputFailure {
    InputFailure(
      line: token.line, reason: "the list is cut: bytes are left out at '...', print all of them")
  }

  private func unexpected(_ token: ListToken) -> InputFailure {
    InputFailure(line: token.line, reason: "expected a byte, found '\(token.text)'")
  }

  // MARK: - Numbers

  /// The elements as they are written.
  func numbers() throws(InputFailure) -> NumberList {
    var list = NumberList()
    let hasComma = group.tokens.contains { $0.kind == .comma }
    var isSeparated = true
    for node in group.nodes {
      // A cast.
      guard case .token(let token) = node else { continue }
      switch token.kind {
      case .index(let index):
        guard index == list.elements.count else {
          throw InputFailure(
            line: token.line,
            reason: "element \(index) follows after \(list.elements.count) elements")
        }
        isSeparated = true
      case .comma:
        guard !isSeparated else { throw unexpected(token) }
        isSeparated = true
      case .number(let text):
        try append(text, token, &list, isSeparated || !hasComma)
        isSeparated = false
      case .string(let literal):
        guard let text = literal.number else { throw unexpected(token) }
        try append(text, token, &list, isSeparated || !hasComma)
        isSeparated = false
      case .repeats(let count):
        guard let last = list.elements.last, (1...Self.limit).contains(count) else {
          throw unexpected(token)
        }
        list.elements += repeatElement(last, count: count - 1)
      case .ellipsis: throw Self.cut(token)
      default: throw unexpected(token)
      }
      guard list.elements.count <= Self.limit else {
        throw InputFailure(line: group.line, reason: "more than \(Self.limit) bytes")
      }
    }
    return list
  }

  private func append(
    _ text: String, _ token: ListToken, _ list: inout NumberList, _ isSeparated: Bool
  ) throws(InputFailure) {
    guard isSeparated else {
      throw InputFailure(line: token.line, reason: "expected ',', found '\(token.text)'")
    }
    list.elements.append(NumberList.Element(text: text, line: token.line))
  }

  /// The bytes of `<Buffer 01 00>`.
  func buffer() throws(InputFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    for token in group.tokens {
      switch token.kind {
      case .ellipsis: throw Self.cut(token)
      case .word("Buffer"): continue
      case .number(let text), .word(let text):
        guard let own = Hex.bytes(Array(text.utf8)) else { throw unexpected(token) }
        bytes += own
      default: throw unexpected(token)
      }
    }
    return bytes
  }

  // MARK: - Strings

  /// Whether the strings hold characters, not one number each.
  var hasCharacters: Bool {
    let strings = literals
    return strings.count == 1 || strings.contains { $0.number == nil }
  }

  private var literals: [StringLiteral] {
    group.tokens.compactMap { if case .string(let literal) = $0.kind { literal } else { nil } }
  }

  /// The bytes of strings that follow each other, or `nil` where they are a part of prose.
  func characters(isPrintedByDebugger: Bool) throws(InputFailure) -> [UInt8]? {
    let tokens = group.tokens
    let strings = tokens.indices.filter {
      if case .string = tokens[$0].kind { true } else { false }
    }
    guard let first = strings.first, let last = strings.last, isValue(first, in: tokens) else {
      return nil
    }
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .ellipsis: throw Self.cut(token)
      case .repeats: throw Self.debugger(token)
      case .string where isPrintedByDebugger: throw Self.debugger(token)
      case .string: continue
      case .word(let word), .number(let word):
        guard index < first || index > last || Self.prefixes.contains(word) else {
          throw unexpected(token)
        }
      case .other(UInt8(ascii: "+")), .other(Ascii.backslash): continue
      default: guard index < first || index > last else { throw unexpected(token) }
      }
    }
    let literals = literals
    let digits = literals.compactMap(\.hexadecimal)
    if digits.count == literals.count { return Array(digits.joined()) }
    var bytes: [UInt8] = []
    for (index, literal) in zip(strings, literals) {
      switch literal.bytes() {
      case .success(let own): bytes += own
      case .failure(let problem):
        throw InputFailure(line: tokens[index].line, reason: problem.reason)
      }
    }
    return bytes
  }

  /// Whether a string is where a value is: alone, or after a sign.
  private func isValue(_ index: Int, in tokens: [ListToken]) -> Bool {
    var before = tokens[..<index].last
    if case .word(let word) = before?.kind, Self.prefixes.contains(word) {
      before = tokens[..<(index - 1)].last
    } else if case .number(let word) = before?.kind, Self.prefixes.contains(word) {
      before = tokens[..<(index - 1)].last
    }
    guard let before else { return true }
    switch before.kind {
    case .other, .index: return true
    default: return false
    }
  }

  private static func debugger(_ token: ListToken) -> InputFailure {
    InputFailure(
      line: token.line,
      reason: "gdb leaves out the last zero byte of such text: use print/x or x/48xb instead")
  }

  /// What a language writes before a string.
  private static let prefixes: Set<String> = ["b", "B", "rb", "br", "u8", "c", "u", "U", "L", "r"]
}
