import GeneratorSamples
import Testing

@testable import UAPIKnowledge

/// What a JSON5 text is taken for, and where it is wrong.
struct JSON5Tests {
  private func json(_ text: String) throws -> String {
    String(decoding: try JSON5Locator(text).json, as: UTF8.self)
  }

  @Test(arguments: [
    (#"{ "\u006dptcp": 1 }"#, #"{"mptcp":1}"#), (#"{ \u006dptcp: 1 }"#, #"{"mptcp":1}"#),
    (#"{ m\u{70}tcp: 1 }"#, nil), (#"{ '\x6dptcp': 1 }"#, #"{"mptcp":1}"#),
    ("{ 'mp\\\ntcp': 1 }", #"{"mptcp":1}"#), ("{ 'mp\\\r\ntcp': 1 }", #"{"mptcp":1}"#),
    ("{ 'mp\\\u{2028}tcp': 1 }", #"{"mptcp":1}"#), (#"['\'\"\q\/\\']"#, #"["'\"q/\\"]"#),
    (#"['\n\t\r\b\f\v\0']"#, "[\"\\u000a\\u0009\\u000d\\u0008\\u000c\\u000b\\u0000\"]"),
    (#"['\uD83D\uDE00']"#, "[\"\u{1F600}\"]"), (#"['\uD83D']"#, nil), (#"['\uDE00']"#, nil),
    (#"['\x6']"#, nil), (#"['\u12']"#, nil), (#"['\1']"#, nil), (#"['\01']"#, nil),
    ("['a\nb']", nil), ("['a\rb']", nil), ("['a", nil), ("['a\\", nil), ("{ 1a: 2 }", nil),
    ("[0x1F, -0xf, +7, .5, 5., 1e3, -2.5E-1]", "[31,-15,7,0.5,5,1e3,-2.5e-1]"),
    ("[0xFFFFFFFFFFFFFFFF]", "[18446744073709551615]"), ("[0x1FFFFFFFFFFFFFFFF]", nil),
    ("[010]", nil), ("[1.2.3]", nil), ("[--1]", nil), ("[.]", nil), ("[1e]", nil), ("[0x]", nil),
    ("[NaN]", nil), ("[-Infinity]", nil), ("[true, false, null]", "[true,false,null]"),
    ("[tru]", nil), ("// a\r[1] // b", "[1]"), ("// a\u{2028}[1]", "[1]"),
    ("\u{FEFF}\u{A0}[\u{3000}1,\u{B}]", "[1]"), ("/* ] */[1/**/]", "[1]"), ("[1]]", nil),
    ("{a:1,}", #"{"a":1}"#), ("{,}", nil), ("[1,,2]", nil), ("{a:1 b:2}", nil), ("", nil),
    ("{ $_é: 1 }", #"{"$_é":1}"#),
  ])
  func `A text becomes plain JSON, or is refused`(text: String, expected: String?) throws {
    if let expected {
      #expect(try json(text) == expected)
    } else {
      #expect(throws: JSON5Locator.SyntaxError.self) { try json(text) }
    }
  }

  @Test(arguments: [
    #"{ mptcp: 1, "\u006dptcp": 2 }"#, #"{ mptcp: 1, \u006dptcp: 2 }"#,
    #"{ '\x6dptcp': 1, "mptcp": 2 }"#, "{ 'mp\\\ntcp': 1, mptcp: 2 }",
  ])
  func `A key counts as what it spells`(text: String) {
    let said = message { _ = try SourceDocument(path: "a.json5", text: text) }
    #expect(
      said.contains("error: the key 'mptcp' is here twice; remove one of them"), "\(said)")
  }

  @Test func `An escaped key of a history counts too`() throws {
    let text = Sample.history.replacing("\"struct\"", with: #""s\u0074ruct""#)
    #expect(try KnownStruct(path: "demo.json", text: text) == Sample.known())
    let twice = Sample.history.replacing(
      "\"known_through\"", with: #""s\u0074ruct": "demo", "known_through""#)
    #expect(
      message { _ = try KnownStruct(path: "demo.json", text: twice) }
        .contains("the key 'struct' is here twice"))
  }

  @Test func `Lines end where editors end them`() {
    for (end, line) in [("\n", 3), ("\r", 3), ("\r\n", 3)] {
      let said = message { _ = try SourceDocument(path: "a", text: "{\(end) a: 1,\(end) b 2 }") }
      #expect(said.hasPrefix("a:\(line):4: error: expected ':'"), "\(said)")
    }
  }

  @Test func `Depth is an error, not a crash`() {
    for open in ["[", "{a:"] {
      let text = String(repeating: open, count: 200_000)
      #expect(
        message { _ = try SourceDocument(path: "a", text: text) }.contains("nested more than"))
    }
  }
}
