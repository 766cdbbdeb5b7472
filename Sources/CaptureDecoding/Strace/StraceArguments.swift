internal import UAPIText

/// The arguments of a call, read by strace's syntax of values alone.
struct StraceArguments {
  /// One argument.
  enum Value: Equatable {
    /// A number, a name or an address, without comment and decoration.
    case word(String)
    /// A string; cut where strace printed only its beginning.
    case string([UInt8], isCut: Bool)
    /// What is between brackets.
    case list(ArraySlice<UInt8>)
    /// A struct that strace took apart.
    case structure
    /// Anything else.
    case unknown
  }

  /// How the arguments end.
  enum End: Equatable {
    case closed
    /// By `<unfinished ...>` or `<detached ...>`; the position is that of the mark.
    case unfinished(at: Int)
    /// By `<unavailable>`.
    case unavailable
    /// The line ends, or makes no sense.
    case cut
  }

  private(set) var values: [Value] = []
  private(set) var end = End.cut
  /// Whether a comma or the end comes after the last value.
  private(set) var isLastWhole = true
  /// The position after the arguments.
  private(set) var position: Int
  private let text: [UInt8]

  /// The arguments that begin at a position, after the parenthesis.
  init(_ text: [UInt8], at start: Int) {
    self.text = text
    position = start
    end = read()
  }

  /// No system call has more than six; what has, is another thing.
  private static let countLimit = 8

  private mutating func read() -> End {
    while true {
      skipSpaces()
      guard let byte = current else { return .cut }
      if byte == StraceText.closeParenthesis {
        position += 1
        return .closed
      }
      if let mark = mark() { return mark }
      guard values.count < Self.countLimit else { return .cut }
      guard argument() else { return mark() ?? .cut }
      skipSpaces()
      guard let next = current else { return .cut }
      isLastWhole = true
      if next == Ascii.comma {
        position += 1
      } else if next != StraceText.closeParenthesis, !isMark {
        return .cut
      }
    }
  }

  // MARK: Values

  /// Takes one argument. Returns whether it is whole.
  private mutating func argument() -> Bool {
    guard var value = value() else { return false }
    // --arg-names
    if case .word = value, current == StraceText.equals, following != StraceText.closeAngle {
      position += 1
      skipSpaces()
      guard current != nil, !isMark, let labelled = self.value() else { return false }
      value = labelled
    }
    values.append(value)
    isLastWhole = false
    return skipAdditions()
  }

  /// Skips what strace adds to a value.
  private mutating func skipAdditions() -> Bool {
    while true {
      let before = position
      skipSpaces()
      if isMark { return true }
      let end: Int?
      switch current {
      case StraceText.openAngle: end = StraceText.endOfDecoration(text, from: position)
      case StraceText.slash where following == UInt8(ascii: "*"):
        end = StraceText.find(Self.commentEnd, in: text, from: position).map {
          $0 + Self.commentEnd.count
        }
      // A security context, or that a path is deleted.
      case Ascii.openBracket, StraceText.openParenthesis:
        end = StraceText.endOfBrackets(text, from: position)
      default:
        position = before
        return true
      }
      guard let end else { return false }
      position = end
    }
  }

  private mutating func value() -> Value? {
    switch current {
    case Ascii.quote: return string()
    case Ascii.openBracket, Ascii.openBrace:
      let start = position
      guard let end = StraceText.endOfBrackets(text, from: start) else { return nil }
      position = end
      return text[start] == Ascii.openBrace
        ? .structure : .list(text[(start + 1)..<(end - 1)])
    default:
      let start = position
      while let byte = current, Self.isWordByte(byte) { position += 1 }
      if position == start {
        position += 1
        return .unknown
      }
      guard position - start <= Self.wordLimit else { return .unknown }
      return .word(String(decoding: text[start..<position], as: UTF8.self))
    }
  }

  private mutating func string() -> Value? {
    guard let end = StraceText.endOfString(text, from: position) else { return nil }
    let bytes = StraceEscapes.bytes(text[(position + 1)..<(end - 1)])
    position = end
    let isCut = StraceText.has("...", in: text, at: position)
    if isCut { position += 3 }
    return bytes.map { .string($0, isCut: isCut) } ?? .unknown
  }

  private static let wordLimit = 64
  private static let commentEnd = Array("*/".utf8)

  private static func isWordByte(_ byte: UInt8) -> Bool {
    StraceText.isNameByte(byte) || byte == Ascii.minus || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "&")
  }

  // MARK: Marks

  private var isMark: Bool {
    current == StraceText.openAngle
      && (rest(isPartOf: "<unfinished ...>") || rest(isPartOf: "<detached ...>")
        || rest(isPartOf: "<unavailable>"))
  }

  private mutating func mark() -> End? {
    guard isMark else { return nil }
    let start = position
    let end = StraceText.next(StraceText.closeAngle, in: text, from: start)
    position = end.map { $0 + 1 } ?? text.count
    // <unfinished ...>) = ?
    skipSpaces()
    if current == StraceText.closeParenthesis { position += 1 }
    return StraceText.has("<unav", in: text, at: start)
      ? .unavailable : .unfinished(at: start)
  }

  /// Whether a mark is here, or the beginning of one where the line ends in it.
  private func rest(isPartOf mark: StaticString) -> Bool {
    let rest = text[position...].prefix(mark.utf8CodeUnitCount)
    return rest.count > 1 && mark.description.utf8.starts(with: rest)
  }

  // MARK: Position

  private var current: UInt8? { position < text.count ? text[position] : nil }
  private var following: UInt8? { position + 1 < text.count ? text[position + 1] : nil }

  private mutating func skipSpaces() {
    while let byte = current, Ascii.isSpace(byte) { position += 1 }
  }
}
