import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIStructs

@testable import UAPIKnowledge

struct KnowledgeTests {
  @Test func `Every file of the folder is embedded`() throws {
    var files: [String: String] = [:]
    for kind in ["constants", "docs", "history"] {
      let folder = Repository.root.appending(path: "headers/\(kind)")
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path())
      where name.hasSuffix(".json") || name.hasSuffix(".json5") {
        files["\(kind)/\(name)"] = try String(
          contentsOf: folder.appending(path: name), encoding: .utf8)
      }
    }
    let embedded = EmbeddedKnowledge.files
    #expect(
      Set(files.keys) == Set(embedded.keys),
      "add the file to CEmbeddedKnowledge/EmbeddedKnowledge.c")
    for (path, text) in files { #expect(embedded[path] == text, "\(path)") }
  }

  @Test func `Every file passes the strict reading`() throws {
    // The same texts, which nobody trusts here: no key twice, none that is unknown.
    let strict = Knowledge(files: EmbeddedKnowledge.files)
    let embedded = Knowledge.embedded
    for name in strict.structNames {
      #expect(try strict.history(of: name) == embedded.history(of: name))
    }
    #expect(try strict.allConstants().map(\.headers) == embedded.allConstants().map(\.headers))
    #expect(try strict.library().fields.keys == embedded.library().fields.keys)
  }

  @Test func `A mistake in a trusted text is still found`() throws {
    let document = try SourceDocument(
      path: "demo.json", text: #"{"name": "demo", "name": 1"#, isTrusted: true)
    #expect(throws: GeneratorError.self) { try document.decode(HistoryFile.self) }
  }

  @Test func `Every history can be read`() throws {
    for name in Knowledge.embedded.structNames {
      let history = try #require(try Knowledge.embedded.structHistory(named: name))
      let known = try #require(try Knowledge.embedded.history(of: name))
      for (index, generation) in known.generations.enumerated() {
        let layout = try #require(history.layout(ofGeneration: index + 1))
        #expect(layout.size == generation.size)
        #expect(Set(layout.fields.map(\.name)) == Set(generation.fields.map(\.name)))
      }
    }
  }

  @Test func `Every field is documented`() throws {
    for name in Knowledge.embedded.structNames {
      let known = try #require(try Knowledge.embedded.history(of: name))
      let docs = try Knowledge.embedded.fieldDocumentation(of: name)
      for field in known.fields where !field.isReserved {
        #expect(docs[field.name] != nil, "\(name).\(field.name)")
      }
      #expect(try Knowledge.embedded.documentation(struct: name, field: nil) != nil)
    }
  }
}
