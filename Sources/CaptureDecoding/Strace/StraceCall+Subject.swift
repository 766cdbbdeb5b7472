internal import MPTCP
internal import UAPIText

extension StraceCall {
  /// The option that the arguments name; `nil` where they are not written as strace writes them.
  static func subject(of arguments: StraceArguments) -> Subject? {
    let values = arguments.values
    let wholeCount = arguments.isLastWhole ? values.count : values.count - 1
    // Prose such as getsockopt(2).
    if arguments.end == .closed, values.count < 3 { return .other }
    if let level = word(values, 1), let option = word(values, 2), wholeCount >= 3 {
      return MPTCPCapture.Option(level: level, option: option).map { .option($0) } ?? .other
    }
    guard let descriptor = word(values, 0), MPTCPCapture.Option.number(of: descriptor) != nil,
      arguments.end != .closed
    else { return nil }
    // A line that is cut ends in the middle of a word, which may be that of --arg-names.
    guard let level = word(values, 1), !"level=".hasPrefix(level) else { return .unknown }
    guard wholeCount >= 2 else {
      return MPTCPCapture.Option.isBeginning(ofLevel: level) ? .unknown : .other
    }
    let word = word(values, 2) ?? ""
    let option = "optname=".hasPrefix(word) ? "" : word
    return MPTCPCapture.Option.isBeginning(level: level, ofOption: option) ? .unknown : .other
  }

  /// Where the arguments make no sense: whether a level and an option that can be decoded are
  /// named.
  static func subject(of text: ArraySlice<UInt8>) -> Subject {
    let words = text.split(separator: Ascii.comma).map { part in
      let word = part.drop(while: Ascii.isSpace)
      let value = word.lastIndex(of: StraceText.equals).map { word[($0 + 1)...] } ?? word
      return String(decoding: value.prefix { StraceText.isNameByte($0) }, as: UTF8.self)
    }
    let options = zip(words, words.dropFirst()).compactMap { level, option in
      MPTCPCapture.Option(level: level, option: option)
    }
    return options.first.map { .option($0) } ?? .other
  }

  /// Whether a line, the first one, begins inside a call whose option can be decoded.
  static func isMissingBeginning(_ text: [UInt8]) -> Bool {
    let name = text.prefix(while: StraceText.isNameByte)
    var arguments = text[...]
    if text.count > name.count, text[name.count] == StraceText.openParenthesis {
      guard name.count < 10, "getsockopt".utf8.suffix(name.count).elementsEqual(name) else {
        return false
      }
      arguments = text[(name.count + 1)...]
    }
    guard StraceText.find(Array(") ".utf8), in: text) != nil else { return false }
    let words = arguments.prefix(4096).prefix {
      $0 != Ascii.quote && $0 != StraceText.openParenthesis
    }
    return subject(of: words) != .other
  }
}
