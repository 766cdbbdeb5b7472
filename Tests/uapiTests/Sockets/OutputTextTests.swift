import MPTCP
import Testing

@testable import uapi

/// The small texts in tables and objects.
struct OutputTextTests {
  private static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      (0, "0"), (1, "1"), (9999, "9999"), (10_000, "9.7 KiB"), (10_239, "9.9 KiB"),
      (10_240, "10.0 KiB"), (12_595, "12.2 KiB"), (102_399, "99.9 KiB"), (102_400, "100 KiB"),
      (1_023_999, "999 KiB"), (1_024_000, "0.9 MiB"), (1_048_576, "1.0 MiB"),
      (1 << 30, "1.0 GiB"), (1 << 40, "1.0 TiB"), (1 << 50, "1.0 PiB"), (1 << 60, "1.0 EiB"),
      (.max, "15.9 EiB"),
    ] as [(UInt64, String)])
  func `Sizes have the unit that fits`(size: UInt64, expected: String) {
    #expect(Self.text { SizeText.append(size, to: &$0) } == expected)
  }

  @Test func `Sizes are never too large and take nine characters`() {
    for shift in 0..<64 {
      for size in [UInt64(1) << shift, (UInt64(1) << shift) &* 1000 &- 1] {
        #expect(Self.text { SizeText.append(size, to: &$0) }.count <= 8, "\(size)")
      }
    }
  }

  @Test func `Addresses read as their descriptions`() {
    for address in [
      SocketAddress.ipv4(IPv4Address(0, 7, 42, 255), port: 0),
      .ipv4(IPv4Address(192, 168, 100, 200), port: 65535),
      .ipv6(
        IPv6Address(groups: [0xFD00, 0, 0, 0, 0, 0, 0, 1]), port: 443, flowInfo: 0, scopeID: 0),
      .other(family: 7, bytes: [1]),
    ] {
      #expect(Self.text { AddressText.append(address, to: &$0) } == address.description)
    }
  }

  @Test func `Names cannot steer the terminal`() {
    for (name, expected) in [
      ("python3", "python3"), ("", ""), ("Bäcker 日本", "Bäcker 日本"), ("a\u{1B}[2Jb", "a?[2Jb"),
      ("a\r\nb\t", "a??b?"), ("\u{7F}\u{9B}31m", "??31m"), ("x\u{202E}y\u{2066}", "x?y?"),
      ("\u{2028}", "?"), ("\0", "?"),
    ] {
      #expect(TerminalText.printable(name) == expected)
    }
  }

  @Test func `Lines are cut to the columns that there are`() {
    func cut(_ line: String, _ columns: Int) -> (text: String, width: Int) {
      var width = 0
      let text = Self.text { width = TerminalText.append(line.utf8, columns: columns, to: &$0) }
      return (text, width)
    }
    #expect(cut("abc", 4) == ("abc", 3))
    #expect(cut("abc", 3) == ("abc", 3))
    let plain = TerminalText.plain
    #expect(cut("abc", 2) == ("ab" + plain, 2))
    #expect(cut("abc", 0) == (plain, 0))
    #expect(cut("├ö", 1) == ("├" + plain, 1))
    // Colours take no column, and do not run into what follows.
    let colored = "\(TerminalText.escape)[33mab\(plain) c"
    #expect(cut(colored, 4) == (colored, 4))
    #expect(cut(colored, 1) == ("\(TerminalText.escape)[33ma" + plain, 1))
    #expect(cut(colored, 2) == ("\(TerminalText.escape)[33mab" + plain + plain, 2))
  }

  @Test func `Objects are JSON`() throws {
    var object = JSONObjectText()
    #expect(object.bytes == Array("{}".utf8))
    object.add("number", Int8.min)
    object.add("largest", UInt64.max)
    object.add("nothing", nil as Int?)
    object.add("text", string: "a\"\\\u{1}ö\n")
    object.add("yes", flag: true)
    object.add("no", flag: false)
    object.add("empty", array: [Int]()) { _ in JSONObjectText() }
    object.add("all", array: [1, 2]) { number in
      var element = JSONObjectText()
      element.add("n", number)
      return element
    }
    object.add("raw") { $0 += "[1]".utf8 }
    let parsed = try JSONObject(String(decoding: object.bytes, as: UTF8.self))
    #expect(
      parsed.members.keys.sorted() == [
        "all", "empty", "largest", "no", "number", "raw", "text", "yes",
      ])
    #expect(parsed["number"] == .signed(-128) && parsed["largest"] == .unsigned(.max))
    #expect(parsed["text"]?.text == "a\"\\\u{1}ö\n")
    #expect(parsed["yes"] == .bool(true) && parsed["no"] == .bool(false))
    #expect(parsed["empty"] == .array([]))
    #expect(parsed["all"]?.elements.map { $0["n"]?.integer } == [1, 2])
    #expect(
      String(decoding: object.members, as: UTF8.self).hasPrefix("\"number\":-128,\"largest\""))
  }
}
