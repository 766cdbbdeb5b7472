internal import UAPIText

/// Cuts a JSON document into the objects that are in it, without holding all of it.
///
/// The document is an array of objects, or objects one after the other. Only strings and brackets
/// are looked at; what reads an object checks the rest.
struct JSONElements {
  private var line = 1
  /// Whether the document is an array: `nil` before its first byte.
  private var isArray: Bool?
  private var isAfterElement = false
  private var isAfterComma = false
  private var isClosed = false

  /// What a document gives.
  enum Element {
    /// An object, and the line on which it starts.
    case text([UInt8], line: Int)
    /// Something that is left out. The rest goes on.
    case failure(InputFailure)
  }

  /// The next object, or `nil` at the end.
  mutating func next(
    from source: inout ByteSource, limit: Int
  ) throws(InputFailure) -> Element? {
    while let byte = try nextByte(of: &source) {
      if byte == 0 {
        // What a file system leaves of writes that a crash cut off.
        try skipZeros(of: &source)
        return .failure(failure("NUL bytes are between the records"))
      }
      guard !isClosed else { throw failure("something follows the array") }
      if isArray == nil {
        isArray = byte == Ascii.openBracket
        if isArray == true {
          source.drop(1)
          continue
        }
      }
      if isArray == true {
        if byte == Ascii.closeBracket {
          guard !isAfterComma else { throw failure("expected a record after the comma") }
          source.drop(1)
          isClosed = true
          continue
        }
        if isAfterElement {
          guard byte == Ascii.comma else { throw failure("',' or ']' is due") }
          source.drop(1)
          isAfterElement = false
          isAfterComma = true
          continue
        }
      }
      isAfterElement = true
      isAfterComma = false
      return try element(from: &source, limit: limit)
    }
    if isArray == true, !isClosed { throw failure("the array has no end") }
    return nil
  }

  private func failure(_ reason: String) -> InputFailure {
    InputFailure(line: line, reason: reason)
  }

  /// The next byte that is not white space, which is not taken.
  private mutating func nextByte(of source: inout ByteSource) throws(InputFailure) -> UInt8? {
    while true {
      var skipped = 0
      for byte in source.available {
        guard Ascii.isSpace(byte) else {
          source.drop(skipped)
          return byte
        }
        if byte == Ascii.newline { line += 1 }
        skipped += 1
      }
      source.drop(skipped)
      guard try source.fill() else { return nil }
    }
  }

  private func skipZeros(of source: inout ByteSource) throws(InputFailure) {
    while true {
      source.drop(source.available.prefix { $0 == 0 }.count)
      guard source.available.isEmpty, try source.fill() else { return }
    }
  }

  private mutating func element(
    from source: inout ByteSource, limit: Int
  ) throws(InputFailure) -> Element {
    let start = line
    var isTooLong = false
    var count = 0
    var depth = 0
    var strings = JSONStrings()
    while true {
      while count < source.available.count {
        let byte = source.available[source.available.startIndex + count]
        let isSeparator = byte == Ascii.comma || byte == Ascii.closeBracket || Ascii.isSpace(byte)
        if depth == 0, !strings.isInside, count > 0 || isTooLong, isSeparator {
          return take(count, from: &source, line: start, isTooLong: isTooLong, limit)
        }
        count += 1
        if byte == Ascii.newline { line += 1 }
        if strings.take(byte) { continue }
        switch byte {
        case Ascii.openBrace, Ascii.openBracket: depth += 1
        case Ascii.closeBrace, Ascii.closeBracket:
          depth -= 1
          if depth <= 0 {
            return take(count, from: &source, line: start, isTooLong: isTooLong, limit)
          }
        default: break
        }
      }
      if count > limit {
        // The end is looked for all the same, so that only this record is lost.
        isTooLong = true
        source.drop(count)
        count = 0
      }
      guard try source.fill() else {
        return take(count, from: &source, line: start, isTooLong: isTooLong, limit)
      }
    }
  }

  private func take(
    _ count: Int, from source: inout ByteSource, line: Int, isTooLong: Bool, _ limit: Int
  ) -> Element {
    defer { source.drop(count) }
    guard !isTooLong, count <= limit else {
      return .failure(
        InputFailure(line: line, reason: "this record is longer than \(limit) bytes"))
    }
    return .text(Array(source.available.prefix(count)), line: line)
  }
}
