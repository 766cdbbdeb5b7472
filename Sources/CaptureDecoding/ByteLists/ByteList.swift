internal import UAPIText

/// Reads the bytes that languages and tools list: arrays with numbers, strings with escapes, and
/// what debuggers and consoles print of either.
///
/// The list is the bracket that holds numbers or strings and nothing else. What is around it tells
/// the size of its elements and sometimes how many there are; the rest are names.
struct ByteList {
  private let tokens: [ListToken]
  private let order: WordOrder?
  /// The lists of the text, in its order.
  private var lists: [ListGroup] = []
  /// Counts that the text gives next to the list: `buf[48]`, `buf_len = 48`.
  private var counts: [(count: Int, line: Int)] = []

  /// The bytes of a text, or `nil` where it has no list.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - words: what a person says about numbers of several bytes.
  ///   - base: what numbers without a prefix are.
  static func bytes(
    _ text: [UInt8], words: WordOrder? = nil, base: NumberList.Base = .unknown
  ) throws(InputFailure) -> [UInt8]? {
    guard let tokens = ListLexer.tokens(text), let whole = try ListGroup.whole(tokens) else {
      return nil
    }
    var list = ByteList(tokens: tokens, order: words)
    list.search(whole)
    return try list.bytes(base)
  }

  private init(tokens: [ListToken], order: WordOrder?) {
    self.tokens = tokens
    self.order = order
  }

  // MARK: - Which bracket

  private mutating func search(_ group: ListGroup) {
    noteCounts(group)
    let inner = group.groups.filter { !$0.isName }
    // A list of numbers can have casts and indices inside, which are not lists.
    if group.isList || (inner.isEmpty && group.isEmptyList) {
      lists.append(group)
      return
    }
    for case .token(let token) in group.nodes {
      if case .index(let count) = token.kind { counts.append((count, token.line)) }
    }
    for group in inner { search(group) }
  }

  /// `x_len = 48`, `byteLength: 48`.
  private mutating func noteCounts(_ group: ListGroup) {
    let tokens = group.tokens
    for index in tokens.indices.dropLast(2) {
      guard case .word(let name) = tokens[index].kind,
        case .other(let sign) = tokens[index + 1].kind,
        sign == Ascii.colon || sign == UInt8(ascii: "="),
        case .number(let text) = tokens[index + 2].kind, let count = Int(text),
        ["len", "length", "count", "size"].contains(where: name.lowercased().hasSuffix)
      else { continue }
      counts.append((count, tokens[index].line))
    }
  }

  // MARK: - Its bytes

  private mutating func bytes(_ base: NumberList.Base) throws(InputFailure) -> [UInt8]? {
    // `[]` next to a list belongs to its type.
    if lists.last?.isEmptyList == false { lists.removeAll(where: \.isEmptyList) }
    // `[48]` before the list is its size.
    for list in lists.dropLast().prefix(while: { $0.declaredCount != nil }) {
      list.declaredCount.map { counts.append(($0, list.line)) }
    }
    lists = Array(lists.dropLast().drop { $0.declaredCount != nil }) + lists.suffix(1)
    guard let list = lists.first else { return nil }
    guard lists.count == 1 else {
      throw InputFailure(
        line: lists[1].line, reason: "a second list begins here: give one at a time")
    }
    let elements = ListElements(list)
    if list.isBuffer { return try checked(try elements.buffer()) }
    if list.hasStrings, elements.hasCharacters {
      return try elements.characters(isPrintedByDebugger: isPrintedByDebugger).map {
        bytes throws(InputFailure) in try checked(bytes)
      }
    }
    var numbers = try elements.numbers()
    numbers.base = base
    numbers.size = ElementType.size(
      in: tokens[..<list.start], isBraced: list.open == Ascii.openBrace)
    return try checked(try numbers.bytes(order), size: numbers.size ?? 1)
  }

  private func checked(_ bytes: [UInt8], size: Int = 1) throws(InputFailure) -> [UInt8] {
    for (count, line) in counts where count != bytes.count && count * size != bytes.count {
      throw InputFailure(
        line: line, reason: "\(count) bytes are announced, but \(bytes.count) are listed")
    }
    return bytes
  }

  /// `$1 = "…"`.
  private var isPrintedByDebugger: Bool {
    guard case .word(let name) = tokens.first?.kind, name.hasPrefix("$") else { return false }
    return name.dropFirst().allSatisfy(\.isNumber)
  }
}
