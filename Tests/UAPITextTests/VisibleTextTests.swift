import Testing
import UAPIText

/// What goes out of text that others chose.
struct VisibleTextTests {
  private static func cleaned(_ text: String) -> String {
    String(decoding: VisibleText.cleaned(Array(text.utf8)), as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String {
    String(decoding: VisibleText.escapedJSON(Array(text.utf8)), as: UTF8.self)
  }

  @Test(arguments: [
    ("", ""), ("plain text\nof two lines\n", "plain text\nof two lines\n"),
    ("a\tb\r\n", "a\tb\r\n"), ("a\rb", "a?b"), ("\u{1B}]0;pwn\u{7}", "?]0;pwn?"),
    ("\u{7F}\u{80}\u{9B}31m\u{9F}", "???31m?"),
    ("\0", "?"), ("x\u{202E}y\u{2066}z\u{200F}\u{61C}", "x?y?z??"),
    ("\u{2028}\u{2029}", "??"), ("\u{FEFF}a\u{AD}b\u{E0041}", "?a?b?"),
    ("Bäcker 日本 ● ├── → … 🙂", "Bäcker 日本 ● ├── → … 🙂"),
  ])
  func `Each character that steers becomes a question mark`(text: String, expected: String) {
    // Also where it comes after many that do not, which are looked at in larger pieces.
    for prefix in ["", String(repeating: "x", count: 31), String(repeating: "ö", count: 100)] {
      #expect(Self.cleaned(prefix + text) == prefix + expected)
    }
  }

  @Test func `Control characters of one byte and of two are all replaced`() {
    for value: UInt32 in Array(0..<0x20) + Array(0x7F..<0xA0) where value != 0x0A && value != 9 {
      let scalar = Unicode.Scalar(value)!
      #expect(Self.cleaned("a\(scalar)b") == "a?b", "\(value)")
    }
  }

  @Test func `Bytes that are not UTF-8 become replacement characters`() {
    for bytes: [UInt8] in [
      [0x9B], [0xC2], [0xC0, 0x9B], [0xE0, 0x82, 0x9B], [0xED, 0xA0, 0x80],
      [0xF5, 0x80, 0x80, 0x80],
      [0xF0, 0x80, 0x82, 0x9B], [0xE2, 0x80],
    ] {
      let cleaned = VisibleText.cleaned([0x61] + bytes)
      let expected = "a" + String(repeating: "\u{FFFD}", count: bytes.count)
      #expect(String(decoding: cleaned, as: UTF8.self) == expected, "\(bytes)")
    }
  }

  @Test func `What this program itself puts into its output goes out`() {
    #expect(
      Self.cleaned("\(VisibleText.escape)[31mred\(VisibleText.escape)[0m")
        == "\u{1B}[31mred\u{1B}[0m")
    // Without the key, or with a wrong one, it is from outside.
    let wrong = String(VisibleText.escape.dropLast()) + "x"
    #expect(Self.cleaned("\u{1B}[31m\(wrong)[0m").contains("\u{1B}") == false)
    #expect(Self.cleaned("\u{1B}") == "?")
  }

  @Test func `JSON keeps its values`() {
    #expect(Self.escaped(#"{"a":"b"}"#) == #"{"a":"b"}"#)
    #expect(
      Self.escaped("{\"\u{7F}\":\"\u{9B}\u{202E}\u{E0041}ö\"}")
        == #"{"\u007f":"\u009b\u202e\udb40\udc41ö"}"#)
    #expect(Self.escaped("{\t\"a\":\r\n1}") == "{\t\"a\":\r\n1}")
  }

  @Test func `A name stays on one line`() {
    #expect(VisibleText.printable("a\r\nb\tc") == "a??b?c")
  }
}
