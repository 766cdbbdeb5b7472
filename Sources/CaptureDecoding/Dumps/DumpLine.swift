internal import UAPIText

/// A line of a dump: the address of its bytes, the groups of digits, and what follows them.
struct DumpLine {
  /// A word of the line, between white space.
  struct Word {
    var text: ArraySlice<UInt8>
    /// How much white space is before it.
    var gap: Int

    /// The digits after `0x`.
    var markedDigits: ArraySlice<UInt8>? {
      guard text.count > 2, text.first == Ascii.zero,
        text[text.startIndex + 1] | 0x20 == UInt8(ascii: "x")
      else { return nil }
      let digits = text.dropFirst(2)
      return digits.allSatisfy { Ascii.hexValue($0) != nil } ? digits : nil
    }

    /// Whether these are hexadecimal digits without a mark.
    var isHex: Bool { text.allSatisfy { Ascii.hexValue($0) != nil } }
  }

  /// Within how many bytes of a line its address ends.
  private static let addressLimit = 512

  let number: Int
  /// The digits of the address, without `0x`.
  let address: ArraySlice<UInt8>
  /// Whether `0x` is before the address.
  let isMarked: Bool
  /// Whether a colon ends the address.
  let hasColon: Bool
  /// Whether other words are before the address, as in a kernel's log.
  let hasPrefix: Bool
  /// Whether white space is before the address.
  let isIndented: Bool
  /// What follows the address.
  let words: [Word]
  private let text: ArraySlice<UInt8>

  /// A line whose address ends with a colon: xxd, tcpdump, gdb, lldb, a kernel's log.
  init?(addressWithColon line: TextLine) {
    let text = line.text
    let start = line.body.startIndex
    for colon in text.indices.prefix(Self.addressLimit) where text[colon] == Ascii.colon {
      guard colon + 1 == text.endIndex || Ascii.isSpace(text[colon + 1]) else { continue }
      var end = colon
      // gdb: the symbol that the address belongs to.
      if colon > start, text[colon - 1] == UInt8(ascii: ">"),
        let label = text[start..<colon].firstIndex(of: UInt8(ascii: "<"))
      {
        end = label
        while end > start, Ascii.isSpace(text[end - 1]) { end -= 1 }
      }
      let wordStart = text[start..<end].lastIndex(where: Ascii.isSpace).map { $0 + 1 } ?? start
      let word = Word(text: text[wordStart..<end], gap: 0)
      let marked = word.markedDigits
      let digits = marked ?? word.text
      guard digits.count <= 16, word.isHex || marked != nil else { continue }
      if wordStart == start {
        guard digits.count >= (marked == nil ? 3 : 1) else { continue }
      } else {
        // A kernel's log: its own offsets have 8 digits, its addresses 16.
        let next = text[(colon + 1)...].drop(while: Ascii.isSpace).prefix { !Ascii.isSpace($0) }
        guard digits.count >= 8, next.count > 1, next.allSatisfy({ Ascii.hexValue($0) != nil })
        else { continue }
      }
      self.init(
        line, address: digits, isMarked: marked != nil, hasColon: true,
        hasPrefix: wordStart > start, isIndented: start > text.startIndex,
        words: Self.words(in: text[(colon + 1)...]))
      return
    }
    return nil
  }

  /// A line whose first word may be an address: hexdump, od, Wireshark, objdump, readelf.
  init?(plainAddress line: TextLine) {
    var words = Self.words(in: line.text)
    guard let first = words.first else { return nil }
    words.removeFirst()
    let marked = first.markedDigits
    let digits = marked ?? first.text
    guard marked != nil || (first.isHex && digits.count >= 4), digits.count <= 16 else {
      return nil
    }
    self.init(
      line, address: digits, isMarked: marked != nil, hasColon: false,
      hasPrefix: false, isIndented: first.gap > 0, words: words)
  }

  private init(
    _ line: TextLine, address: ArraySlice<UInt8>, isMarked: Bool, hasColon: Bool,
    hasPrefix: Bool, isIndented: Bool, words: [Word]
  ) {
    number = line.number
    text = line.text
    self.address = address
    self.isMarked = isMarked
    self.hasColon = hasColon
    self.hasPrefix = hasPrefix
    self.isIndented = isIndented
    self.words = words
  }

  /// What follows a number of words, white space included.
  func rest(after count: Int) -> ArraySlice<UInt8> {
    guard count > 0 else { return text[address.endIndex...] }
    return text[words[count - 1].text.endIndex...]
  }

  /// In which column a word begins, counted from 1.
  func column(of index: Int) -> Int {
    (index < words.count ? words[index].text.startIndex : text.endIndex) - text.startIndex + 1
  }

  static func words(in text: ArraySlice<UInt8>) -> [Word] {
    var words: [Word] = []
    var index = text.startIndex
    while true {
      let gapStart = index
      while index < text.endIndex, Ascii.isSpace(text[index]) { index += 1 }
      guard index < text.endIndex else { return words }
      let start = index
      while index < text.endIndex, !Ascii.isSpace(text[index]) { index += 1 }
      words.append(Word(text: text[start..<index], gap: start - gapStart))
    }
  }
}
