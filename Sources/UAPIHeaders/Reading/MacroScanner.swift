/// Finds the macros that a header's text defines and that may stand for a number or a text, by a look
/// at its text alone.
///
/// It guesses what the compiler will be asked for, and so need not find all, nor only those.
struct MacroScanner {
  /// The names, each once, in the order of the text.
  private(set) var names: [String] = []
  /// The headers that the text includes.
  private(set) var includes: [String] = []
  private var known: Set<String> = []

  /// Takes in a text.
  mutating func scan(_ text: String) {
    let text = Array(text.utf8)
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 != 0x0A && !Self.isSpace($0) }) {
      rest = rest[start...]
      let line = Self.takeLine(&rest)
      guard line.first == UInt8(ascii: "#") else { continue }
      var directive = line.dropFirst()
      let keyword = Self.takeWord(&directive)
      if keyword.elementsEqual("define".utf8) {
        define(directive)
      } else if keyword.elementsEqual("include".utf8) {
        let name = directive.split { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
        if name.count > 1 { includes.append(String(decoding: name[1], as: UTF8.self)) }
      }
    }
  }

  private mutating func define(_ directive: ArraySlice<UInt8>) {
    var rest = directive
    let name = Self.takeWord(&rest)
    // A parenthesis right after the name has arguments in it.
    guard !name.isEmpty, rest.first != UInt8(ascii: "("), Self.canBeExpression(rest) else { return }
    let text = String(decoding: name, as: UTF8.self)
    if known.insert(text).inserted { names.append(text) }
  }

  /// The next line, together with those that continue it.
  private static func takeLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = rest.startIndex
    var last: UInt8?
    while end < rest.endIndex, rest[end] != 0x0A || last == UInt8(ascii: "\\") {
      last = rest[end]
      end += 1
    }
    defer { rest = rest[end...] }
    return rest[..<end]
  }

  private static func takeWord(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    rest = rest.drop(while: isSpace)
    let word = rest.prefix(while: DefinitionScanner.isWordByte)
    rest = rest[word.endIndex...]
    return word
  }

  /// Whether there is anything besides comments, and it keeps to itself as an initializer.
  private static func canBeExpression(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    var depth = 0
    var isEmpty = true
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "/") where rest.first == byte: rest = []
      case UInt8(ascii: "/") where rest.first == UInt8(ascii: "*"):
        var last: UInt8 = 0
        while let next = rest.popFirst(), last != UInt8(ascii: "*") || next != byte { last = next }
      case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"):
        depth -= 1
        if depth < 0 { return false }
      case UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"): return false
      default:
        if !isSpace(byte), byte != 0x0A, byte != UInt8(ascii: "\\") { isEmpty = false }
      }
    }
    return depth == 0 && !isEmpty
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
