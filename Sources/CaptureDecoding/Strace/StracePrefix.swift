internal import UAPIText

/// What strace printed before a call: the process, its name, the time. All else is left alone.
struct StracePrefix: Equatable {
  /// `[pid 123]`, or `123` in a file that -o wrote.
  var process: String?
  /// The process's name, which -Y adds.
  var command: String?
  /// In any of the forms that strace has.
  var time: String?

  /// Reads what is before a call, from the call to the left: a log may have put anything before it.
  init(_ text: ArraySlice<UInt8>) { read(text) }

  private mutating func read(_ text: ArraySlice<UInt8>) {
    // No prefix of strace is as long.
    var rest = text.suffix(512)
    var number: String?
    while true {
      let end = rest.endIndex
      while let byte = rest.last, Ascii.isSpace(byte) { rest.removeLast() }
      let gap = end - rest.endIndex
      guard let last = rest.last else { return finish(number) }
      switch last {
      case Ascii.closeBracket where takeProcess(rest),
        StraceText.closeAngle where takeCommand(rest):
        return finish(number)
      case Ascii.closeBracket where number == nil:
        // The instruction pointer of -i, the call's number of -n, a security context.
        rest = rest[..<(rest.lastIndex(of: Ascii.openBracket) ?? rest.startIndex)]
      case StraceText.closeParenthesis where number == nil:
        // The time since the last call, next to the time of day.
        rest = rest[..<(rest.lastIndex(of: StraceText.openParenthesis) ?? rest.startIndex)]
      default:
        let word = Self.lastWord(of: rest)
        guard let text = Self.number(word) else { return finish(number) }
        rest.removeLast(word.count)
        let hasPoint = text.utf8.contains { !Ascii.isDigit($0) }
        if hasPoint, time == nil, number == nil {
          time = text
        } else if !hasPoint, number == nil {
          number = text
        } else {
          // Seconds alone are long, or strace pads them.
          if !hasPoint, time == nil, gap > 1 || Self.isLong(number) { process = text }
          return finish(number)
        }
      }
    }
  }

  /// A number without a point is the process, unless that is known already.
  private mutating func finish(_ number: String?) {
    guard let number else { return }
    if process == nil, time != nil || !Self.isLong(number) {
      process = number
    } else if time == nil {
      time = number
    }
  }

  /// Whether a number has more digits than that of a process.
  private static func isLong(_ number: String?) -> Bool { (number?.utf8.count ?? 0) > 7 }

  private static func lastWord(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = text.lastIndex { Ascii.isSpace($0) }.map { $0 + 1 } ?? text.startIndex
    return text[start...]
  }

  /// Digits, perhaps with colons and a point between them.
  private static func number(_ word: ArraySlice<UInt8>) -> String? {
    guard let first = word.first, let last = word.last, Ascii.isDigit(first),
      Ascii.isDigit(last), word.count <= 24,
      word.allSatisfy({ Ascii.isDigit($0) || $0 == Ascii.colon || $0 == UInt8(ascii: ".") })
    else { return nil }
    return String(decoding: word, as: UTF8.self)
  }

  /// `[pid 123]` or `[pid 123<name>]`.
  private mutating func takeProcess(_ rest: ArraySlice<UInt8>) -> Bool {
    let mark = Array("[pid".utf8)
    var start = rest.endIndex - mark.count
    while start >= rest.startIndex, !rest[start...].starts(with: mark) { start -= 1 }
    guard start >= rest.startIndex else { return false }
    var inside = rest[(start + mark.count)..<(rest.endIndex - 1)].drop(while: Ascii.isSpace)
    let digits = inside.prefix(while: Ascii.isDigit)
    guard !digits.isEmpty else { return false }
    process = String(decoding: digits, as: UTF8.self)
    inside = inside[digits.endIndex...]
    if inside.first == StraceText.openAngle, inside.last == StraceText.closeAngle {
      command = Self.name(inside.dropFirst().dropLast())
    }
    return true
  }

  /// `123<name>`.
  private mutating func takeCommand(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let open = rest.lastIndex(of: StraceText.openAngle) else { return false }
    let digits = Self.lastWord(of: rest[..<open])
    guard !digits.isEmpty, digits.allSatisfy(Ascii.isDigit) else { return false }
    process = String(decoding: digits, as: UTF8.self)
    command = Self.name(rest[(open + 1)...].dropLast())
    return true
  }

  private static func name(_ text: ArraySlice<UInt8>) -> String? {
    StraceEscapes.bytes(text).map { String(decoding: $0, as: UTF8.self) }
  }
}
