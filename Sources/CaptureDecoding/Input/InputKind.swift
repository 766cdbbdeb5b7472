internal import UAPIText

/// What an input is, as its content tells.
enum InputKind: Hashable {
  /// Capture records, one JSON object a line.
  case jsonLines
  /// Capture records in an array, or in objects that take several lines each.
  case jsonDocument
  /// Bytes as text: digits, a dump, or a list of a language.
  case byteText
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
    if text.starts(with: ByteSource.byteOrderMark) { text.removeFirst(3) }
    let body = text.drop(while: Ascii.isSpace)
    if !body.starts(with: StraceLine.containerLog),
      let kind = Self.jsonKind(body, isWhole: isWhole)
    {
      self = kind
      return
    }
    // Only complete lines can be judged.
    var lines = text.split(separator: Ascii.newline, omittingEmptySubsequences: false)
    if !isWhole { lines.removeLast() }
    lines.removeAll { $0.allSatisfy(Ascii.isSpace) }
    // A line that is broken is not a reason to give up the others.
    if lines.contains(where: Self.isRecord) {
      self = .jsonLines
    } else if text.contains(0) {
      if lines.contains(where: StraceReader.holdsCall) {
        self = .strace
      } else {
        guard isWhole else { return nil }
        self = .raw
      }
    } else if lines.contains(where: StraceReader.isTrace) {
      self = .strace
    } else if !Self.isText(text) {
      self = .raw
    } else if lines.isEmpty, body.isEmpty {
      guard isWhole else { return nil }
      self = .empty
    } else if !lines.isEmpty, lines.prefix(64).allSatisfy(ByteText.isDigits) {
      self = .byteText
    } else {
      // The list of a language can have its first byte anywhere.
      guard isWhole else { return nil }
      self = .byteText
    }
  }

  /// Whether a beginning without an end can only be that of capture records.
  static func beginsRecord(_ bytes: ArraySlice<UInt8>) -> Bool {
    let body = bytes.drop(while: Ascii.isSpace)
    guard body.first == Ascii.openBrace else { return false }
    return body.dropFirst().first { !Ascii.isSpace($0) } == Ascii.quote
  }

  // MARK: - JSON

  /// The kind of a text that begins as JSON does, or `nil` where it does not, or not enough is there.
  private static func jsonKind(_ body: ArraySlice<UInt8>, isWhole: Bool) -> InputKind? {
    let next = body.dropFirst().first { !Ascii.isSpace($0) }
    switch (body.first, next) {
    case (Ascii.openBracket, Ascii.openBrace): return .jsonDocument
    case (Ascii.openBracket, Ascii.closeBracket):
      // []byte{…}
      let rest = body.drop { $0 != Ascii.closeBracket }.dropFirst()
      return rest.allSatisfy(Ascii.isSpace) ? .jsonDocument : nil
    case (Ascii.openBracket, nil): return isWhole ? .jsonDocument : nil
    case (Ascii.openBrace, Ascii.quote), (Ascii.openBrace, Ascii.closeBrace):
      return objectKind(body, isWhole: isWhole)
    case (Ascii.openBrace, nil): return isWhole ? .jsonLines : nil
    default: return nil
    }
  }

  /// An object that ends on its line is one of many; one that goes on is written for the eye.
  private static func objectKind(_ body: ArraySlice<UInt8>, isWhole: Bool) -> InputKind? {
    guard let end = body.firstIndex(of: Ascii.newline) else {
      guard isWhole else { return nil }
      // Line ends of old systems, which JSON takes for white space.
      let isOneLine = !body.contains(Ascii.carriageReturn)
      return isOneLine || isObject(body) ? .jsonLines : .jsonDocument
    }
    if isObject(body[..<end]) { return .jsonLines }
    let others = body[end...]
    guard let next = others.first(where: { !Ascii.isSpace($0) }) else {
      return isWhole ? .jsonLines : nil
    }
    if next == Ascii.openBrace { return .jsonLines }
    let lines = others.split(separator: Ascii.newline).prefix(64)
    return lines.contains(where: isRecord) ? .jsonLines : .jsonDocument
  }

  private static func isObject(_ line: ArraySlice<UInt8>) -> Bool {
    (try? JSONScanner.object(Array(line))) != nil
  }

  /// Whether a line is an object with a key that only records have.
  private static func isRecord(_ line: ArraySlice<UInt8>) -> Bool {
    var line = line
    if line.starts(with: ByteSource.byteOrderMark) { line.removeFirst(3) }
    guard beginsRecord(line), let members = try? JSONScanner.object(Array(line)) else {
      return false
    }
    return members.contains { ["sockopt", "struct", "bytes"].contains($0.name) }
  }

  // MARK: - Other text

  private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
    let isControl = { (byte: UInt8) in
      byte < 0x20 && !Ascii.isSpace(byte) && byte != 0x1B && byte != 0x0C
    }
    if bytes.contains(where: isControl) { return false }
    // The last character may be cut.
    return String(validating: bytes, as: UTF8.self) != nil
      || (1...3).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
  }

  /// Whether these are characters of two bytes each, as Windows writes them.
  static func isUTF16(_ bytes: ArraySlice<UInt8>) -> Bool {
    let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    let units = bytes.dropFirst(isMarked ? 2 : 0).prefix(32)
    guard units.count >= (isMarked ? 4 : 16), units.count.isMultiple(of: 2) else { return false }
    func isASCII(_ offset: Int) -> Bool {
      stride(from: units.startIndex, to: units.endIndex, by: 2).allSatisfy { index in
        let byte = units[index + offset]
        return units[index + 1 - offset] == 0
          && (Ascii.isSpace(byte) || (0x20..<0x7F).contains(byte))
      }
    }
    return isASCII(0) || isASCII(1)
  }
}
