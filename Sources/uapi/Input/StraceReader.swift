/// Reads the `getsockopt` calls out of what `strace` prints.
///
/// Made for `strace -xx -s 4096 -e getsockopt`, with or without `-f`, `-y`, `-t` and `-T`. Calls that
/// another thread interrupts are put together again.
struct StraceReader {
  /// What a line gives.
  enum Outcome {
    /// Nothing: another system call, another option, a signal.
    case nothing
    /// A record. `remark` says what is to be known about it.
    case record(CaptureRecord, remark: String?)
    /// The call is one that could be decoded, but its line does not say enough.
    case failure(String)
  }

  private static let call = Array("getsockopt(".utf8)
  private static let unfinished = Array("<unfinished ...>".utf8)
  private static let resumed = Array("<... getsockopt resumed>".utf8)

  /// The beginnings of interrupted calls, by process.
  private var pending: [String: ArraySlice<UInt8>] = [:]

  /// Whether a line is one that `strace` prints.
  static func isTrace(line: ArraySlice<UInt8>) -> Bool {
    var cursor = Cursor(line)
    _ = cursor.prefix()
    if cursor.starts(with: "+++ ") || cursor.starts(with: "--- ") { return true }
    if cursor.starts(with: "<... ") || cursor.starts(with: "strace: ") { return true }
    guard let name = cursor.name(), !name.isEmpty, cursor.take("(") else { return false }
    return line.contains { $0 == UInt8(ascii: "=") } || find(unfinished, in: line) != nil
      || name == "getsockopt"
  }

  /// Takes one line.
  mutating func take(line: [UInt8]) -> Outcome {
    var cursor = Cursor(line[...])
    let prefix = cursor.prefix()
    let process = prefix.process ?? ""
    var arguments: ArraySlice<UInt8>
    if cursor.rest.starts(with: Self.resumed) {
      guard let beginning = pending.removeValue(forKey: process) else {
        return .failure("the beginning of this call is missing")
      }
      arguments = beginning + cursor.rest.dropFirst(Self.resumed.count)
    } else if cursor.rest.starts(with: Self.call) {
      arguments = cursor.rest.dropFirst(Self.call.count)
      if let end = Self.find(Self.unfinished, in: arguments) {
        pending[process] = arguments[..<end]
        return .nothing
      }
    } else {
      return .nothing
    }
    var call = Call(Array(arguments))
    var outcome = call.outcome()
    if case .record(var record, let remark) = outcome {
      record.source = "getsockopt"
      record.carried = Self.carried(prefix, fileDescriptor: call.fileDescriptor)
      outcome = .record(record, remark: remark)
    }
    return outcome
  }

  private static func carried(
    _ prefix: Cursor.Prefix, fileDescriptor: Int?
  ) -> [CaptureRecord.Carried] {
    var carried: [CaptureRecord.Carried] = []
    func add(_ name: String, _ append: (inout [UInt8]) -> Void) {
      var text = Array("\"\(name)\":".utf8)
      append(&text)
      carried.append(CaptureRecord.Carried(name: name, text: text))
    }
    add("source") { JSONText.append(string: "getsockopt", to: &$0) }
    if let process = prefix.process.flatMap(Int.init) {
      add("pid") { JSONText.append(process, to: &$0) }
    }
    if let fileDescriptor { add("fd") { JSONText.append(fileDescriptor, to: &$0) } }
    if let time = prefix.time { add("time") { JSONText.append(string: time, to: &$0) } }
    return carried
  }

  static func find(_ pattern: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard let first = pattern.first, text.count >= pattern.count else { return nil }
    return text.indices.dropLast(pattern.count - 1).first { index in
      text[index] == first && text[index...].starts(with: pattern)
    }
  }
}

// MARK: - Words of a line

extension StraceReader {
  /// Walks through a line.
  struct Cursor {
    /// What stands in front of the call.
    struct Prefix {
      var process: String?
      var time: String?
    }

    var rest: ArraySlice<UInt8>

    init(_ text: ArraySlice<UInt8>) { rest = text }

    mutating func skipSpace() {
      while let byte = rest.first, Ascii.isSpace(byte) { rest.removeFirst() }
    }

    func starts(with text: StaticString) -> Bool { rest.starts(with: text.description.utf8) }

    mutating func take(_ text: StaticString) -> Bool {
      guard starts(with: text) else { return false }
      rest.removeFirst(text.utf8CodeUnitCount)
      return true
    }

    /// Letters, digits and underscores.
    mutating func name() -> String? {
      let word = rest.prefix { byte in
        Ascii.isDigit(byte) || byte == UInt8(ascii: "_")
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
      rest.removeFirst(word.count)
      return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }

    /// The text up to a character, which is taken too.
    mutating func text(upTo end: UInt8) -> String? {
      guard let index = rest.firstIndex(of: end) else { return nil }
      defer { rest = rest[(index + 1)...] }
      return String(decoding: rest[..<index], as: UTF8.self)
    }

    /// `[pid 123]` or `123`, and a time in any of the forms that strace has.
    mutating func prefix() -> Prefix {
      var prefix = Prefix()
      skipSpace()
      if take("[pid") {
        skipSpace()
        prefix.process = text(upTo: Ascii.closeBracket)
        skipSpace()
      }
      while let byte = rest.first, Ascii.isDigit(byte) {
        let word = rest.prefix { !Ascii.isSpace($0) }
        let isNumber = word.allSatisfy { byte in
          Ascii.isDigit(byte) || byte == Ascii.colon || byte == UInt8(ascii: ".")
        }
        guard isNumber, word.count < rest.count else { break }
        let text = String(decoding: word, as: UTF8.self)
        if text.contains(where: { $0 == ":" || $0 == "." }) || prefix.process != nil {
          prefix.time = text
        } else {
          prefix.process = text
        }
        rest.removeFirst(word.count)
        skipSpace()
      }
      // The instruction pointer of -i and the call's number of -n.
      while rest.first == Ascii.openBracket, let end = rest.firstIndex(of: Ascii.closeBracket) {
        rest = rest[(end + 1)...]
        skipSpace()
      }
      return prefix
    }
  }
}

// MARK: - One call

extension StraceReader {
  /// The arguments and the result of one call.
  struct Call {
    private var cursor: Cursor
    private(set) var fileDescriptor: Int?

    init(_ text: [UInt8]) { cursor = Cursor(text[...]) }

    /// What strace prints for the buffer.
    private enum Buffer {
      case bytes([UInt8], isCut: Bool)
      /// Four bytes that strace takes for an integer.
      case integer(Int)
      case pointer
      case taken
    }

    mutating func outcome() -> Outcome {
      guard let descriptor = cursor.name() else { return .nothing }
      fileDescriptor = Int(descriptor)
      // -y and -yy print what the descriptor is, in which commas and brackets may stand.
      if cursor.take("<") {
        guard let end = StraceReader.find(Array(">, ".utf8), in: cursor.rest) else {
          return .nothing
        }
        cursor.rest = cursor.rest[(end + 1)...]
      }
      guard cursor.take(","), let level = constant(), let name = constant(),
        let option = SocketOption(level: level, option: name)
      else { return .nothing }
      guard let buffer = buffer() else {
        return .failure("the \(option.name) bytes are not written as a string")
      }
      let lengths = lengths()
      cursor.skipSpace()
      guard cursor.take(")") else { return .failure("the \(option.name) call has no end") }
      cursor.skipSpace()
      guard cursor.take("=") else { return .failure("the \(option.name) call has no result") }
      cursor.skipSpace()
      // The call never came back: the process was killed.
      if cursor.take("?") { return .nothing }
      return result(of: option, buffer: buffer, lengths: lengths)
    }

    /// The number or the name in the next argument, without the comment that strace adds.
    private mutating func constant() -> String? {
      cursor.skipSpace()
      guard var text = cursor.text(upTo: Ascii.comma) else { return nil }
      if let comment = text.firstRange(of: "/*") { text = String(text[..<comment.lowerBound]) }
      return String(text.split(separator: " ").first ?? "")
    }

    private mutating func result(
      of option: SocketOption, buffer: Buffer, lengths: (offered: Int, returned: Int)?
    ) -> Outcome {
      if cursor.take("-1") {
        cursor.skipSpace()
        guard let name = cursor.name(), let errno = ErrnoNames.number(of: name) else {
          return .failure("the error of the \(option.name) call is not known")
        }
        var record = CaptureRecord(subject: .option(option), answer: .refused(errno: errno))
        if let lengths { record.capacity = .bytes(lengths.offered) }
        return .record(record, remark: nil)
      }
      guard cursor.take("0") else {
        return .failure("the result of the \(option.name) call is not known")
      }
      guard let lengths else { return .failure("strace did not print the length") }
      var bytes: [UInt8]
      var isCut = false
      switch buffer {
      case .taken:
        return .failure("strace took the \(option.name) struct apart: there are no bytes to decode")
      case .pointer where lengths.returned == 0: bytes = []
      case .pointer:
        return .failure("strace printed the address of the \(option.name) bytes, not the bytes")
      case .integer(let value):
        bytes = withUnsafeBytes(of: UInt32(truncatingIfNeeded: value)) { Array($0) }
      case .bytes(let text, let cut): (bytes, isCut) = (text, cut)
      }
      guard bytes.count <= lengths.returned else {
        return .failure("strace printed \(bytes.count) bytes for a length of \(lengths.returned)")
      }
      guard isCut || bytes.count == lengths.returned else {
        return .failure("strace printed \(bytes.count) of \(lengths.returned) bytes")
      }
      var record = CaptureRecord(
        subject: .option(option),
        answer: isCut ? .cut(bytes, of: lengths.returned) : .bytes(bytes))
      record.capacity = lengths.offered < 0 ? .unlimited : .bytes(lengths.offered)
      guard lengths.offered < 0 || lengths.returned <= lengths.offered else {
        return .failure("the length grew from \(lengths.offered) to \(lengths.returned)")
      }
      let remark =
        isCut
        ? "strace printed \(bytes.count) of \(lengths.returned) bytes: run it with -s 4096" : nil
      return .record(record, remark: remark)
    }

    // MARK: The length

    /// `[512 => 96]`, `[512->96]`, or `[96]` where the kernel did not change it.
    private mutating func lengths() -> (offered: Int, returned: Int)? {
      cursor.skipSpace()
      guard cursor.take(",") else { return nil }
      cursor.skipSpace()
      guard cursor.take("[") else {
        // An address or NULL.
        _ = cursor.name()
        return nil
      }
      guard let text = cursor.text(upTo: Ascii.closeBracket) else { return nil }
      let numbers = text.split { $0 == " " || $0 == ">" || $0 == "=" }
        .map { $0.hasSuffix("-") ? $0.dropLast() : $0 }
        .map { SocketOption.number(of: String($0)) }
      switch numbers.count {
      case 1: return numbers[0].map { ($0, $0) }
      case 2:
        guard let offered = numbers[0], let returned = numbers[1], returned >= 0 else { return nil }
        return (offered, returned)
      default: return nil
      }
    }

    // MARK: The buffer

    private mutating func buffer() -> Buffer? {
      cursor.skipSpace()
      switch cursor.rest.first {
      case Ascii.quote: return string()
      case Ascii.openBracket:
        cursor.rest.removeFirst()
        guard let text = cursor.text(upTo: Ascii.closeBracket) else { return nil }
        return SocketOption.number(of: text).map { .integer($0) } ?? .taken
      case Ascii.openBrace:
        skipBraces()
        return .taken
      default: return cursor.name() == nil ? nil : .pointer
      }
    }

    private mutating func skipBraces() {
      var depth = 0
      while let byte = cursor.rest.first {
        if byte == Ascii.openBrace { depth += 1 }
        if byte == Ascii.closeBrace { depth -= 1 }
        cursor.rest.removeFirst()
        if depth == 0 { return }
      }
    }

    private mutating func string() -> Buffer? {
      cursor.rest.removeFirst()
      var bytes: [UInt8] = []
      while let byte = cursor.rest.first {
        cursor.rest.removeFirst()
        if byte == Ascii.quote { return .bytes(bytes, isCut: cursor.take("...")) }
        guard byte == Ascii.backslash else {
          bytes.append(byte)
          continue
        }
        guard let escaped = escape() else { return nil }
        bytes.append(escaped)
      }
      return nil
    }

    private mutating func escape() -> UInt8? {
      guard let byte = cursor.rest.popFirst() else { return nil }
      switch byte {
      case UInt8(ascii: "x"):
        let digits = cursor.rest.prefix(2)
        cursor.rest = cursor.rest.dropFirst(2)
        return Hex.bytes(digits)?.first
      case UInt8(ascii: "0")...UInt8(ascii: "7"):
        var value = Int(byte - Ascii.zero)
        for _ in 0..<2 {
          guard let digit = cursor.rest.first, (Ascii.zero...UInt8(ascii: "7")).contains(digit)
          else { break }
          value = value * 8 + Int(digit - Ascii.zero)
          cursor.rest.removeFirst()
        }
        return UInt8(exactly: value)
      case UInt8(ascii: "n"): return 0x0A
      case UInt8(ascii: "t"): return 0x09
      case UInt8(ascii: "r"): return 0x0D
      case UInt8(ascii: "v"): return 0x0B
      case UInt8(ascii: "f"): return 0x0C
      case UInt8(ascii: "a"): return 0x07
      case UInt8(ascii: "b"): return 0x08
      case UInt8(ascii: "e"): return 0x1B
      case Ascii.quote, Ascii.backslash, UInt8(ascii: "'"): return byte
      default: return nil
      }
    }
  }
}
