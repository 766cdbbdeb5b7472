import GeneratorSamples
import Testing
import UAPIKnowledge
import UAPIStructs

struct HistoryFileTests {
  @Test func `Generations are written out in full`() throws {
    let known = try Sample.known()
    #expect(known.generations.map(\.size) == [16, 24, 24])
    #expect(
      known.generations[1].fields.map(\.name)
        == ["d_flags", "d_low", "d_port", "d_delta", "d_bytes", "d_default", "reserved"])
    #expect(
      known.generations[2].fields.map(\.name)
        == ["d_flags", "d_low", "d_port", "d_delta", "d_bytes", "d_name", "d_default"])
  }

  @Test func `A moved field has a place for each range`() throws {
    let field = try #require(try Sample.known().fields.first { $0.name == "d_default" })
    #expect(field.places.map(\.generations) == [2...2, 3...3])
    #expect(field.places.map(\.field.offset) == [16, 20])
  }

  @Test func `Struct history decodes`() throws {
    let history = try #require(try Sample.knowledge().structHistory(named: "demo"))
    #expect(history.generations.map(\.sizeOnI386) == [12, 20, 20])
    #expect(history.field(named: "d_total")?.name == "d_bytes")
    #expect(history.field(named: "d_port")?.kind == .bigEndian)
    #expect(history.field(named: "d_delta")?.kind == .signed)
    #expect(history.fields.last?.isReserved == true)
    #expect(history.generation(of: KernelRelease(4, 0)) == 1)
  }

  /// What is changed in the sample, and the error that it gives.
  static let mistakes: [(old: String, new: String, error: String)] = [
    (
      "\"zero_filled\": true", "\"zero_filed\": true",
      "3:3: error: unknown key 'zero_filed'; did you mean 'zero_filled'?"
    ),
    (
      "\"known_through\": \"6.4\",", "\"known_through\": \"latest\",",
      "3:41: error: 'latest' is not a kernel release; write it like \"6.1\""
    ),
    (
      "\"known_through\": \"6.4\",", "\"known_through\": \"6.2\",",
      "3:41: error: 'known_through' is 6.2, but a generation starts in 6.3; raise it to 6.3 or later"
    ),
    (
      "\"known_through\": \"6.4\",", "",
      "1:1: error: the key 'known_through' is missing; add 'known_through'"
    ),
    (
      "\"offset\": 8, \"size\": 8", "\"offset\": \"8\", \"size\": 8",
      "10:56: error: 'offset' must be a whole number; write a whole number"
    ),
    (
      "\"offset\": 8, \"size\": 8", "\"offset\": 9223372036854775807, \"size\": 8",
      "10:56: error: 'offset' is 9223372036854775807; write a number from 0 to 1048576"
    ),
    (
      "\"offset\": 8, \"size\": 8", "\"offset\": 16, \"size\": 8",
      "10:56: error: 'd_bytes' ends at byte 24, the struct at 16; correct 'offset', or the size of the generation"
    ),
    (
      "\"offset\": 8, \"size\": 8", "\"offset\": 2, \"size\": 8",
      "10:56: error: 'd_bytes' (`__u64` at bytes 2..<10) overlaps 'd_port' (`__be16` at bytes 2..<4) in 5.0;"
    ),
    (
      "\"bit_offset\": 0, \"bit_width\": 4", "\"bit_offset\": 6, \"bit_width\": 4",
      "8:81: error: bits 6..<10 of 'd_low' are outside its 1 bytes; correct 'bit_offset', 'bit_width' or 'size'"
    ),
    (
      "\"since\": \"6.3\", \"size\"", "\"since\": \"6.0\", \"size\"",
      "18:15: error: this generation is of 6.0, the one before of 6.1; put the generations in the order of their releases"
    ),
    (
      "\"since\": \"6.3\", \"size\": 24", "\"since\": \"6.3\", \"size\": 8",
      "18:30: error: the struct shrinks from 24 to 8 bytes in 6.3; kernel structs only grow: check both sizes"
    ),
    (
      "\"removed\": [\"reserved\"]", "\"removed\": [\"reservd\"]",
      "23:19: error: 'reservd' was not in the generation before; did you mean 'reserved'?"
    ),
    (
      "\"of\": \"d_bytes\"", "\"of\": \"d_byte\"",
      "25:41: error: no generation has a field 'd_byte'; did you mean 'd_bytes'?"
    ),
    (
      "\"aliases\": [", "\"aliases\": {",
      "error"
    ),
  ]

  @Test(arguments: mistakes)
  func `Mistakes are shown where they are`(old: String, new: String, error: String) {
    let text = Sample.history.replacing(old, with: new, maxReplacements: 1)
    #expect(text != Sample.history)
    let said = message { _ = try KnownStruct(path: "demo.json", text: text) }
    #expect(said.hasPrefix("demo.json:"), "\(said)")
    #expect(said.contains(error), "\(said)")
  }

  @Test(arguments: [
    ("{", "1:1: error: this '{' is not closed; add the missing '}'"),
    ("{ a: 1 b: 2 }", "1:8: error: expected ',' or '}'; put a comma before this"),
    ("{\n  \"a\": tru\n}", "2:8: error: 'tru' is not a value; put strings in quotation marks"),
    ("{ a: 1, a: 2 }", "1:9: error: the key 'a' is here twice; remove one of them"),
    ("{ a: 'x }", "1:6: error: the string is not closed; add the closing quotation mark"),
    (
      "{} x", "1:4: error: text after the end of the document; remove what follows the last bracket"
    ),
    ("/* x", "1:1: error: the comment is not closed; add '*/'"),
    ("", "1:1: error: the text ends where a value is expected; add the missing value"),
    (
      String(repeating: "[", count: 100),
      "1:65: error: nested more than 64 levels deep; flatten the document"
    ),
  ])
  func `Syntax errors have a place`(text: String, error: String) {
    #expect(message { _ = try KnownStruct(path: "x.json", text: text) } == "x.json:" + error)
  }

  @Test func `No more generations than a set holds`() {
    let generations = (0..<70).map {
      "{\"since\": \"6.\($0)\", \"size\": 4, \"align\": 4, \"fields\": []}"
    }
    let text = """
      {"struct": "x", "header": "linux/x.h", "known_through": "7.0", "generations": [
      \(generations.joined(separator: ",\n"))
      ]}
      """
    let said = message { _ = try KnownStruct(path: "x.json", text: text) }
    #expect(said == "x.json:64:1: error: the history of x has 70 generations; keep the youngest 62")
  }
}
