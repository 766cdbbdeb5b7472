import TestSupport
import Testing
import UAPIText

/// JSON objects that grow member by member.
struct JSONObjectTextTests {
  @Test func objectsAreJSON() throws {
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
