internal import UAPIText

/// Bytes that are written as numbers, one after the other.
struct NumberList {
  struct Element {
    /// The number, with its sign, its prefix, and its suffix.
    var text: String
    var line: Int
  }

  /// What is known of numbers that do not say their base.
  enum Base { case unknown, decimal, hex }

  var elements: [Element] = []
  var base = Base.unknown
  /// How many bytes a number has, where a type says it.
  var size: Int?

  init(base: Base = .unknown) { self.base = base }

  /// The bytes in the order of memory.
  func bytes(_ order: WordOrder?) throws(InputFailure) -> [UInt8] {
    guard let first = elements.first else { return [] }
    let isHex = try isHex()
    var numbers: [Number] = []
    numbers.reserveCapacity(elements.count)
    for element in elements {
      guard let number = Number(element.text, isHex: isHex) else {
        throw InputFailure(
          line: element.line, reason: "'\(Self.shown(element.text))' is not a number")
      }
      numbers.append(number)
    }
    let size = size ?? numbers.lazy.compactMap(\.size).first ?? Self.size(of: numbers) ?? 1
    if size > 1, order == nil || (order == .bytes && !numbers.allSatisfy(\.isHex)) {
      throw InputFailure(line: first.line, reason: WordOrder.refusal(groupSize: size))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(elements.count * size)
    for (number, element) in zip(numbers, elements) {
      guard let own = number.bytes(size) else {
        throw InputFailure(
          line: element.line,
          reason: "\(Self.shown(element.text)) is not a byte"
            + (size > 1 ? " or a number of \(size) bytes" : ", which is -128 to 255"))
      }
      bytes += (order ?? .bytes).inMemory(own)
    }
    return bytes
  }

  private static func shown(_ text: String) -> String {
    TerminalText.printable(String(text.prefix(24)))
  }

  /// The size of numbers that are all written with as many digits.
  private static func size(of numbers: [Number]) -> Int? {
    guard let count = numbers.first?.digits.utf8.count, [4, 8, 16].contains(count),
      numbers.allSatisfy({ $0.isHex && $0.digits.utf8.count == count })
    else { return nil }
    return count / 2
  }

  /// Whether numbers without a prefix are hexadecimal.
  ///
  /// Languages write decimal numbers without leading zeros, and bytes in hexadecimal with two digits.
  /// Only where all numbers have two digits, and none begins with 0, both would look the same.
  private func isHex() throws(InputFailure) -> Bool {
    let bare = elements.filter { element in
      !element.text.hasPrefix("0x") && !element.text.hasPrefix("0X")
        && !element.text.hasPrefix("0b") && !element.text.hasPrefix("0o")
    }
    guard !bare.isEmpty, base == .unknown else { return base == .hex }
    let hasLetters = bare.contains {
      $0.text.utf8.contains { !Ascii.isDigit($0) && Ascii.hexValue($0) != nil }
    }
    let hasZeros = bare.contains { $0.text.utf8.count > 1 && $0.text.utf8.first == Ascii.zero }
    let isPaired = bare.allSatisfy { $0.text.utf8.count == 2 }
    let isMixed = bare.count < elements.count
    if hasLetters || hasZeros {
      let isNarrow = bare.allSatisfy { $0.text.utf8.count <= 2 }
      guard !isMixed, isPaired || (hasLetters && !hasZeros && isNarrow) || !isNarrow && isUniform
      else {
        throw InputFailure(
          line: bare[0].line,
          reason:
            "these numbers may be decimal, hexadecimal or octal: write 0x before each that is "
            + "hexadecimal")
      }
      return true
    }
    guard !isPaired || isMixed || bare.contains(where: { $0.text.hasPrefix("-") }) else {
      throw InputFailure(
        line: bare[0].line,
        reason: "numbers that all have two digits may be decimal or hexadecimal: write 0x before "
          + "each, or before one, which makes the others decimal")
    }
    return false
  }

  private var isUniform: Bool {
    let count = elements[0].text.utf8.count
    return [4, 8, 16].contains(count) && elements.allSatisfy { $0.text.utf8.count == count }
  }

  /// A number of the list.
  private struct Number {
    let isNegative: Bool
    let isHex: Bool
    let digits: String
    private let value: UInt64
    /// What a suffix says of its size.
    let size: Int?

    init?(_ text: String, isHex: Bool) {
      var rest = text.utf8[...]
      isNegative = rest.first == Ascii.minus
      if isNegative { rest.removeFirst() }
      var radix = isHex ? 16 : 10
      if rest.first == Ascii.zero, let mark = rest.dropFirst().first {
        let marked: [UInt8: Int] = [
          UInt8(ascii: "x"): 16, UInt8(ascii: "b"): 2, UInt8(ascii: "o"): 8,
        ]
        if let other = marked[mark | 0x20], !(isHex && other == 2) {
          radix = other
          rest.removeFirst(2)
        }
      }
      self.isHex = radix == 16
      var digits: [UInt8] = []
      while let byte = rest.first {
        let isSeparator = byte == UInt8(ascii: "_") && !digits.isEmpty
        guard isSeparator || Ascii.hexValue(byte).map({ $0 < radix }) ?? false else { break }
        if !isSeparator { digits.append(byte) }
        rest.removeFirst()
      }
      self.digits = String(decoding: digits, as: UTF8.self)
      guard let value = UInt64(self.digits, radix: radix),
        let size = Self.suffix(String(Substring(rest)))
      else { return nil }
      self.value = value
      self.size = size > 1 ? size : nil
    }

    /// The size that a suffix tells, 0 where it tells none, `nil` where it is unknown.
    private static func suffix(_ text: String) -> Int? {
      let text = text.lowercased()
      if ["", "u", "l", "ul", "lu", "y", "uy", "i8", "u8", "s8"].contains(text) { return 0 }
      guard let first = text.first, first == "u" || first == "i",
        let bits = Int(text.dropFirst()), [16, 32, 64].contains(bits)
      else { return nil }
      return bits / 8
    }

    /// The bytes, the most significant first.
    func bytes(_ size: Int) -> [UInt8]? {
      let bits = UInt64(size * 8)
      let limit: UInt64 = isNegative ? 1 << (bits - 1) : bits == 64 ? .max : (1 << bits) - 1
      guard value <= limit else { return nil }
      let pattern = isNegative ? ~value &+ 1 : value
      return (0..<UInt64(size)).reversed().map { UInt8(truncatingIfNeeded: pattern >> ($0 * 8)) }
    }
  }
}
