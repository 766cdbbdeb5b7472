/// A step on the way from the top of a JSON document to a value.
package enum JSONStep: Hashable, Sendable {
  /// The member of an object.
  case key(String)
  /// The element of an array.
  case index(Int)
}

/// Where in a JSON5 text each value stands.
///
/// Foundation decodes the values; this keeps what Foundation forgets: positions, the order of keys, and keys that
/// stand there twice.
struct JSON5Locator {
  /// A value with its place in the text.
  struct Node {
    var offset: Int
    var members: [Member] = []
    var elements: [Node] = []
  }

  /// A key with its value.
  struct Member {
    var key: String
    var keyOffset: Int
    var value: Node
  }

  /// What is wrong with the text, and where.
  struct SyntaxError: Error {
    var offset: Int
    var message: String
    var cure: String
  }

  /// The top value.
  private(set) var root = Node(offset: 0)

  private let bytes: [UInt8]
  private var position = 0
  private static let deepest = 64

  /// Reads `text` from its first to its last byte.
  init(_ text: String) throws(SyntaxError) {
    bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    try skipBlank()
    root = try value(depth: 0)
    try skipBlank()
    if position < bytes.count {
      throw error(
        "text after the end of the document", cure: "remove what follows the last bracket")
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
    case .key(let key): node.members.first { $0.key == key }?.value
    case .index(let index): node.elements.indices.contains(index) ? node.elements[index] : nil
    }
  }

  /// The offset of the last key of `path`, or of the value if the path ends in an index.
  func keyOffset(at path: [JSONStep]) -> Int {
    guard case .key(let key)? = path.last else { return node(at: path).offset }
    let parent = node(at: path.dropLast())
    return parent.members.first { $0.key == key }?.keyOffset ?? parent.offset
  }

  // MARK: Reading

  private mutating func value(depth: Int) throws(SyntaxError) -> Node {
    guard depth < Self.deepest else {
      throw error("nested more than \(Self.deepest) levels deep", cure: "flatten the document")
    }
    let start = position
    switch peek {
    case nil: throw error("the text ends where a value is expected", cure: "add the missing value")
    case UInt8(ascii: "{"):
      return Node(offset: start, members: try members(depth: depth))
    case UInt8(ascii: "["):
      return Node(offset: start, elements: try elements(depth: depth))
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      _ = try string()
    default:
      try word()
    }
    return Node(offset: start)
  }

  private mutating func members(depth: Int) throws(SyntaxError) -> [Member] {
    let open = position
    position += 1
    var members: [Member] = []
    var seen: Set<String> = []
    while true {
      try skipBlank()
      switch peek {
      case nil: throw unclosed("{", "}", at: open)
      case UInt8(ascii: "}"):
        position += 1
        return members
      default: break
      }
      let keyOffset = position
      let key = try self.key()
      guard seen.insert(key).inserted else {
        throw SyntaxError(
          offset: keyOffset, message: "the key '\(key)' stands here twice",
          cure: "remove one of them")
      }
      try skipBlank()
      guard peek == UInt8(ascii: ":") else {
        throw error("expected ':' after the key '\(key)'", cure: "write \(key): value")
      }
      position += 1
      try skipBlank()
      members.append(Member(key: key, keyOffset: keyOffset, value: try value(depth: depth + 1)))
      try skipBlank()
      switch peek {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"): break
      case nil: throw unclosed("{", "}", at: open)
      default: throw error("expected ',' or '}'", cure: "put a comma before this")
      }
    }
  }

  private mutating func elements(depth: Int) throws(SyntaxError) -> [Node] {
    let open = position
    position += 1
    var elements: [Node] = []
    while true {
      try skipBlank()
      switch peek {
      case nil: throw unclosed("[", "]", at: open)
      case UInt8(ascii: "]"):
        position += 1
        return elements
      default: break
      }
      elements.append(try value(depth: depth + 1))
      try skipBlank()
      switch peek {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"): break
      case nil: throw unclosed("[", "]", at: open)
      default: throw error("expected ',' or ']'", cure: "put a comma before this")
      }
    }
  }

  private mutating func key() throws(SyntaxError) -> String {
    if peek == UInt8(ascii: "\"") || peek == UInt8(ascii: "'") { return try string() }
    let start = position
    while let byte = peek, Self.isWord(byte) { position += 1 }
    guard position > start else {
      throw error("expected a key", cure: "remove this, or write a key and ':'")
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func string() throws(SyntaxError) -> String {
    let open = position
    let quote = bytes[position]
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case quote: return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\n"):
        throw SyntaxError(
          offset: open, message: "the string is not closed on its line",
          cure: "add the closing quotation mark")
      case UInt8(ascii: "\\"):
        // Keys and positions are all that is wanted from here, and no key of ours has escapes: an escaped
        // character stands for itself.
        if let next = peek {
          text.append(next)
          position += 1
        }
      default: text.append(byte)
      }
    }
    throw SyntaxError(
      offset: open, message: "the string is not closed", cure: "add the closing quotation mark")
  }

  private mutating func word() throws(SyntaxError) {
    let start = position
    while let byte = peek,
      Self.isWord(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
    {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard !text.isEmpty else { throw error("expected a value", cure: "write a value here") }
    let words: Set<String> = ["true", "false", "null", "Infinity", "NaN"]
    let unsigned = text.drop { $0 == "+" || $0 == "-" }
    let isNumber = unsigned.first.map { $0.isASCII && ($0.isNumber || $0 == ".") } ?? false
    guard isNumber || words.contains(String(unsigned)) else {
      throw SyntaxError(
        offset: start, message: "'\(text)' is no value", cure: "put strings in quotation marks")
    }
  }

  private mutating func skipBlank() throws(SyntaxError) {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0B,
        0x0C:
        position += 1
      case UInt8(ascii: "/"):
        try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(SyntaxError) {
    let start = position
    position += 1
    switch peek {
    case UInt8(ascii: "/"):
      while let byte = peek, byte != UInt8(ascii: "\n") { position += 1 }
    case UInt8(ascii: "*"):
      position += 1
      while position + 1 < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
          position += 2
          return
        }
        position += 1
      }
      throw SyntaxError(offset: start, message: "the comment is not closed", cure: "add '*/'")
    default:
      throw SyntaxError(
        offset: start, message: "unexpected '/'", cure: "a comment starts with '//'")
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  private func error(_ message: String, cure: String) -> SyntaxError {
    SyntaxError(offset: position, message: message, cure: cure)
  }

  private func unclosed(_ open: String, _ close: String, at offset: Int) -> SyntaxError {
    SyntaxError(
      offset: offset, message: "this '\(open)' is not closed", cure: "add the missing '\(close)'")
  }
}
