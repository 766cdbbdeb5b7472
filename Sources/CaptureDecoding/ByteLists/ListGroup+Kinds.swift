internal import UAPIText

/// What a bracket is.
extension ListGroup {
  /// `<Buffer 01 00>` and `<01000002 00000000>`: hexadecimal digits without a mark.
  var isBuffer: Bool {
    guard open == UInt8(ascii: "<"), groups.isEmpty else { return false }
    return tokens.enumerated().allSatisfy { index, token in
      switch token.kind {
      case .number, .ellipsis: true
      case .word("Buffer"): index == 0
      case .word(let word):
        word.utf8.allSatisfy { Ascii.hexValue($0) != nil } || ["more", "bytes"].contains(word)
      default: false
      }
    }
  }

  /// Names of types and casts: `(byte)`, `<uint8_t>`, `(unsigned char [48])`, `[u8; 48]`.
  var isName: Bool {
    if isBuffer { return false }
    let own = tokens
    let hasWord = own.contains { if case .word = $0.kind { true } else { false } }
    let numbers = own.count { if case .number = $0.kind { true } else { false } }
    let hasString = own.contains { if case .string = $0.kind { true } else { false } }
    return hasWord && numbers <= 1 && !hasString && groups.allSatisfy(\.isSize)
      && !own.contains { $0.kind == .other(UInt8(ascii: "=")) || $0.kind == .other(Ascii.colon) }
  }

  /// `[48]`, or `[]` after the name of a type.
  private var isSize: Bool { groups.isEmpty && tokens.count <= 1 }

  /// Whether there are numbers or strings, and no list inside.
  var isList: Bool {
    if isBuffer { return true }
    let own = tokens
    let numbers = own.count { if case .number = $0.kind { true } else { false } }
    let hasString = own.contains { if case .string = $0.kind { true } else { false } }
    guard numbers > 0 || hasString else { return false }
    let inner = groups.filter { !$0.isName && !(hasString && $0.isSize) }
    guard inner.isEmpty else { return false }
    // Numbers in a text without brackets are a list only where there is nothing else.
    return open != 0 || hasString
      || groups.isEmpty && numbers + own.count { $0.kind == .comma } == own.count
  }

  /// `[]`, but not `main()`.
  var isEmptyList: Bool { nodes.isEmpty && open != UInt8(ascii: "(") && open != 0 }

  /// The number in `[48]`.
  var declaredCount: Int? {
    guard groups.isEmpty, tokens.count == 1, case .number(let text) = tokens[0].kind else {
      return nil
    }
    return Int(text)
  }
}
