import MPTCP
import TestSupport
import DecodingSupport
import UAPIText
import Testing

@testable import CaptureDecoding

/// The lists of bytes that languages and tools print.
struct ByteListTests {
  private static let bytes = SampleBytes.bytes
  private static let decimal = bytes.map(String.init).joined(separator: ", ")
  private static let signed = bytes.map { String(Int8(bitPattern: $0)) }.joined(separator: ", ")
  private static let pairs = bytes.map { Hex.text([$0]) }
  private static let hex = pairs.map { "0x" + $0 }.joined(separator: ", ")
  private static let escapes = pairs.map { "\\x" + $0 }.joined()
  /// Zeros at the front are left out.
  private static let short = bytes.map { String($0, radix: 16) }

  private static let indexed: String =
    bytes.indices.map { "  [" + String($0) + "] = " + String(bytes[$0]) + "\n" }.joined()
  private static let octal: String =
    bytes.map { $0 == 0x44 ? "D" : "\\" + String($0, radix: 8) }.joined()

  private static let swiftGoRust: [String] = [
    "[\(decimal)]", "let x: [UInt8] = [\(hex)]", "Data([\(hex)])", "ArraySlice([\(decimal)])",
    "[\(decimal.replacing(",", with: ""))]", "[]byte{\(hex)}", "[48]uint8{\(hex)}",
    "[]byte{\n\t\(hex),\n}", "vec![\(decimal)]", "&[\(hex.replacing(",", with: "u8,"))u8]",
    "let x: [u8; 48] = [\(decimal)];", "[\(pairs.joined(separator: ", "))]",
    "[\(short.joined(separator: ", "))]", "b\"\(escapes)\"", "[\n    \(hex),\n]",
  ]
  private static let python: [String] = [
    #"b'\x01\x00\x00\x02\x00\x00\x00\x00\x02\x00\x00\x00D3"\x11\xe8\x03\x00\x00\x00\x00\x00\x00'"#
      + "\n" + #" b'\xe8\x03\x00\x00\x00\x00\x00\x00\xd0\x07\x00\x00\x00\x00\x00\x00'"# + "\n"
      + #" b'\x01\x02\x00\x00\x00\x00\x00\x00'"#,
    "bytearray(b'\(escapes)')", "bytes([\(decimal)])", "(\(decimal))", "array('B', [\(decimal)])",
    "array('b', [\(signed)])", "bytes.fromhex('\(Hex.text(bytes))')", "b'\(Hex.text(bytes))'",
    "array([\(decimal)], dtype=uint8)", "data = [\(decimal)]",
  ]
  private static let c: [String] = [
    "unsigned char buf[48] = {\n  \(hex),\n};\n",
    "unsigned char m_bin[] = {\n  \(hex)\n};\nunsigned int m_bin_len = 48;\n",
    "/* 7, 8 */ u8 x[] = { // nine\n \(hex) };", "std::array<uint8_t, 48> x = {\(hex)};",
    "char x[48] =\n  \"\(escapes.prefix(96))\"\n  \"\(escapes.dropFirst(96))\";", "{\(hex)}",
  ]
  private static let javaScript: [String] = [
    "<Buffer \(pairs.joined(separator: " "))>", "Uint8Array(48) [\n  \(decimal)\n]",
    "new Uint8Array([\(decimal)])", "{\n  type: 'Buffer',\n  data: [\n    \(decimal)\n  ]\n}",
    "ArrayBuffer {\n  [Uint8Contents]: <\(pairs.joined(separator: " "))>,\n  byteLength: 48\n}",
  ]
  private static let others: [String] = [
    "[\(signed)]", "new byte[] { \(hex.replacing("0x", with: "(byte) 0x")) }",
    "new byte[48] { \(decimal) }", pairs.joined(separator: "-"), "byteArrayOf(\(signed))",
    "<<\(decimal.replacing(" ", with: ""))>>",
    "$VAR1 = \"\(octal)\";",
    "<01000002 00000000 02000000 44332211 e8030000 00000000 e8030000 00000000 d0070000 00000000 "
      + "01020000 00000000>",
  ]
  private static let debuggers: [String] = [
    "$1 = {0x1, 0x0 <repeats 2 times>, 0x2, 0x0 <repeats 4 times>, 0x2, 0x0, 0x0, 0x0, 0x44, 0x33, "
      + "0x22, 0x11, 0xe8, 0x3, 0x0 <repeats 6 times>, 0xe8, 0x3, 0x0 <repeats 6 times>, 0xd0, 0x7, "
      + "0x0 <repeats 6 times>, 0x1, 0x2, 0x0 <repeats 6 times>}",
    "(unsigned char[48]) x = {\n\(indexed)}",
  ]
  private static let maps: [String] = [
    "key: 00 00 00 00  value: \(pairs.joined(separator: " "))\nFound 1 element\n",
    "key:\n00 00 00 00\nvalue:\n\(pairs.prefix(16).joined(separator: " "))\n"
      + "\(pairs.dropFirst(16).joined(separator: " "))\nFound 1 element\n",
  ]
  private static let bare: [String] = [
    decimal, signed, decimal.replacing(",", with: ""), escapes, "\u{1B}[33m\(hex)\u{1B}[0m",
  ]

  private static let texts: [String] = [
    swiftGoRust, python, c, javaScript, others, debuggers, maps, bare,
  ].flatMap { $0 }

  @Test(arguments: texts)
  func `Lists of languages and tools are read`(text: String) throws {
    #expect(try SampleBytes.read(text) == Self.bytes)
    // As the command takes them, whatever else they look like.
    let decoded = try decode(text + "\n", subject: .option(.info))
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try decoded.object["fields"]?["mptcpi_token"]?["value"]?.integer == 0x1122_3344)
    #expect(try decoded.object["length"]?.integer == 48)
  }

  @Test(arguments: [
    #"{"type":"Buffer","data":[\#(decimal)]}"#,
    #"[{"key":["0x00"],"value":["\#(hex.replacing(", ", with: "\",\""))"]}]"#,
    #"{"struct":"mptcp_info","bytes":[\#(decimal)]}"#,
  ])
  func `Lists of bytes in JSON are records`(text: String) throws {
    let decoded = try decode(text, subject: .option(.info))
    #expect(decoded.status == 0, "\(decoded.errors)")
    #expect(try decoded.object["fields"]?["mptcpi_token"]?["value"]?.integer == 0x1122_3344)
  }

  @Test func `Each value of a map is an answer`() throws {
    let text = "key: 00  value: 01 02\nkey: 01  value: 03 04\nFound 2 elements\n"
    let decoded = try decode(text, subject: .option(.info))
    #expect(try decoded.objects.count == 2)
    let values = try ByteText.answers(Array(text.utf8))
    #expect(values.map(\.bytes) == [[1, 2], [3, 4]])
    #expect(values.map(\.line) == [1, 2])
  }

  @Test(arguments: [
    ("<Buffer 01 00 00 ... 45 more bytes>", 1, "cut"),
    ("Uint8Array(120) [\n  0, 0,\n  ... 118 more items\n]", 3, "cut"),
    ("$1 = {0x0, 0x0, 0x0...}", 1, "cut"), ("[1, 2, 3", 1, "no end"),
    ("[1,\n 0, 256]", 2, "256 is not a byte"), ("[1, -129]", 1, "-129 is not a byte"),
    ("[10, 20, 30]", 1, "two digits"), ("[01, 00, 2]", 1, "0x before"),
    ("{001, 000, 350}", 1, "0x before"), ("[0; 48]", 1, "found ';'"),
    ("unsigned char a[] = {1, 2};\nunsigned char b[] = {3, 4};", 2, "second list"),
    ("[[1, 2], [3, 4]]", 1, "second list"), ("unsigned char x[48] = {1, 2};", 1, "48 bytes"),
    ("unsigned char x[] = {\n  1, 2 };\nunsigned int x_len = 48;", 3, "48 bytes"),
    ("[1, 2 3]", 1, "expected ','"), ("[1,, 2]", 1, "expected a byte"),
    ("[1,\nfoo, 3]", 2, "'foo'"), ("48 bytes", 1, "how many"), ("b\"\\q\"", 1, "escape"),
    ("\"\\x01é\"", 1, "ASCII"), ("He said \"hello\" to me", 1, "neither"),
    ("\\x01D3\"", 1, "neither"), ("$1 = \"\\001\", '\\000' <repeats 46 times>", 1, "gdb"),
    ("key: 00\nvalue: zz\n", 2, "two hexadecimal"),
    ("key: 00  value: 01\nFound 2 elements", 2, "1"),
    (String(repeating: "[", count: 100_000), 1, "deep"), ("[1zz]", 1, "not a number"),
    ("[99999999999999999999999]", 1, "not a number"),
  ])
  func `What is not understood gives one error`(text: String, line: Int, reason: String) throws {
    let decoded = try decode(text, subject: .option(.info))
    #expect(decoded.status == 1)
    #expect(decoded.output.isEmpty)
    #expect(decoded.errorLines == [line], "\(decoded.errors)")
    #expect(decoded.errors.contains(reason), "\(decoded.errors)")
  }

  @Test func `Lists can be empty`() throws {
    for text in ["b''", "<Buffer >", "Uint8Array(0) []"] {
      #expect(try SampleBytes.read(text) == [], "\(text)")
    }
  }
}
