import TestSupport
import DecodingSupport
import UAPIText
import Testing

@testable import CaptureDecoding

/// Inputs are told apart by their content.
struct InputKindTests {
  @Test(arguments: [
    ("{\"sockopt\":\"MPTCP_INFO\"}\n{\"sockopt\"", InputKind.jsonLines),
    ("  {\"a\":1}", .jsonLines), ("{\"a\":\n{\"a\":1}\n", .jsonLines),
    ("{\n  \"a\": 1\n}\n", .jsonDocument), ("[{\"a\":1}]", .jsonDocument), ("[\n", .jsonDocument),
    ("\u{FEFF}{\"a\":1}\n", .jsonLines), ("0001 0203", .byteText),
    ("00000000: 0001  ..", .byteText),
    ("getsockopt(3, 284, 1, \"\", [0]) = 0", .strace), ("[pid 3] read(3, \"\", 0) = 0\n", .strace),
    ("+++ exited with 0 +++\n", .strace), ("some words\n12 poll([], 0) = 0\n", .strace),
    ("\u{0}\u{1}", .raw), ("{\u{0}", .raw), ("", .empty), ("\n", .empty),
  ])
  func `The content tells the kind`(text: String, kind: InputKind) {
    #expect(InputKind(beginning: Array(text.utf8)[...], isWhole: true) == kind)
  }

  @Test func `Unknown text is an error`() throws {
    let decoded = try decode("hello\nworld\n")
    #expect(decoded.status == 1)
    #expect(decoded.errors.contains("neither"))
  }

  @Test func `Beginnings that do not tell ask for more`() {
    for text in ["", "{\"a\":", "00 01", "words\n"] {
      #expect(InputKind(beginning: Array(text.utf8)[...], isWhole: false) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    "[RECORD]", "[RECORD,RECORD]", " [ RECORD , RECORD ] \n", "[\nRECORD,\nRECORD\n]\n",
    "RECORD\nRECORD", "RECORD RECORD", "\u{FEFF}[RECORD]",
  ])
  func `Documents of records`(shape: String) throws {
    let record = """
      {
        "sockopt": "MPTCP_INFO",
        "optlen": 4, "capacity": 4,
        "bytes": "01000002",
        "note": { "a": [ 1.50, "x ] } \\" y" ] }
      }
      """
    let decoded = try decode(shape.replacing("RECORD", with: record))
    #expect(decoded.status == 0, "\(decoded.errors)")
    let count = shape.split(separator: "RECORD", omittingEmptySubsequences: false).count - 1
    #expect(try decoded.objects.count == count)
    // White space goes, values stay as they are.
    #expect(decoded.output.contains("\"note\":{\"a\":[1.50,\"x ] } \\\" y\"]}"))
  }

  @Test(arguments: [
    ("[{\"sockopt\":\"X\",}]", 1), ("[\n{\"sockopt\":\"MPTCP_INFO\",\n\"bytes\":1}\n]", 2),
    ("[\n{\"sockopt\":\n01}\n]", 3), ("[1]", 1), ("[\n{}\n", 2), ("[{}]\nx", 2),
  ])
  func `Broken documents are named by line`(text: String, line: Int) throws {
    let decoded = try decode(text)
    #expect(decoded.status == 1)
    #expect(decoded.errorLines.contains(line), "\(decoded.errors)")
  }

  @Test func `Pieces of any size give the same records`() throws {
    // Lines that are longer than one read, and a last line without an end.
    let filler = String(repeating: "x", count: ByteSource.chunkSize + 7)
    let line = "{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"01\",\"note\":\"\(filler)\"}"
    let decoded = try decode([line, line, line].joined(separator: "\r\n"))
    #expect(decoded.status == 0)
    #expect(try decoded.objects.count == 3)
  }
}
