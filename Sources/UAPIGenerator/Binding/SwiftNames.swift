internal import UAPIKnowledge

/// Makes Swift names from C names.
struct SwiftNames {
  /// How words are written inside a name, by the word in lower case: `rtt` to `RTT`.
  var words: [String: String]

  /// Words that Swift writes in capitals.
  static let defaultWords = [
    "id": "ID", "ip": "IP", "ipv4": "IPv4", "ipv6": "IPv6", "mptcp": "MPTCP", "mss": "MSS",
    "mtu": "MTU", "pid": "PID", "rtt": "RTT", "tcp": "TCP", "udp": "UDP", "uid": "UID",
    "gid": "GID",
    "url": "URL", "rto": "RTO", "ttl": "TTL",
  ]

  init(words: [String: String] = [:]) {
    self.words = Self.defaultWords.merging(
      words.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
  }

  /// `num_subflows` to `numSubflows`.
  func member(_ name: some StringProtocol) -> String {
    let forms = self.forms(name)
    guard let first = forms.first else { return "_" }
    return Self.valid(Self.lowerLead(first) + forms.dropFirst().joined())
  }

  /// `open_how` to `OpenHow`.
  func type(_ name: some StringProtocol) -> String {
    let joined = forms(name).joined()
    return Self.valid(joined.isEmpty ? "_" : joined)
  }

  private func forms(_ name: some StringProtocol) -> [String] {
    // Besides underscores: `outer.field` for what has no name of its own, `if-ether` for a header.
    name.split { !$0.isPartOfWord }.map { word in
      let lower = word.lowercased()
      return words[lower] ?? lower.prefix(1).uppercased() + lower.dropFirst()
    }
  }

  /// The first word of a member: `RTT` to `rtt`, `TCPInfo` to `tcpInfo`, `Open` to `open`.
  private static func lowerLead(_ word: String) -> String {
    let capitals = word.prefix { $0.isCapitalOrNumber }
    if capitals.count == word.count { return word.lowercased() }
    let count = max(1, capitals.count - 1)
    return word.prefix(count).lowercased() + word.dropFirst(count)
  }

  /// A name cannot begin with a digit.
  private static func valid(_ name: String) -> String {
    name.first.map { $0.isNumber } == true ? "_" + name : name
  }

  /// The name with backticks if Swift reserves it.
  static func escaped(_ name: String) -> String {
    keywords.contains(name) ? "`\(name)`" : name
  }

  /// The types that generated code names. Others of these names would hide them.
  static let reservedTypes: Set<String> =
    Set(IntegerType.all.map(\.description)).union([
      "Field", "FieldAlias", "FieldHistory", "FieldPlace", "Generation", "Hashable", "InlineArray",
      "KernelRelease", "MachineLayout", "OptionSet", "RawRepresentable", "Self", "Sendable",
      "String", "StructHistory", "Type", "UAPIField", "UAPIStruct",
    ])

  private static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
    "init",
    "inout", "internal", "let", "operator", "private", "precedencegroup", "protocol", "public",
    "rethrows", "static", "struct", "subscript", "typealias", "var", "break", "case", "catch",
    "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if", "in",
    "repeat",
    "return", "throw", "switch", "where", "while", "Any", "as", "await", "false", "is", "nil",
    "self",
    "Self", "super", "throws", "true", "try", "_",
  ]
}

/// What names are made of: of an ASCII character that is known without a look into tables.
extension Character {
  fileprivate var isPartOfWord: Bool {
    // What is not a letter or digit of ASCII is not part of a C identifier.
    guard let ascii = asciiValue else { return false }
    return Self.capitals.contains(ascii) || Self.digits.contains(ascii)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(ascii)
  }

  fileprivate var isCapitalOrNumber: Bool {
    guard let ascii = asciiValue else { return isUppercase || isNumber }
    return Self.capitals.contains(ascii) || Self.digits.contains(ascii)
  }

  private static var capitals: ClosedRange<UInt8> { UInt8(ascii: "A")...UInt8(ascii: "Z") }
  private static var digits: ClosedRange<UInt8> { UInt8(ascii: "0")...UInt8(ascii: "9") }
}
