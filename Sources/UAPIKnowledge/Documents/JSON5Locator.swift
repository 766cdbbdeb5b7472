/// A step on the way from the top of a JSON document to a value.
package enum JSONStep: Hashable, Sendable {
  /// The member of an object.
  case key(String)
  /// The element of an array.
  case index(Int)
}

/// A JSON5 text, read: where in it each value is, and the same as plain JSON.
///
/// Foundation decodes the plain JSON. What it forgets is kept here: positions, the order of keys, and
/// keys that are there twice. Nothing but this reads the JSON5 itself, so that no two readers can
/// take a text for different things.
struct JSON5Locator {
  /// A value with its place in the text.
  struct Node {
    package var offset: Int
    package var members: [Member] = []
    /// Where in ``members`` a key is.
    package var positions: [String: Int] = [:]
    package var elements: [Node] = []
  }

  /// A key with its value.
  struct Member {
    package var key: String
    package var keyOffset: Int
    package var value: Node
  }

  /// What is wrong with the text, and where.
  struct SyntaxError: Error {
    package var offset: Int
    package var message: String
    package var remedy: String
  }

  /// The top value.
  private(set) var root = Node(offset: 0)
  /// The text as plain JSON.
  private(set) var json: [UInt8] = []

  private var scanner: JSON5Scanner
  private static let deepest = 64

  /// Reads `text` from its first to its last byte.
  init(_ text: String) throws(SyntaxError) {
    scanner = JSON5Scanner(text)
    try scanner.skipBlank()
    root = try value(depth: 0)
    try scanner.skipBlank()
    if scanner.peek != nil {
      throw scanner.error(
        "text after the end of the document", remedy: "remove what follows the last bracket")
    }
  }

  /// The value at the end of `path`, or the deepest one on the way to it.
  func node(at path: some Sequence<JSONStep>) -> Node {
    var node = root
    for step in path {
      guard let next = Self.child(of: node, at: step) else { return node }
      node = next
    }
    return node
  }

  /// The keys of the object at the end of `path`, in their order; none if there is no such object.
  func keys(at path: some Sequence<JSONStep>) -> [String] {
    var node = root
    for step in path {
      guard let next = Self.child(of: node, at: step) else { return [] }
      node = next
    }
    return node.members.map(\.key)
  }

  private static func child(of node: Node, at step: JSONStep) -> Node? {
    switch step {
    case .key(let key): node.positions[key].map { node.members[$0].value }
    case .index(let index): node.elements.indices.contains(index) ? node.elements[index] : nil
    }
  }

  /// The offset of the last key of `path`, or of the value if the path ends in an index.
  func keyOffset(at path: [JSONStep]) -> Int {
    guard case .key(let key)? = path.last else { return node(at: path).offset }
    let parent = node(at: path.dropLast())
    return parent.positions[key].map { parent.members[$0].keyOffset } ?? parent.offset
  }

  // MARK: Reading

  private mutating func value(depth: Int) throws(SyntaxError) -> Node {
    guard depth < Self.deepest else {
      throw scanner.error(
        "nested more than \(Self.deepest) levels deep", remedy: "flatten the document")
    }
    let start = scanner.position
    switch scanner.peek {
    case nil:
      throw scanner.error(
        "the text ends where a value is expected", remedy: "add the missing value")
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["):
      return Node(offset: start, elements: try elements(depth: depth))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): append(string: try scanner.string())
    default: json += try scanner.word()
    }
    return Node(offset: start)
  }

  private mutating func object(depth: Int) throws(SyntaxError) -> Node {
    var node = Node(offset: scanner.position)
    scanner.position += 1
    json.append(UInt8(ascii: "{"))
    while true {
      try scanner.skipBlank()
      switch scanner.peek {
      case nil: throw unclosed("{", "}", at: node.offset)
      case UInt8(ascii: "}"):
        scanner.position += 1
        json.append(UInt8(ascii: "}"))
        return node
      default: break
      }
      let keyOffset = scanner.position
      let key = try scanner.key()
      guard node.positions.updateValue(node.members.count, forKey: key) == nil else {
        throw SyntaxError(
          offset: keyOffset, message: "the key '\(key)' is here twice",
          remedy: "remove one of them")
      }
      try scanner.skipBlank()
      guard scanner.peek == UInt8(ascii: ":") else {
        throw scanner.error("expected ':' after the key '\(key)'", remedy: "write \(key): value")
      }
      scanner.position += 1
      try scanner.skipBlank()
      if !node.members.isEmpty { json.append(UInt8(ascii: ",")) }
      append(string: key)
      json.append(UInt8(ascii: ":"))
      node.members.append(
        Member(key: key, keyOffset: keyOffset, value: try value(depth: depth + 1)))
      try scanner.skipBlank()
      switch scanner.peek {
      case UInt8(ascii: ","): scanner.position += 1
      case UInt8(ascii: "}"): break
      case nil: throw unclosed("{", "}", at: node.offset)
      default: throw scanner.error("expected ',' or '}'", remedy: "put a comma before this")
      }
    }
  }

  private mutating func elements(depth: Int) throws(SyntaxError) -> [Node] {
    let open = scanner.position
    scanner.position += 1
    json.append(UInt8(ascii: "["))
    var elements: [Node] = []
    while true {
      try scanner.skipBlank()
      switch scanner.peek {
      case nil: throw unclosed("[", "]", at: open)
      case UInt8(ascii: "]"):
        scanner.position += 1
        json.append(UInt8(ascii: "]"))
        return elements
      default: break
      }
      if !elements.isEmpty { json.append(UInt8(ascii: ",")) }
      elements.append(try value(depth: depth + 1))
      try scanner.skipBlank()
      switch scanner.peek {
      case UInt8(ascii: ","): scanner.position += 1
      case UInt8(ascii: "]"): break
      case nil: throw unclosed("[", "]", at: open)
      default: throw scanner.error("expected ',' or ']'", remedy: "put a comma before this")
      }
    }
  }

  private mutating func append(string: String) { json += JSONLiteral.string(string).utf8 }

  private func unclosed(_ open: String, _ close: String, at offset: Int) -> SyntaxError {
    SyntaxError(
      offset: offset, message: "this '\(open)' is not closed", remedy: "add the missing '\(close)'")
  }
}
