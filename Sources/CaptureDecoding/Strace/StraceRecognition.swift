internal import UAPIText

extension StraceReader {
  /// Whether a line is one that `strace` prints.
  static func isTrace(line: ArraySlice<UInt8>) -> Bool {
    let text = StraceLine.plain(Array(line))
    guard
      holdsCall(text) || marks.contains(where: { StraceText.find($0, in: text) != nil })
        || hasResult(text)
    else { return false }
    return !isDump(text)
  }

  /// Whether a line is an address and bytes: a dump has the characters of its bytes next to them.
  private static func isDump(_ text: [UInt8]) -> Bool {
    let words = text.prefix(256).split(whereSeparator: Ascii.isSpace).prefix(3).enumerated()
    return words.count == 3
      && words.allSatisfy { index, word in
        let digits = index == 0 && word.last == Ascii.colon ? word.dropLast() : word
        return digits.count >= (index == 0 ? 4 : 2)
          && digits.allSatisfy { Ascii.hexValue($0) != nil }
      }
  }

  /// Whether a line without colours has a `getsockopt` call, or a part of one.
  private static func holdsCall(_ text: [UInt8]) -> Bool {
    guard StraceSearch.mayHoldCall(text) else { return false }
    var search = StraceSearch(text)
    return search.next() != nil
  }

  /// Whether a line has a `getsockopt` call, or a part of one.
  static func holdsCall(line: ArraySlice<UInt8>) -> Bool {
    holdsCall(StraceLine.plain(Array(line)))
  }

  /// What strace says besides calls.
  private static let marks = [
    "+++ exited with ", "+++ killed by ", "+++ superseded by ", "--- SIG", "--- stopped by ",
    " resumed>", " <unfinished ...>", "strace: ", "usecs/call",
  ].map { Array($0.utf8) }

  /// `name(…) = 0`, `name(…) = -1 E…` or `name(…) = ?`, of any call.
  private static func hasResult(_ text: [UInt8]) -> Bool {
    var position = 0
    var isCall = false
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == StraceText.openParenthesis {
        isCall = isCall || position > 1 && StraceText.isNameByte(text[position - 2])
      } else if byte == StraceText.closeParenthesis, isCall {
        let rest = text[position...].drop { $0 == Ascii.space }
        if rest.startIndex > position, rest.starts(with: "= ".utf8),
          let result = rest.dropFirst(2).first,
          Ascii.isDigit(result) || result == Ascii.minus || result == UInt8(ascii: "?")
        {
          return true
        }
      }
    }
    return false
  }
}
