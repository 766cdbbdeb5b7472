/// The text of a JSON object that grows member by member.
package struct JSONObjectText {
  private var text: [UInt8] = [Ascii.openBrace]

  package init() {}

  /// The whole object.
  package var bytes: [UInt8] { text + [Ascii.closeBrace] }

  /// Appends a member whose value is written by a closure.
  package mutating func add(_ name: String, _ write: (inout [UInt8]) -> Void) {
    if text.count > 1 { text.append(Ascii.comma) }
    JSONText.append(string: name, to: &text)
    text.append(Ascii.colon)
    write(&text)
  }

  /// Appends an integer; a value that is not there has no member.
  package mutating func add(_ name: String, _ value: (some BinaryInteger)?) {
    guard let value else { return }
    add(name) { JSONText.append(value, to: &$0) }
  }

  /// Appends a text.
  package mutating func add(_ name: String, string: some StringProtocol) {
    add(name) { JSONText.append(string: string, to: &$0) }
  }

  /// Appends a truth value.
  package mutating func add(_ name: String, flag: Bool) {
    add(name) { $0 += (flag ? "true" : "false").utf8 }
  }

  /// Appends an array of objects.
  package mutating func add<Element>(
    _ name: String, array: [Element], _ object: (Element) -> JSONObjectText
  ) {
    add(name) { text in
      text.append(Ascii.openBracket)
      for (index, element) in array.enumerated() {
        if index > 0 { text.append(Ascii.comma) }
        text += object(element).bytes
      }
      text.append(Ascii.closeBracket)
    }
  }

  /// The members as `"name":value`, without the braces.
  package var members: [UInt8] { Array(text.dropFirst()) }
}
