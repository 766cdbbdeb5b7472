/// What an input is, as its content tells.
enum InputKind: Hashable {
  /// Capture records, one JSON object a line.
  case jsonLines
  /// Capture records in an array, or in objects that take several lines each.
  case jsonDocument
  /// One answer as hexadecimal digits.
  case hexText
  /// What `strace` prints.
  case strace
  /// One answer, its bytes as they are.
  case raw
  /// Nothing at all.
  case empty
}

extension InputKind {
  /// Tells the kind from the beginning of an input.
  ///
  /// - Parameters:
  ///   - bytes: the beginning.
  ///   - isWhole: whether nothing follows.
  /// - Returns: the kind, or `nil` where the beginning does not tell.
  init?(beginning bytes: ArraySlice<UInt8>, isWhole: Bool) {
    var text = bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    if text.contains(0) {
      self = .raw
      return
    }
    let body = text.drop(while: Ascii.isSpace)
    guard let first = body.first else {
      guard isWhole else { return nil }
      self = bytes.isEmpty ? .empty : Self.isText(bytes) ? .empty : .raw
      return
    }
    if first == Ascii.openBracket, !Self.startsLog(body) {
      self = .jsonDocument
      return
    }
    if first == Ascii.openBrace, !body.starts(with: StraceLine.containerLog) {
      guard let kind = Self.jsonKind(body, isWhole: isWhole) else { return nil }
      self = kind
      return
    }
    // Only complete lines can be judged.
    var lines = text.split(separator: Ascii.newline, omittingEmptySubsequences: false)
    if !isWhole { lines.removeLast() }
    lines.removeAll { $0.allSatisfy(Ascii.isSpace) }
    guard !lines.isEmpty else {
      guard Self.isText(text) else {
        self = .raw
        return
      }
      return nil
    }
    if lines.contains(where: StraceReader.isTrace) {
      self = .strace
    } else if lines.prefix(64).allSatisfy({ HexText.isHex(line: $0) || $0.elementsEqual([0x2A]) }) {
      self = .hexText
    } else if !Self.isText(text) {
      self = .raw
    } else {
      return nil
    }
  }

  /// An object that ends on its line is one of many; one that goes on is written for the eye.
  private static func jsonKind(_ body: ArraySlice<UInt8>, isWhole: Bool) -> InputKind? {
    guard let end = body.firstIndex(of: Ascii.newline) else { return isWhole ? .jsonLines : nil }
    let next = body[end...].drop(while: Ascii.isSpace)
    if (try? JSONScanner.object(Array(body[..<end]))) != nil { return .jsonLines }
    guard let byte = next.first else { return isWhole ? .jsonLines : nil }
    // A first line that is broken is no reason to give up the others.
    return byte == Ascii.openBrace ? .jsonLines : .jsonDocument
  }

  /// A bracket with text after it starts a line of a log, as `[pid 123] read(…`, not an array.
  private static func startsLog(_ body: ArraySlice<UInt8>) -> Bool {
    let line = body.prefix { $0 != Ascii.newline }
    guard let end = line.firstIndex(of: Ascii.closeBracket), !line[..<end].contains(Ascii.quote),
      let next = line[(end + 1)...].drop(while: Ascii.isSpace).first
    else { return line.starts(with: "[pid".utf8) }
    return ![Ascii.comma, Ascii.closeBracket, Ascii.closeBrace, Ascii.openBrace].contains(next)
  }

  private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    let isControl = { (byte: UInt8) in
      byte < 0x20 && !Ascii.isSpace(byte) && byte != 0x1B && byte != 0x0C
    }
    if bytes.contains(where: isControl) { return false }
    // The last character may be cut.
    return String(validating: bytes, as: UTF8.self) != nil
      || (1...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
  }
}
