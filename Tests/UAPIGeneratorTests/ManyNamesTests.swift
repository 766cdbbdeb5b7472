import GeneratorSamples
import Testing
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIGenerator

/// Very many names and patterns. Each of these would take minutes where a step was quadratic.
struct ManyNamesTests {
  @Test func `Patterns together match what each of them matches`() {
    let texts = [
      "*", "?", "a*", "*a", "*ab*", "a?c", "ab*cd", "abcd", "*_info", "tcp_*", "??", "b", "", "**",
      "a**b",
      String(repeating: "x", count: 40) + "*", "*" + String(repeating: "x", count: 40),
    ]
    let names = [
      "", "a", "b", "ab", "abc", "abcd", "ab_cd", "tcp_info", "tcp_", "xtcp_info",
      String(repeating: "x", count: 39), String(repeating: "x", count: 41), "aab",
    ]
    let all = NamePatterns(texts)
    for name in names {
      let expected = texts.filter { NamePattern.isPattern($0) && NamePattern($0).matches(name) }
      #expect(all.patterns(matching: name) == expected, "\(name)")
      #expect(all.contains(name) == (texts.contains(name) || !expected.isEmpty), "\(name)")
      for text in texts where text != "" {
        #expect(
          NamePatterns([text]).contains(name) == NamePattern(text).matches(name), "\(text) \(name)")
      }
    }
  }

  @Test func `A pattern of many stars is matched in the time of its length times that of the name`()
  {
    let pattern = NamePattern(String(repeating: "*a", count: 2000) + "b")
    #expect(!pattern.matches(String(repeating: "a", count: 4000)))
    #expect(NamePattern(String(repeating: "*", count: 100_000)).matches("a"))
  }

  @Test func `50000 patterns are looked through for 5000 names`() {
    let patterns = NamePatterns(
      (0..<50_000).map { number in
        switch number % 4 {
        case 0: "x\(number)_*"
        case 1: "*_x\(number)"
        case 2: "?\(number)*y"
        default: "name\(number)"
        }
      })
    var found = 0
    for number in 0..<5000 {
      if patterns.contains("x\(number * 4)_tail") { found += 1 }
      if patterns.contains("none\(number)") { found += 1_000_000 }
    }
    #expect(found == 5000)
  }

  @Test func `100000 structs and patterns are selected`() throws {
    let count = 100_000
    let records = (0..<200).map { number in
      Record(
        name: "s\(number)", kind: .struct, size: 4, alignment: 4, fields: [],
        header: "linux/demo.h", location: Headers.location(number))
    }
    let names = (0..<count).map { "\"s\($0 % 200)*\"" }.joined(separator: ",")
    let output = try Generator.generate(
      spec: "{ headers: ['linux/demo.h'], structs: [\(names)], ignore: [\"s7\"] }",
      knowledge: Knowledge(files: [:]), model: Headers.model(KernelRelease(6, 4), records: records))
    let text = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(text.split(separator: "\n").count { $0.hasPrefix("public struct ") } == 199)
  }

  @Test func `10000 fields of one name, and 1000 second names, are bound`() throws {
    let count = 10_000
    // Names that differ in the case of their letters alone come down to one in Swift.
    func name(_ number: Int) -> String {
      String(
        "abcdefghijklmnopq".enumerated().map { index, letter in
          number >> index & 1 == 1 ? Character(letter.uppercased()) : letter
        })
    }
    let fields = (0..<count).map { number in
      Field(
        name: name(number), typeName: "__u16", kind: .unsignedInteger, bitOffset: number * 16,
        bitWidth: 16, isBitField: false, storageOffset: number * 2, storageSize: 2,
        location: Headers.location(number))
    }
    let record = Record(
      name: "many", kind: .struct, size: count * 2, alignment: 2, fields: fields,
      header: "linux/demo.h", location: Headers.location(1))
    let aliases = (0..<1000).map { number in
      AliasMacro(
        name: "second\(number)", target: name(number), record: "many", location: Headers.location(2)
      )
    }
    let machines = ["s390x": ["many": record], "i386": ["many": record]]
    let output = try Generator.generate(
      spec: "{ headers: ['linux/demo.h'] }", knowledge: Knowledge(files: [:]),
      model: Headers.model(KernelRelease(6, 4), records: [record], aliases: aliases),
      machines: machines)
    #expect(output.report.count { $0.kind == .renamed } == count - 1)
    let text = try #require(output.files["UAPIBindings.Structs.swift"])
    #expect(text.contains("case abcdefghijklmnopq10000"))
    #expect(text.contains("var second999: UInt16?"))
  }

  @Test func `20000 constants in 1000 groups are dealt out`() throws {
    let macros = (0..<20_000).map { Headers.macro("M\($0 % 1000)_\($0)", Int64($0)) }
    let groups = (0..<1000).map { "{ namespace: 'G\($0)', prefix: 'M\($0)_' }" }
      .joined(separator: ",")
    let output = try Generator.generate(
      spec: "{ headers: ['linux/demo.h'], structs: [], constants: [\(groups)] }",
      knowledge: Knowledge(files: [:]), model: Headers.model(KernelRelease(6, 4), macros: macros))
    let text = try #require(output.files["UAPIBindings.Constants.swift"])
    #expect(text.split(separator: "\n").count { $0.contains("static let _") } == 20_000)
  }

  @Test func `Long names have a common prefix in one look`() {
    let long = String(repeating: "a", count: 100_000)
    #expect(CommonPrefix.find([long + "b", long + "c", long]) == long[...])
    #expect(CommonPrefix.find(["x", "y"]).isEmpty)
    #expect(CommonPrefix.find([]).isEmpty)
  }
}
