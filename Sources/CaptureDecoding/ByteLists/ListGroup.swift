internal import UAPIText

/// What is between two brackets, or a whole text.
struct ListGroup {
  enum Node {
    case token(ListToken)
    case group(ListGroup)
  }

  /// The bracket, 0 for the whole text.
  var open: UInt8
  var line: Int
  /// The index of the first token after the bracket.
  var start: Int
  var nodes: [Node] = []

  /// How many brackets may be inside each other.
  private static let depthLimit = 32

  /// The whole text as a group.
  ///
  /// - Returns: the group, or `nil` where brackets do not match.
  static func whole(_ tokens: [ListToken]) throws(InputFailure) -> ListGroup? {
    var stack = [ListGroup(open: 0, line: 1, start: 0)]
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .open(let byte):
        guard stack.count < depthLimit else {
          throw InputFailure(line: token.line, reason: "brackets are too deep inside each other")
        }
        stack.append(ListGroup(open: byte, line: token.line, start: index + 1))
      case .close(let byte):
        let expected = closing[stack[stack.count - 1].open]
        // An arrow is not a bracket.
        if byte == UInt8(ascii: ">"), expected != byte { continue }
        guard expected == byte, let group = stack.popLast() else { return nil }
        if let count = group.repeats {
          let token = ListToken(kind: .repeats(count), line: group.line)
          stack[stack.count - 1].nodes.append(.token(token))
        } else {
          stack[stack.count - 1].nodes.append(.group(group))
        }
      case .other(UInt8(ascii: "=")):
        stack[stack.count - 1].takeIndex(token)
      default: stack[stack.count - 1].nodes.append(.token(token))
      }
    }
    guard stack.count == 1 else {
      let group = stack[stack.count - 1]
      let bracket = String(decoding: [group.open], as: UTF8.self)
      // A word and a '<' are a comparison as well as a cut list.
      if !group.hasNumbers { return nil }
      throw InputFailure(line: group.line, reason: "the list is cut: its '\(bracket)' has no end")
    }
    return stack[0]
  }

  /// Takes a `=`, and the `[3]` before it if there is one.
  private mutating func takeIndex(_ token: ListToken) {
    guard case .group(let group)? = nodes.last, group.open == Ascii.openBracket,
      let index = group.declaredCount
    else {
      nodes.append(.token(token))
      return
    }
    nodes[nodes.count - 1] = .token(ListToken(kind: .index(index), line: group.line))
  }

  private static let closing: [UInt8: UInt8] = [
    Ascii.openBracket: Ascii.closeBracket, Ascii.openBrace: Ascii.closeBrace,
    UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "<"): UInt8(ascii: ">"),
  ]

  /// The tokens of the group itself, without those of groups inside.
  var tokens: [ListToken] {
    nodes.compactMap { if case .token(let token) = $0 { token } else { nil } }
  }

  var groups: [ListGroup] {
    nodes.compactMap { if case .group(let group) = $0 { group } else { nil } }
  }

  var hasStrings: Bool {
    tokens.contains { if case .string = $0.kind { true } else { false } }
  }

  private var hasNumbers: Bool {
    nodes.contains { node in
      switch node {
      case .token(let token): if case .number = token.kind { true } else { false }
      case .group: true
      }
    }
  }

  /// The count in gdb's `<repeats 5 times>`.
  private var repeats: Int? {
    let kinds = tokens.map(\.kind)
    guard kinds.count == 3, kinds[0] == .word("repeats"), kinds[2] == .word("times"),
      case .number(let count) = kinds[1]
    else { return nil }
    return Int(count)
  }
}
