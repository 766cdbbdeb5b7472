internal import UAPIText

/// Finds the `getsockopt` calls in a line, wherever they begin.
///
/// A call's name in a string that another call was given or returned is text of the traced program.
struct StraceSearch {
  /// What was found, and where its text begins.
  enum Found: Equatable {
    /// `getsockopt(`, and the position after it.
    case call(start: Int, arguments: Int)
    /// `<... getsockopt resumed>`, and the position after it.
    case resumption(start: Int, rest: Int)
    /// `socketcall(SYS_GETSOCKOPT`.
    case socketcall
  }

  private let text: [UInt8]
  /// Where the search goes on.
  var position = 0
  /// How many calls of any name are open.
  private var openCalls = 0

  /// Searches a line that has no colours.
  init(_ text: [UInt8]) { self.text = text }

  /// Whether a line can hold a call: quick, and right wherever it says no.
  static func mayHoldCall(_ line: [UInt8]) -> Bool {
    var position = 0
    // This letter is rare in traces: strings of bytes have only hexadecimal digits.
    while let found = StraceText.next(UInt8(ascii: "k"), in: line, from: position) {
      position = found + 1
      // The middle of "getsockopt" and of "socketcall".
      if found >= 3, StraceText.has("sock", in: line, at: found - 3),
        StraceText.has("opt", in: line, at: position)
          || StraceText.has("etcall", in: line, at: position)
      {
        return true
      }
    }
    return false
  }

  /// The next call.
  mutating func next() -> Found? {
    while position < text.count {
      let byte = text[position]
      if StraceText.isNameByte(byte) {
        if let found = name() { return found }
        continue
      }
      switch byte {
      case Ascii.quote where openCalls > 0:
        position = StraceText.endOfString(text, from: position) ?? text.count
      case StraceText.openAngle:
        if let found = angle() { return found }
      case StraceText.closeParenthesis:
        openCalls = max(openCalls - 1, 0)
        position += 1
      default: position += 1
      }
    }
    return nil
  }

  private mutating func name() -> Found? {
    let start = position
    while position < text.count, StraceText.isNameByte(text[position]) { position += 1 }
    guard position < text.count, text[position] == StraceText.openParenthesis else { return nil }
    let end = position
    position += 1
    let length = Self.getsockopt.utf8CodeUnitCount
    if end - start >= length, StraceText.has(Self.getsockopt, in: text, at: end - length),
      // Text without a line end may be before it; sys_getsockopt is a function.
      end - start == length || text[end - length - 1] != UInt8(ascii: "_")
    {
      return .call(start: end - length, arguments: position)
    }
    openCalls += 1
    let isSocketcall =
      end - start == 10 && StraceText.has("socketcall", in: text, at: start)
      && ["SYS_GETSOCKOPT", "call=SYS_GETSOCKOPT", "0xf,", "15,"].contains { first in
        text[position...].starts(with: first.utf8)
      }
    return isSocketcall ? .socketcall : nil
  }

  /// `<... NAME resumed>`, or a decoration, in which anything can be.
  private mutating func angle() -> Found? {
    let start = position
    if StraceText.has("<... ", in: text, at: start),
      let end = StraceText.next(StraceText.closeAngle, in: text, from: start),
      text[..<end].suffix(8).elementsEqual(" resumed".utf8)
    {
      position = end + 1
      if text[(start + 5)..<(end - 8)].elementsEqual(Self.getsockopt.description.utf8) {
        return .resumption(start: start, rest: position)
      }
      openCalls += 1
    } else if start > 0, Ascii.isDigit(text[start - 1]),
      openCalls > 0 || StraceText.has("</", in: text, at: start),
      let end = StraceText.endOfDecoration(text, from: start)
    {
      position = end
    } else {
      position += 1
    }
    return nil
  }

  private static let getsockopt: StaticString = "getsockopt"
}
