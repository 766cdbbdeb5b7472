internal import MPTCP
internal import UAPIStructs
internal import UAPIText

/// What strace printed after the arguments of a call.
struct StraceResult: Equatable {
  /// How the call ended.
  enum Outcome: Equatable {
    case success
    case refused(errno: Int)
    /// `?`: strace never saw an end.
    case none
    /// There is no result, or one that a `getsockopt` never has.
    case unknown
  }

  private(set) var outcome = Outcome.unknown
  /// Whether strace itself made the result, or changed memory of the program.
  private(set) var isInjected = false
  /// The position after the result.
  private(set) var position: Int
  private let text: [UInt8]

  /// The result that begins at a position, after the closing parenthesis.
  init(_ text: [UInt8], at start: Int) {
    self.text = text
    position = start
    skipSpaces()
    guard take(StraceText.equals) else { return }
    skipSpaces()
    if take(UInt8(ascii: "?")) {
      outcome = .none
      return
    }
    switch MPTCPCapture.Option.number(of: word()) {
    case .some(0):
      outcome = readNotes(afterError: false) ? .success : .unknown
    case .some(-1):
      guard let errno = errno(), errno > 0, errno < Self.errnoLimit else { return }
      outcome = readNotes(afterError: true) ? .refused(errno: errno) : .unknown
    case let value? where value < 0 && value > -Self.errnoLimit:
      outcome = readNotes(afterError: true) ? .refused(errno: -value) : .unknown
    default: return
    }
  }

  /// No error of a kernel has a larger number.
  private static let errnoLimit = 4096

  /// `EINVAL`, `ERRNO_524`, `(errno 524)`, `22`, or `22 /* EINVAL */`.
  private mutating func errno() -> Int? {
    skipSpaces()
    if StraceText.has("(errno ", in: text, at: position) {
      position += 7
      let number = Int(self.word())
      return take(StraceText.closeParenthesis) ? number : nil
    }
    let name = word()
    if name.hasPrefix("ERRNO_") { return Int(name.dropFirst(6)) }
    return MPTCPCapture.Option.number(of: name) ?? LinuxErrno.number(of: name)
  }

  /// Takes what is in parentheses and comments, and the time of -T. Returns whether nothing is
  /// missing.
  private mutating func readNotes(afterError: Bool) -> Bool {
    var isFirst = true
    while true {
      skipSpaces()
      let opening = position
      guard position < text.count else { return true }
      switch text[position] {
      case StraceText.openParenthesis:
        let closing = StraceText.next(StraceText.closeParenthesis, in: text, from: position)
        guard let closing else {
          position = text.count
          // The words for an error may be cut. After a success any note says something about it.
          return isFirst && afterError
        }
        position = closing + 1
        if StraceText.has("(INJECTED", in: text, at: opening) { isInjected = true }
        isFirst = false
      case StraceText.slash:
        let closing = StraceText.find(Array("*/".utf8), in: text, from: position)
        position = closing.map { $0 + 2 } ?? text.count
      case StraceText.openAngle:
        let closing = StraceText.next(StraceText.closeAngle, in: text, from: position)
        position = closing.map { $0 + 1 } ?? text.count
        return true
      default: return true
      }
    }
  }

  // MARK: Words

  private mutating func skipSpaces() {
    while position < text.count, Ascii.isSpace(text[position]) { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }

  /// Letters and digits, perhaps after a minus sign.
  private mutating func word() -> String {
    let start = position
    if position < text.count, text[position] == Ascii.minus { position += 1 }
    while position < text.count, StraceText.isNameByte(text[position]) { position += 1 }
    return String(decoding: text[start..<position].prefix(32), as: UTF8.self)
  }
}
