internal import MPTCP
internal import UAPIText

/// One `getsockopt` call as strace printed it.
struct StraceCall {
  /// What the call asked for.
  enum Subject: Equatable {
    /// An option that can be decoded.
    case option(MPTCPCapture.Option)
    /// Another option.
    case other
    /// The line ends before that can be told, or makes no sense.
    case unknown
  }

  let subject: Subject
  let arguments: StraceArguments
  private let text: [UInt8]

  /// The call whose arguments begin at a position.
  init(_ text: [UInt8], argumentsAt start: Int) {
    self.text = text
    arguments = StraceArguments(text, at: start)
    subject = Self.subject(of: arguments) ?? Self.subject(of: text[start...].prefix(1 << 16))
  }

  /// The number of the socket, where it is one.
  var fileDescriptor: Int? { Self.word(arguments.values, 0).flatMap(MPTCPCapture.Option.number) }

  /// The option's name for messages.
  var name: String {
    if case .option(let option) = subject { option.name } else { "getsockopt" }
  }

  /// Whether this is how programs are written: with a name for the socket.
  var isSource: Bool { arguments.end == .closed && fileDescriptor == nil }

  static func word(_ values: [StraceArguments.Value], _ index: Int) -> String? {
    guard values.indices.contains(index), case .word(let word) = values[index] else { return nil }
    return word
  }
}

// MARK: - What it answered

extension StraceCall {
  /// What the call gives, with the result that is after its arguments.
  ///
  /// - Parameter isBigEndian: the order of bytes of the machine that was traced.
  func outcome(result: StraceResult, isBigEndian: Bool) -> StraceReader.Outcome {
    guard case .option(let option) = subject else {
      return .failure("the line ends before the option of this getsockopt call")
    }
    let name = option.name
    switch arguments.end {
    case .closed: break
    case .unavailable: return .failure("strace could not read this \(name) call")
    case .unfinished: return .failure("this \(name) call never ended")
    case .cut: return .failure("this \(name) call is cut, or not written as strace does")
    }
    if result.isInjected {
      return .remark("left out: strace injected the result of this \(name) call")
    }
    switch result.outcome {
    case .none: return .failure("this \(name) call never returned to the program")
    case .unknown: return .failure("the result of this \(name) call cannot be read")
    case .refused(let errno):
      var record = CaptureRecord(subject: .option(option), answer: .refused(errno: errno))
      if let offered = lengths?.offered, offered >= 0 { record.capacity = .bytes(offered) }
      return .record(record, remark: nil)
    case .success: return answer(of: option, isBigEndian: isBigEndian)
    }
  }

  private func answer(of option: MPTCPCapture.Option, isBigEndian: Bool) -> StraceReader.Outcome {
    let name = option.name
    let buffer = arguments.values.dropFirst(3).first ?? .unknown
    guard let (offered, returned) = lengths, returned >= 0 else {
      if case .list? = arguments.values.dropFirst(4).first {
        return .failure("the length of this \(name) call cannot be read")
      }
      return .failure(
        "strace printed addresses, not the length and the bytes of this \(name) call: run it "
          + "without -e raw and -e verbose")
    }
    guard offered < 0 || returned <= offered else {
      return .failure("the length of this \(name) call grew from \(offered) to \(returned)")
    }
    var bytes: [UInt8]
    var isCut = false
    switch buffer {
    case .string(let all, let cut): (bytes, isCut) = (all, cut)
    case .word where returned == 0: bytes = []
    case .word:
      return .failure(
        "strace printed the address of the \(name) bytes, not the bytes: run it without -e raw "
          + "and -e verbose")
    case .list(let text):
      // Four bytes are an integer for strace.
      guard let value = Self.number(text) else { return .failure(Self.takenApart(option)) }
      let word = UInt32(truncatingIfNeeded: value)
      bytes = withUnsafeBytes(of: isBigEndian ? word.bigEndian : word.littleEndian) { Array($0) }
    case .structure: return .failure(Self.takenApart(option))
    case .unknown: return .failure("the \(name) bytes are not written as a string")
    }
    guard bytes.count <= returned else {
      return .failure("strace printed \(bytes.count) \(name) bytes for a length of \(returned)")
    }
    let extent = "strace printed \(bytes.count) of \(returned) \(name) bytes"
    guard isCut || bytes.count == returned else { return .failure(extent) }
    let remedy = "\(extent): run it with -s \(max(4096, returned))"
    // Sizes in the header of an array say nothing about bytes that are not there.
    guard !isCut || option.bareStruct != nil else { return .failure(remedy) }
    var record = CaptureRecord(
      subject: .option(option), answer: isCut ? .cut(bytes, of: returned) : .bytes(bytes))
    record.capacity = offered < 0 ? .unlimited : .bytes(offered)
    return .record(record, remark: isCut ? remedy : nil)
  }

  /// No option of a strace that takes a struct apart makes it print the bytes.
  private static func takenApart(_ option: MPTCPCapture.Option) -> String {
    let remedy =
      "strace took the \(option.name) struct apart: there are no bytes to decode; trace with a "
      + "strace that prints them as a string, as 6.1 does"
    return option == .tcpInfo ? remedy : "\(remedy), or record with uapi mptcp capture"
  }

  /// `[512 => 96]`, `[512->96]`, or `[96]` where the kernel did not change it.
  private var lengths: (offered: Int, returned: Int)? {
    guard arguments.values.count > 4, case .list(let text) = arguments.values[4] else { return nil }
    let numbers = String(decoding: text.prefix(64), as: UTF8.self)
      .split { $0 == " " || $0 == ">" || $0 == "=" }
      .map { $0.count > 1 && $0.hasSuffix("-") ? $0.dropLast() : $0 }
      .filter { $0 != "-" }
      .map { MPTCPCapture.Option.number(of: String($0)) }
    guard let offered = numbers.first ?? nil, let returned = numbers.last ?? nil,
      numbers.count <= 2
    else { return nil }
    return (offered, returned)
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int? {
    MPTCPCapture.Option.number(
      of: String(decoding: text.prefix(32).filter { !Ascii.isSpace($0) }, as: UTF8.self))
  }
}
