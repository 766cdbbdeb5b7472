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
    // Beside underscores: `outer.field` for what has no name of its own, `if-ether` for a header.
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

  /// Whether the words of a dotted name are identifiers.
  static func isTypeName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy { CIdentifier.isValid(String($0)) }
  }

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
    // What is no letter or digit of ASCII is none of a C identifier.
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

/// Hands out names in one scope, each of them once.
struct NameScope {
  private var taken: Set<String>
  /// The names that are given out already.
  private var given: [String: String] = [:]
  /// The next number to try after a name.
  private var numbers: [String: Int] = [:]
  /// The names that had to change: C name, wanted name, given name.
  private(set) var renamed: [(cName: String, wanted: String, given: String)] = []

  init(reserved: Set<String>) { taken = reserved }

  /// Gives a name that the spec says, before the others; `false` where it is taken.
  mutating func give(_ name: String, to cName: String) -> Bool {
    guard taken.insert(name).inserted else { return false }
    given[cName] = name
    return true
  }

  /// The wanted name, or the first of `name2`, `name3` … that is free.
  mutating func take(_ wanted: String, for cName: String) -> String {
    if let name = given.removeValue(forKey: cName) { return name }
    var given = wanted
    var number = numbers[wanted] ?? 2
    while !taken.insert(given).inserted {
      given = "\(wanted)\(number)"
      number += 1
    }
    numbers[wanted] = number
    if given != wanted { renamed.append((cName, wanted, given)) }
    return given
  }
}
