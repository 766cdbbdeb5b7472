internal import UAPIText
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIText

/// Swift source in the making.
struct SourceText {
  private(set) var lines: [String] = []
  private var indent = 0
  let width = DocComment.width

  /// The whole text, with a line break at its end.
  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Adds a line; nothing in it can end it.
  mutating func line(_ text: String = "") {
    lines.append(
      text.isEmpty ? "" : String(repeating: " ", count: indent) + OneLine.escaped(text))
  }

  /// Adds documentation.
  mutating func doc(_ paragraphs: String?...) {
    lines += DocComment.lines(paragraphs, indent: indent)
  }

  /// Adds lines between `head {` and `}`.
  mutating func block(_ head: String, close: String = "}", _ body: (inout SourceText) -> Void) {
    line(head)
    indent += 2
    body(&self)
    indent -= 2
    line(close)
  }

  /// Adds lines that are further in.
  mutating func indented(_ body: (inout SourceText) -> Void) {
    indent += 2
    body(&self)
    indent -= 2
  }

  /// Takes the last line away, where a block was closed by what was before it.
  mutating func removeLastLine() { lines.removeLast(lines.isEmpty ? 0 : 1) }

  /// Adds a computed property, on one line if it fits.
  mutating func property(_ head: String, _ body: String, tail: String = "") {
    let whole = "\(head) { \(body)\(tail) }"
    if indent + whole.count <= width {
      line(whole)
      return
    }
    block(head + " {") { source in
      if source.indent + body.count + tail.count <= source.width {
        source.line(body + tail)
      } else {
        source.line(body)
        source.line("  " + tail)
      }
    }
  }

  /// Adds a call with its arguments, on as few lines as they need.
  ///
  /// - Parameters:
  ///   - head: what is before the parenthesis.
  ///   - arguments: the arguments with their labels.
  ///   - tail: what follows the closing parenthesis.
  mutating func call(_ head: String, _ arguments: [String], tail: String = "") {
    let whole = "\(head)(\(arguments.joined(separator: ", ")))\(tail)"
    if indent + whole.count <= width {
      line(whole)
      return
    }
    line("\(head)(")
    indent += 2
    fill(arguments, tail: ")\(tail)")
    indent -= 2
  }

  /// Adds arguments with commas between them, on as few lines as they need.
  mutating func fill(_ arguments: [String], tail: String) {
    var current = ""
    for (index, argument) in arguments.enumerated() {
      let isLast = index == arguments.count - 1
      let piece = argument + (isLast ? tail : ",")
      if current.isEmpty {
        current = piece
      } else if indent + current.count + 1 + piece.count <= width {
        current += " " + piece
      } else {
        line(current)
        current = piece
      }
    }
    line(current)
  }

  /// Adds an array with an element a line; a comma follows the last of several.
  mutating func array<Element>(
    _ head: String, of elements: [Element], close: String,
    _ emit: (_ element: Element, _ comma: String, _ source: inout SourceText) -> Void
  ) {
    let comma = elements.count > 1 ? "," : ""
    block(head, close: close) { source in
      for element in elements { emit(element, comma, &source) }
    }
  }

  /// A string literal of Swift.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where OneLine.isHarmful(scalar):
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
