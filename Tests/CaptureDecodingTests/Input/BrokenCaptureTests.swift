import TestSupport
import DecodingSupport
import UAPIText
import Foundation
import MPTCP
import Testing

@testable import CaptureDecoding

/// A broken line costs a capture itself, not the archive: what goes in comes out or is named.
struct BrokenCaptureTests {
  private static let record = #"{"sockopt":"MPTCP_INFO","bytes":"00"}"# + "\n"
  private static let five = 5 << 20

  private func expect(
    _ text: String, records: Int, lines: [Int], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let decoded = try decode(text)
    #expect(try decoded.objects.count == records, sourceLocation: sourceLocation)
    #expect(
      decoded.errorLines == lines, "\(decoded.errors.prefix(500))", sourceLocation: sourceLocation)
    #expect(decoded.status == (lines.isEmpty ? 0 : 1), sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    "bytes\":\"00\"}\n", "00000000\"}\n", "000000000000\n", "\"x\":1}\n", "\0\0\0\0\n",
    "{\"sockopt\":\"MPTCP_INFO\",\"by\0es\":\"00\"}\n", "{\"sockopt\":\"MPT\n", "{oops\n",
    "[oops\n",
    "[1, 2, 3]\n", "[   12.3] martian source\n", "$ cat capture.jsonl\n", "\u{FEFF}garbage\n",
  ])
  func `A broken first line is the only one that is lost`(first: String) throws {
    try expect(first + Self.record + Self.record, records: 2, lines: [1])
    try expect(first + first + Self.record, records: 1, lines: [1, 2])
    try expect(Self.record + first + Self.record, records: 2, lines: [2])
  }

  @Test func `NUL bytes cost their line`() throws {
    let zeros = String(repeating: "\0", count: 4096)
    try expect(Self.record + "\0\0\0\0\n" + Self.record, records: 2, lines: [2])
    try expect(Self.record + Self.record + zeros, records: 2, lines: [3])
    try expect(zeros + Self.record + Self.record, records: 1, lines: [1])
    try expect(
      Self.record + "{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"0\0\"}\n" + Self.record,
      records: 2, lines: [2])
    let line = Self.record.dropLast()
    try expect("[\(line),\n\0\0\0\(line),\n\(line)]", records: 3, lines: [2])
  }

  @Test func `A first line of 5 MiB costs itself at most`() throws {
    let filler = String(repeating: "0", count: Self.five)
    let valid = #"{"sockopt":"MPTCP_INFO","bytes":"00","note":"FILLER"}"# + "\n"
    let cases = [
      (filler + "\"}\n" + Self.record + Self.record, 2, [1]),
      ("\"}\n" + valid.replacing("FILLER", with: filler) + Self.record, 2, [1]),
      (Self.record + filler + "\n" + Self.record, 2, [2]),
      (filler, 0, [1]),
    ]
    for (text, records, lines) in cases {
      // From a file, of which only the beginning is seen at first.
      let folder = try ScratchFolder()
      let file = try folder.write(text, to: "capture")
      let (output, errors) = (OutputBuffer(), OutputBuffer())
      let status = DecodeRun(format: .ndjson).run(
        [.file(file)], output: output, errors: errors)
      let decoded = Decoded(status: status, output: output.text, errors: errors.text)
      #expect(try decoded.objects.count == records)
      #expect(decoded.errorLines == lines, "\(decoded.errors.prefix(500))")
      #expect(decoded.status == 1)
    }
  }

  @Test func `A line over the limit is left out, and the rest goes on`() throws {
    let filler = [UInt8](repeating: 0x78, count: TextAnswer.byteLimit + 1)
    let record = Array(Self.record.utf8)
    let decoded = try decode(record + filler + [Ascii.newline] + record)
    #expect(try decoded.objects.count == 2)
    #expect(decoded.errorLines == [2])
  }

  @Test func `A record over the limit is left out of a document, too`() throws {
    var source = ByteSource(Array("[{\"a\":1},\n{\"b\":\"}}}}}}}}\"},\n{\"c\":2}]".utf8))
    var elements = JSONElements()
    var texts: [String] = []
    while let element = try elements.next(from: &source, limit: 8) {
      switch element {
      case .text(let text, let line):
        texts.append("\(line) " + String(decoding: text, as: UTF8.self))
      case .failure(let failure): texts.append("\(failure.line ?? 0) \(failure.reason)")
      }
    }
    #expect(texts == ["1 {\"a\":1}", "2 this record is longer than 8 bytes", "3 {\"c\":2}"])
  }

  @Test func `Marks and line ends of other systems lose nothing`() throws {
    let record = Self.record
    try expect("\u{FEFF}" + record + "\u{FEFF}" + record, records: 2, lines: [])
    try expect(record.replacing("\n", with: "\r\n") + record, records: 2, lines: [])
    try expect(record.replacing("\n", with: "\r") + record.dropLast(), records: 2, lines: [])
    let wide: [UInt8] = record.utf8.flatMap { [$0, UInt8(0)] }
    let marked: [UInt8] = [0xFF, 0xFE] + wide
    for text in [marked, wide] {
      let decoded = try decode(text, subject: .option(.info))
      #expect(decoded.output.isEmpty)
      #expect(decoded.errors.contains("iconv"))
    }
  }

  @Test func `Raw bytes stay raw`() throws {
    let decoded = try decode(SampleBytes.bytes, subject: .option(.info))
    #expect(try decoded.object["length"]?.integer == 48)
    let lines = SampleBytes.bytes + Array("\n{\"a\":1}\n".utf8)
    #expect(try decode(lines, subject: .option(.info)).object["length"]?.integer == 57)
  }
}
