/// A socket option whose answer can be decoded.
package enum SocketOption: String, CaseIterable {
  case mptcpInfo = "MPTCP_INFO"
  case mptcpTCPInfo = "MPTCP_TCPINFO"
  case mptcpSubflowAddresses = "MPTCP_SUBFLOW_ADDRS"
  case mptcpFullInfo = "MPTCP_FULL_INFO"
  case tcpInfo = "TCP_INFO"

  /// The option's name in C.
  package var name: String { rawValue }

  /// The level that `getsockopt` takes.
  package var level: Int { self == .tcpInfo ? 6 : 284 }

  /// The number that `getsockopt` takes.
  package var number: Int {
    switch self {
    case .mptcpInfo: 1
    case .mptcpTCPInfo: 2
    case .mptcpSubflowAddresses: 3
    case .mptcpFullInfo: 4
    case .tcpInfo: 11
    }
  }

  /// The struct that the whole answer is, by its C name; `nil` where it is a header and arrays.
  var bareStruct: String? {
    switch self {
    case .mptcpInfo: "mptcp_info"
    case .tcpInfo: "tcp_info"
    default: nil
    }
  }

  /// The option that a level and a number name, each as a number or as its name in C.
  package init?(level: String, option: String) {
    let number = Self.number(of: option)
    let found = Self.allCases.first { candidate in
      Self.level(candidate.level, isNamed: level)
        && (number.map { $0 == candidate.number } ?? (option == candidate.name))
    }
    guard let found else { return nil }
    self = found
  }

  private static func level(_ level: Int, isNamed name: String) -> Bool {
    if let number = number(of: name) { return number == level }
    return levelNames(level).contains(name)
  }

  private static func levelNames(_ level: Int) -> [String] {
    level == 6 ? ["SOL_TCP", "IPPROTO_TCP"] : ["SOL_MPTCP"]
  }

  /// Whether a text is the beginning of a level that one of the options has.
  static func isBeginning(ofLevel text: String) -> Bool {
    allCases.contains { option in
      let numbers = ["\(option.level)", "0x" + String(option.level, radix: 16)]
      return (levelNames(option.level) + numbers).contains { $0.hasPrefix(text) }
    }
  }

  /// Whether a text is the beginning of an option that can be decoded at a level.
  static func isBeginning(level: String, ofOption text: String) -> Bool {
    allCases.contains { option in
      let numbers = ["\(option.number)", "0x" + String(option.number, radix: 16)]
      return Self.level(option.level, isNamed: level)
        && ([option.name] + numbers).contains { $0.hasPrefix(text) }
    }
  }

  /// The value of a decimal or hexadecimal number.
  package static func number(of text: String) -> Int? {
    text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
  }
}
