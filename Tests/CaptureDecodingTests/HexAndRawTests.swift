import MPTCP
import DecodingSupport
import TestSupport
import UAPIText
import Testing

@testable import CaptureDecoding

/// Bare bytes: raw, and as digits in all their shapes.
struct HexAndRawTests {
  /// A real 96-byte answer.
  private var bytes: [UInt8] {
    get throws {
      let line = String(decoding: EmbeddedCaptures.text, as: UTF8.self).split(separator: "\n")
        .first { $0.contains("\"optlen\":96") }
      let record = try JSONObject(String(try #require(line)))
      return try #require(Hex.bytes(Array((record["bytes"]?.text ?? "").utf8)))
    }
  }

  private let subject = CaptureRecord.Subject.option(.info)

  private func shapes(_ bytes: [UInt8]) -> [String] {
    let digits = Hex.text(bytes)
    let pairs = bytes.map { Hex.text([$0]) }
    func lines(_ count: Int, _ line: (Int, [String]) -> String) -> String {
      stride(from: 0, to: pairs.count, by: count).map { start in
        line(start, Array(pairs[start..<min(start + count, pairs.count)])) + "\n"
      }.joined()
    }
    func offset(_ value: Int, _ width: Int, radix: Int = 16) -> String {
      let text = String(value, radix: radix)
      return String(repeating: "0", count: width - text.count) + text
    }
    return [
      digits, digits + "\n", digits.uppercased(), "0x" + digits,
      pairs.joined(separator: " "), pairs.joined(separator: ":"),
      pairs.map { "0x" + $0 }.joined(separator: ", "), pairs.map { "\\x" + $0 }.joined(),
      lines(10) { $1.joined() }, lines(16) { "  " + $1.joined(separator: " ") },
      lines(12) { "  " + $1.map { "0x" + $0 }.joined(separator: ", ") + "," },
      // xxd
      lines(16) { start, line in
        let groups = stride(from: 0, to: line.count, by: 2).map { line[$0...].prefix(2).joined() }
        return offset(start, 8) + ": " + groups.joined(separator: " ") + "  abcdef 0123 |x|"
      },
      // hexdump -C
      lines(16) { start, line in
        offset(start, 8) + "  " + line.prefix(8).joined(separator: " ") + "  "
          + line.dropFirst(8).joined(separator: " ") + "  |12 34 de|"
      } + offset(bytes.count, 8) + "\n",
      // od -t x1
      lines(16) { offset($0, 7, radix: 8) + " " + $1.joined(separator: " ") }
        + offset(bytes.count, 7, radix: 8) + "\n",
    ]
  }

  @Test func `Shapes give the same bytes`() throws {
    let bytes = try bytes
    let expected = try decode(bytes, subject: subject, capacity: 512).output
    for shape in shapes(bytes) {
      let decoded = try decode(shape, subject: subject, capacity: 512)
      #expect(decoded.output == expected, "\(shape)\(decoded.errors)")
    }
  }

  @Test func `Short answers have the same shapes`() throws {
    for length in [1, 2, 15, 16, 17, 43, 47] {
      let bytes = Array(try bytes.prefix(length))
      for shape in shapes(bytes) {
        #expect(try ByteText.bytes(Array(shape.utf8)) == bytes, "\(length): \(shape)")
      }
    }
  }

  @Test(arguments: [
    "00000000  01 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
      + "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|\n"
      + "*\n00000060\n",
    "0000000 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n"
      + "0000020 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n*\n0000140\n",
    "00000000: 0100 0000 0000 0000 0000 0000 0000 0000  ................\n"
      + "00000010: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n*\n"
      + "00000050: 0000 0000 0000 0000 0000 0000 0000 0000  ................\n",
  ])
  func `Stars repeat the line before`(text: String) throws {
    #expect(try ByteText.bytes(Array(text.utf8)) == [1] + [UInt8](repeating: 0, count: 95))
  }

  @Test func `Raw bytes need a description`() throws {
    let decoded = try decode(try bytes)
    #expect(decoded.status == 1)
    #expect(decoded.output.isEmpty)
    #expect(decoded.errors.contains("--sockopt"))
  }

  @Test func `The capacity decides what is known of the size`() throws {
    let bytes = Array(try bytes.prefix(48))
    let presences = try [nil, 48, 512].map { capacity in
      try decode(bytes, subject: subject, capacity: capacity)
        .object["fields"]?["mptcpi_bytes_sent"]?["presence"]?.text
    }
    #expect(presences == ["absent", "absent", "absent"])
    let retransmits = try [nil, 48, 512].map { capacity in
      try decode(bytes, subject: subject, capacity: capacity)
        .object["fields"]?["mptcpi_retransmits"]?["presence"]?.text
    }
    #expect(retransmits == ["indeterminate", "indeterminate", "absent"])
    #expect(try decode(bytes, subject: subject, capacity: 47).status == 1)
  }

  @Test func `Any struct of the history can be decoded`() throws {
    let full = try decode(
      [UInt8](repeating: 0, count: 136), subject: .structure("mptcp_full_info"), capacity: 200)
    let nested = try full.object["fields"]?["mptcp_info"]?["value"]
    #expect(nested?["struct"]?.text == "mptcp_info")
    #expect(nested?["length"]?.integer == 96)
    let cut = try decode(
      [UInt8](repeating: 7, count: 100), subject: .structure("mptcp_subflow_info"))
    #expect(try cut.object["fields"]?["id"]?["value"]?.integer == 0x0707_0707)
    #expect(try cut.object["fields"]?["addrs"]?["presence"]?.text == "truncated")
    let addresses = try decode(
      [UInt8](repeating: 2, count: 256), subject: .structure("mptcp_subflow_addrs"))
    #expect(
      try addresses.object["fields"]?["sin_local"]?["value"]?.text
        == String(repeating: "02", count: 16))
  }

  @Test func `The machine can be named`() throws {
    // The first field of mptcp_subflow_data, on a machine with the most significant byte first.
    let bytes: [UInt8] = [0, 0, 0, 16, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4]
    let object = try decode(
      bytes, subject: .structure("mptcp_subflow_data"), machine: "s390x"
    ).object
    #expect(object["fields"]?["size_subflow_data"]?["value"]?.integer == 16)
    let short = try decode(
      [UInt8](repeating: 0, count: 44), subject: subject, capacity: 512, machine: "i686"
    ).object
    #expect(short["fields"]?["mptcpi_csum_enabled"]?["presence"]?.text != "truncated")
    #expect(short["trailing"]?.text == "")
  }

  @Test func `Bytes after the newest layout are kept`() throws {
    let bytes = try bytes + [1, 2, 3]
    let object = try decode(bytes, subject: subject, capacity: 512).object
    #expect(object["trailing"]?.text == "010203")
    #expect(object["fields"]?["mptcpi_endp_fullmesh_max"]?["presence"]?.text == "present")
  }

  @Test(arguments: [
    ("abc", 1, "odd number"), ("00 00\n00 0", 2, "odd number"),
    ("0000000 0000 0000 0200\n", 1, "16 bits"),
    ("00000000: 0000\n00000010: 0000\n", 2, "offset is 16 after 2 bytes"),
    ("*\n00", 1, "repeat"), ("0001\n*\n", 3, "how often"), ("0001 zz\n", 1, "neither"),
  ])
  func `Broken text is named by line`(text: String, line: Int, reason: String) throws {
    let decoded = try decode(text, subject: subject)
    #expect(decoded.status == 1)
    #expect(decoded.errorLines == [line], "\(decoded.errors)")
    #expect(decoded.errors.contains(reason), "\(decoded.errors)")
  }

  @Test func `Empty input is not a record`() throws {
    #expect(try decode("").status == 0)
    #expect(try decode("\n\n").output.isEmpty)
    // Unless somebody says that it is an answer.
    #expect(try decode("", subject: subject).object["length"]?.integer == 0)
  }
}
