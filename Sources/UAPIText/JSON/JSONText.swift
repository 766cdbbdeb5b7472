/// JSON texts that are rewritten without being understood: their values stay as they are.
package enum JSONText {
  /// The text without the white space between its parts. The text must be valid.
  package static func compact(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var strings = JSONStrings()
    for byte in text where strings.take(byte) || !Ascii.isSpace(byte) { result.append(byte) }
    return result
  }

  /// Appends a compact text in lines that a person can read: whatever fits stays on one line.
  package static func appendReadable(_ text: [UInt8], indent: Int, to result: inout [UInt8]) {
    var layout = ReadableLayout(text: text, result: result, width: 96)
    result = []
    layout.appendValue(indent: indent)
    result = layout.result
  }

  /// Appends a string with its quotation marks. What could steer a terminal is escaped.
  package static func append(string: some StringProtocol, to text: inout [UInt8]) {
    // Not specialized in other modules, where a loop over any string takes its time.
    append(text: String(string), to: &text)
  }

  private static func append(text string: String, to text: inout [UInt8]) {
    text.append(Ascii.quote)
    let start = text.count
    var isAscii = true
    for byte in string.utf8 {
      switch byte {
      case Ascii.quote, Ascii.backslash: text += [Ascii.backslash, byte]
      case Ascii.newline: text += Array("\\n".utf8)
      case Ascii.tab: text += Array("\\t".utf8)
      case Ascii.carriageReturn: text += Array("\\r".utf8)
      case 0..<0x20, 0x7F:
        text += Array("\\u00".utf8)
        Hex.append(CollectionOfOne(byte), to: &text)
      default:
        if byte >= 0x80 { isAscii = false }
        text.append(byte)
      }
    }
    if !isAscii {
      text.replaceSubrange(start..., with: VisibleText.escapedJSON(Array(text[start...])))
    }
    text.append(Ascii.quote)
  }

  /// Appends a text that is in the input as it goes out, with what could steer a terminal escaped:
  /// its value stays. The text must be valid.
  @inlinable package static func append(carried: [UInt8], to text: inout [UInt8]) {
    text += VisibleText.escapedJSON(carried)
  }

  /// Appends an integer.
  @inlinable package static func append(_ value: some BinaryInteger, to text: inout [UInt8]) {
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

/// Lays a compact JSON text out in lines, in one pass after another: never a value once for each that
/// it lies in.
private struct ReadableLayout {
  /// An object or array of the text.
  private struct Container {
    var end = 0
    /// How many containers lie inside.
    var innerCount = 0
    var hasObjectInside = false
  }

  let text: [UInt8]
  var result: [UInt8]
  let width: Int
  private var index = 0
  /// All containers in the order in which they begin.
  private var containers: [Container] = []
  /// The next one of them.
  private var nextContainer = 0

  init(text: [UInt8], result: [UInt8], width: Int) {
    self.text = text
    self.result = result
    self.width = width
    containers = Self.containers(of: text)
  }

  private static func containers(of text: [UInt8]) -> [Container] {
    var containers: [Container] = []
    /// The containers around a place, with whether each is an object.
    var open: [(number: Int, isObject: Bool)] = []
    var index = 0
    while index < text.count {
      switch text[index] {
      case Ascii.quote:
        index = endOfString(from: index, in: text)
        continue
      case Ascii.openBrace, Ascii.openBracket:
        open.append((containers.count, text[index] == Ascii.openBrace))
        containers.append(Container())
      case Ascii.closeBrace, Ascii.closeBracket:
        guard let (number, isObject) = open.popLast() else { return containers }
        containers[number].end = index + 1
        containers[number].innerCount = containers.count - number - 1
        if let parent = open.last?.number, isObject || containers[number].hasObjectInside {
          containers[parent].hasObjectInside = true
        }
      default: break
      }
      index += 1
    }
    for (number, _) in open {
      containers[number].end = text.count
      containers[number].innerCount = containers.count - number - 1
    }
    return containers
  }

  mutating func appendValue(indent: Int) {
    guard index < text.count else { return }
    let isObject = text[index] == Ascii.openBrace
    guard isObject || text[index] == Ascii.openBracket, nextContainer < containers.count else {
      appendOnOneLine(upTo: endOfScalar(from: index))
      return
    }
    let container = containers[nextContainer]
    nextContainer += 1
    // A container whose members are objects reads better in lines, however short it is.
    guard container.end - index + 2 * indent > width || container.hasObjectInside else {
      nextContainer += container.innerCount
      appendOnOneLine(upTo: container.end)
      return
    }
    result.append(text[index])
    index += 1
    while index < text.count {
      if text[index] == Ascii.comma {
        result.append(Ascii.comma)
        index += 1
      }
      guard index < container.end - 1 else { break }
      newLine(indent + 1)
      if isObject {
        let endOfName = endOfScalar(from: index)
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

  private mutating func appendOnOneLine(upTo end: Int) {
    while index < end {
      let byte = text[index]
      if byte == Ascii.quote {
        let endOfString = Self.endOfString(from: index, in: text)
        result += text[index..<endOfString]
        index = endOfString
        continue
      }
      result.append(byte)
      index += 1
      if byte == Ascii.comma || byte == Ascii.colon { result.append(Ascii.space) }
    }
  }

  /// The end of a string or of another value without parts.
  private func endOfScalar(from start: Int) -> Int {
    if text[start] == Ascii.quote { return Self.endOfString(from: start, in: text) }
    var index = start
    while index < text.count {
      switch text[index] {
      case Ascii.comma, Ascii.colon, Ascii.closeBrace, Ascii.closeBracket: return index
      default: index += 1
      }
    }
    return index
  }

  private static func endOfString(from start: Int, in text: [UInt8]) -> Int {
    var strings = JSONStrings()
    var index = start
    repeat {
      _ = strings.take(text[index])
      index += 1
    } while index < text.count && strings.isInside
    return index
  }
}
