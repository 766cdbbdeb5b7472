package import MPTCP

// The options whose answers can be decoded, as texts name them.
extension MPTCPCapture.Option {
  /// The option's name in C.
  package var name: String { rawValue }

  /// The struct that the whole answer is, by its C name; `nil` where it is a header and arrays.
  package var bareStruct: String? {
    switch self {
    case .info: "mptcp_info"
    case .tcpInfo: "tcp_info"
    default: nil
    }
  }

  /// The option that a level and a number name, each as a number or as its name in C.
  init?(level: String, option: String) {
    let number = Self.number(of: option)
    let found = Self.allCases.first { candidate in
      candidate.socketLevel.isNamed(level)
        && (number.map { $0 == Int(candidate.number) } ?? (option == candidate.name))
    }
    guard let found else { return nil }
    self = found
  }

  /// Whether a text is the beginning of a level that one of the options has.
  package static func isBeginning(ofLevel text: String) -> Bool {
    allCases.contains { option in
      (option.socketLevel.names + numbers(option.level)).contains { $0.hasPrefix(text) }
    }
  }

  /// Whether a text is the beginning of an option that can be decoded at a level.
  package static func isBeginning(level: String, ofOption text: String) -> Bool {
    allCases.contains { option in
      option.socketLevel.isNamed(level)
        && ([option.name] + numbers(option.number)).contains { $0.hasPrefix(text) }
    }
  }

  /// A number in decimal and hexadecimal digits.
  private static func numbers(_ number: Int32) -> [String] {
    ["\(number)", "0x" + String(number, radix: 16)]
  }

  /// The value of a decimal or hexadecimal number.
  static func number(of text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }
}

extension LinuxSocketLevel {
  /// Whether a text is the level's number or one of its names.
  fileprivate func isNamed(_ text: String) -> Bool {
    if let number = MPTCPCapture.Option.number(of: text) { return number == Int(rawValue) }
    return names.contains(text)
  }
}
