/// Finds the names that a header defines by a look at its text alone.
///
/// It serves to guess which header is worth a try, so it need not understand conditions: the
/// compiler has the last word.
struct DefinitionScanner {
  private let bytes: [UInt8]
  private var position = 0
  private var names: Set<String> = []

  /// The macros, tags, typedefs and enum constants that the text defines.
  static func names(in text: String) -> Set<String> {
    var scanner = DefinitionScanner(bytes: Array(text.utf8))
    scanner.scan()
    return scanner.names
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func scan() {
    /// The tokens before the current one, the nearest first.
    var last = ""
    var beforeLast = ""
    var depth = 0
    /// The depth of braces at which a typedef began.
    var typedefDepth: Int?
    /// The depth inside the braces of an enum.
    var enumDepth: Int?
    var enumIsOpen = false
    while let token = next() {
      switch token {
      case "{":
        if ["struct", "union", "enum"].contains(beforeLast), last.isCIdentifier {
          names.insert(last)
        }
        depth += 1
        if enumIsOpen { enumDepth = depth }
        enumIsOpen = false
      case "}":
        if enumDepth == depth { enumDepth = nil }
        depth -= 1
      case ";":
        if typedefDepth == depth {
          if last.isCIdentifier { names.insert(last) }
          typedefDepth = nil
        }
        enumIsOpen = false
      case "typedef": typedefDepth = depth
      case "enum": enumIsOpen = true
      default:
        guard token.isCIdentifier else { break }
        let isConstant = enumDepth == depth && (last == "{" || last == ",")
        // A typedef of a pointer to a function has its name in parentheses.
        let isFunction = typedefDepth == depth && last == "*" && beforeLast == "("
        if isConstant || isFunction || last == "#define" { names.insert(token) }
      }
      (beforeLast, last) = (last, token)
    }
  }

  /// The next name, sign or `#define`; numbers, texts and comments are left out.
  private mutating func next() -> String? {
    while position < bytes.count {
      let start = position
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "/") where peek(UInt8(ascii: "*")): skipComment()
      case UInt8(ascii: "/") where peek(UInt8(ascii: "/")): skip(to: UInt8(ascii: "\n"))
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skip(to: byte)
      case UInt8(ascii: "#"):
        while position < bytes.count, [0x20, 0x09].contains(bytes[position]) { position += 1 }
        let word = word(from: position)
        if word == "define" { return "#define" }
        // The names in a condition are none that it defines.
        if word != "undef" { skip(to: UInt8(ascii: "\n")) }
      case let byte where Self.isWordByte(byte):
        return word(from: start)
      case 0...0x20: break
      default: return String(decoding: CollectionOfOne(byte), as: UTF8.self)
      }
    }
    return nil
  }

  private func peek(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

  /// The word that begins at `start`, and moves past it.
  private mutating func word(from start: Int) -> String {
    position = start
    while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skip(to end: UInt8) {
    while position < bytes.count, bytes[position] != end, bytes[position] != 0x0A { position += 1 }
    // The end of a line stays, so that a text without an end takes no more than its line.
    if peek(end), end != 0x0A { position += 1 }
  }

  private mutating func skipComment() {
    position += 1
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "*") {
        position += 1
        if peek(UInt8(ascii: "/")) {
          position += 1
          return
        }
      } else {
        position += 1
      }
    }
  }

  /// Whether names are made of it.
  static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
