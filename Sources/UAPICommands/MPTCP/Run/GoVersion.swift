/// The release of Go that built a program.
struct GoVersion: Hashable {
  /// As Go writes it: `go1.22.3`, `devel go1.23-8c8adffd53 …`.
  let text: String
  /// The two numbers of the release, where there are some.
  let release: Release?

  struct Release: Hashable, Comparable {
    var major: Int
    var minor: Int

    static func < (left: Release, right: Release) -> Bool {
      (left.major, left.minor) < (right.major, right.minor)
    }
  }

  /// The first release whose programs can be told to use MPTCP.
  static let firstWithMPTCP = Release(major: 1, minor: 21)

  /// Whether programs of this release can be told to use MPTCP; `nil` where that is not known.
  var knowsMPTCP: Bool? { release.map { $0 >= Self.firstWithMPTCP } }

  /// Reads what a program says; `nil` for what no linker of Go writes.
  init?(_ bytes: some Collection<UInt8>) {
    guard (1...128).contains(bytes.count), bytes.allSatisfy({ (0x20...0x7E).contains($0) })
    else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("go") || text.hasPrefix("devel") else { return nil }
    self.text = text
    release = text.split(separator: " ").lazy.compactMap(Self.release).first
  }

  /// The numbers at the beginning of a word such as `go1.21rc2` or `go1.23-8c8adffd53`.
  private static func release(in word: Substring) -> Release? {
    guard word.hasPrefix("go") else { return nil }
    let numbers = word.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count > 1, let major = Int(numbers[0]),
      let minor = Int(numbers[1].prefix { $0.isASCII && $0.isNumber })
    else { return nil }
    return Release(major: major, minor: minor)
  }
}
