import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIKnowledge

@testable import UAPIGenerator

/// Schemas/uapi-bindings.schema.json says the same as the parser.
struct SchemaTests {
  private let schema: JSONSchema

  init() throws {
    let text = try Repository.text("Schemas/uapi-bindings.schema.json")
    schema = JSONSchema(
      root: try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }

  private func keys(_ definition: String? = nil) -> [String] {
    let object = definition.map { schema.root["$defs"]?[$0] } ?? schema.root
    return (object?["properties"]?.members ?? [:]).keys.sorted()
  }

  @Test func `The schema has every key of the parser and no other`() {
    func sorted(_ keys: some Sequence<some CodingKey>) -> [String] {
      keys.map(\.stringValue).sorted()
    }
    #expect(keys() == sorted(BindingSpecFile.Keys.allCases))
    #expect(keys("struct") == sorted(BindingSpecFile.Structure.Keys.allCases))
    #expect(keys("field") == sorted(BindingSpecFile.Field.Keys.allCases))
    #expect(keys("group") == sorted(BindingSpec.Group.Keys.allCases))
  }

  @Test func `Every key is described`() throws {
    let objects =
      [schema.root] + ["struct", "field", "group"].compactMap { schema.root["$defs"]?[$0] }
    #expect(objects.count == 4)
    for (name, property) in objects.flatMap({ $0["properties"]?.members ?? [:] }) {
      #expect(property["description"]?.text?.isEmpty == false, "\(name)")
    }
  }

  @Test func `The schema has every word of the parser`() {
    func words(_ value: JSONValue?) -> Set<String> {
      Set((value?["enum"]?.elements ?? []).compactMap(\.text))
    }
    #expect(
      words(schema.root["properties"]?["access"])
        == Set(BindingSpec.Access.allCases.map(\.rawValue)))
    #expect(
      words(schema.root["$defs"]?["integerType"]) == Set(IntegerType.all.map(\.description)))
  }

  /// Every spec that lies in the package.
  private static var specs: [String] {
    get throws {
      let skipped = [".build", ".git", ".swiftpm"]
      var found: [String] = []
      for folder in ["Sources", "Examples", "Benchmarks"] {
        let base = Repository.root.appending(path: folder)
        guard let files = FileManager.default.enumerator(atPath: base.path()) else { continue }
        for case let path as String in files {
          if skipped.contains(where: path.hasSuffix) { files.skipDescendants() }
          if path.hasSuffix("uapi-bindings.json5") { found.append("\(folder)/\(path)") }
        }
      }
      return found.sorted()
    }
  }

  @Test func `The specs of the package fit the schema`() throws {
    let specs = try Self.specs
    #expect(specs.contains("Sources/MPTCP/uapi-bindings.json5"))
    #expect(specs.count >= 2)
    for path in specs {
      let text = try Repository.text(path)
      #expect(try schema.mistakes(in: JSONValue(json5: text)) == [], "\(path)")
      _ = try BindingSpec(try SourceDocument(path: path, text: text))
    }
  }

  /// Specs that both the parser and the schema take.
  @Test(arguments: [
    "{ headers: ['a.h'] }",
    "{ structs: ['mptcp_info'] }",
    "{ $schema: 'x', headers: ['a.h'], include: 'include', structs: ['open_*'], ignore: ['a?'] }",
    "{ headers: ['a.h'], include: ['a', 'b'], structs: { a: 'A', b: { name: 'B.C' }, 'c_*': { prefix: 'c_' } } }",
    "{ headers: ['a.h'], structs: { a: { fields: { x: 'y', z: { name: 'w', type: 'T' } } } } }",
    "{ headers: ['a.h'], constants: [{ enum: 'E', of: 'e', strip: ['A_', 'B_'], type: 'Int8' }] }",
  ])
  func `The schema and the parser both accept what is right`(text: String) throws {
    _ = try BindingSpec(try SourceDocument(path: "s", text: text))
    #expect(try schema.mistakes(in: JSONValue(json5: text)) == [])
  }

  /// Specs that neither the parser nor the schema takes.
  @Test(arguments: [
    "{}",
    "{ headers: [] }",
    "{ headers: 'a.h' }",
    "{ header: ['a.h'] }",
    "{ headers: ['a.h'], access: 'private' }",
    "{ headers: ['a.h'], installed_headers: 1 }",
    "{ headers: ['a.h'], include: [1] }",
    "{ headers: ['a.h'], structs: 'a' }",
    "{ headers: ['a.h'], structs: { a: 'no name' } }",
    "{ headers: ['a.h'], structs: { a: { nmae: 'A' } } }",
    "{ headers: ['a.h'], structs: { a: { fields: { x: '1' } } } }",
    "{ headers: ['a.h'], structs: { a: { fields: { x: { tpye: 'A' } } } } }",
    "{ headers: ['a.h'], constants: [{ prefix: 'A_' }] }",
    "{ headers: ['a.h'], constants: [{ flags: 'A', enum: 'A', prefix: 'A_' }] }",
    "{ headers: ['a.h'], constants: [{ flags: 'A' }] }",
    "{ headers: ['a.h'], constants: [{ flags: 'A', prefix: 'A_', type: 'Int' }] }",
    "{ headers: ['a.h'], constants: [{ flags: 'A', prefix: 'A_', rename: { A: '-' } }] }",
    "{ headers: ['a.h'], words: { a: '' } }",
    "{ headers: ['a.h'], types: { A: 'Int7' } }",
    "{ headers: ['a.h'], ignore: 'a' }",
    "{ headers: ['a.h'], $schema: 1 }",
  ])
  func `The schema and the parser both refuse what is wrong`(text: String) throws {
    #expect(throws: GeneratorError.self) {
      try BindingSpec(try SourceDocument(path: "s", text: text))
    }
    #expect(try !schema.mistakes(in: JSONValue(json5: text)).isEmpty)
  }
}
