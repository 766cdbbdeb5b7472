/// JSON texts that are rewritten without being understood: their values stay as they stand.
enum JSONText {
  /// The text without the white space between its parts. The text must be valid.
  static func compact(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var isInString = false
    var isEscaped = false
    for byte in text {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == Ascii.backslash {
          isEscaped = true
        } else if byte == Ascii.quote {
          isInString = false
        }
      } else if Ascii.isSpace(byte) {
        continue
      } else if byte == Ascii.quote {
        isInString = true
      }
      result.append(byte)
    }
    return result
  }

  /// Appends a compact text in lines that a person can read: whatever fits stays on one line.
  static func appendReadable(_ text: [UInt8], indent: Int, to result: inout [UInt8]) {
    var layout = ReadableLayout(text: text, result: result, width: 96)
    result = []
    layout.appendValue(indent: indent)
    result = layout.result
  }

  /// Appends a string with its quotation marks.
  static func append(string: some StringProtocol, to text: inout [UInt8]) {
    text.append(Ascii.quote)
    for byte in string.utf8 {
      switch byte {
      case Ascii.quote, Ascii.backslash: text += [Ascii.backslash, byte]
      case Ascii.newline: text += Array("\\n".utf8)
      case Ascii.tab: text += Array("\\t".utf8)
      case Ascii.carriageReturn: text += Array("\\r".utf8)
      case 0..<0x20, 0x7F:
        text += Array("\\u00".utf8)
        Hex.append(CollectionOfOne(byte), to: &text)
      default: text.append(byte)
      }
    }
    text.append(Ascii.quote)
  }

  /// Appends an integer.
  static func append(_ value: some BinaryInteger, to text: inout [UInt8]) {
    var rest = UInt64(truncatingIfNeeded: value.magnitude)
    if value < 0 { text.append(Ascii.minus) }
    if rest < 10 {
      text.append(Ascii.zero + UInt8(truncatingIfNeeded: rest))
      return
    }
    // No integer of 64 bits has more than twenty digits; the last one comes first.
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var count = 0
    while rest > 0 {
      digits[count] = Ascii.zero + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      count += 1
    }
    for index in (0..<count).reversed() { text.append(digits[index]) }
  }
}

/// Lays a compact JSON text out in lines.
private struct ReadableLayout {
  let text: [UInt8]
  var result: [UInt8]
  let width: Int
  private var index = 0

  init(text: [UInt8], result: [UInt8], width: Int) {
    self.text = text
    self.result = result
    self.width = width
  }

  mutating func appendValue(indent: Int) {
    guard index < text.count else { return }
    let end = endOfValue(from: index)
    let isContainer = text[index] == Ascii.openBrace || text[index] == Ascii.openBracket
    guard isContainer, end - index + 2 * indent > width || isNested(index..<end) else {
      appendOnOneLine(upTo: end)
      return
    }
    let isObject = text[index] == Ascii.openBrace
    result.append(text[index])
    index += 1
    while index < text.count {
      if text[index] == Ascii.comma {
        result.append(Ascii.comma)
        index += 1
      }
      if text[index] == (isObject ? Ascii.closeBrace : Ascii.closeBracket) { break }
      newLine(indent + 1)
      if isObject {
        let endOfName = endOfValue(from: index)
        result += text[index..<endOfName]
        result += [Ascii.colon, Ascii.space]
        index = endOfName + 1
      }
      appendValue(indent: indent + 1)
    }
    newLine(indent)
    if index < text.count { result.append(text[index]) }
    index += 1
  }

  private mutating func newLine(_ indent: Int) {
    result.append(Ascii.newline)
    result += repeatElement(Ascii.space, count: 2 * indent)
  }

  /// A container whose members are containers reads better in lines, however short it is.
  private func isNested(_ range: Range<Int>) -> Bool {
    text[range].dropFirst().contains { $0 == Ascii.openBrace }
  }

  private mutating func appendOnOneLine(upTo end: Int) {
    var isInString = false
    while index < end {
      let byte = text[index]
      result.append(byte)
      index += 1
      if isInString, byte == Ascii.backslash, index < end {
        result.append(text[index])
        index += 1
      } else if byte == Ascii.quote {
        isInString.toggle()
      } else if !isInString, byte == Ascii.comma || byte == Ascii.colon {
        result.append(Ascii.space)
      }
    }
  }

  private func endOfValue(from start: Int) -> Int {
    var depth = 0
    var isInString = false
    var index = start
    while index < text.count {
      let byte = text[index]
      if isInString {
        if byte == Ascii.backslash {
          index += 1
        } else if byte == Ascii.quote {
          isInString = false
          if depth == 0 { return index + 1 }
        }
      } else {
        switch byte {
        case Ascii.quote: isInString = true
        case Ascii.openBrace, Ascii.openBracket: depth += 1
        case Ascii.closeBrace, Ascii.closeBracket:
          if depth == 0 { return index }
          depth -= 1
          if depth == 0 { return index + 1 }
        case Ascii.comma where depth == 0: return index
        default: break
        }
      }
      index += 1
    }
    return text.count
  }
}
