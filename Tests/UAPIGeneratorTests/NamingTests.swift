import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIKnowledge

@testable import UAPIGenerator

/// Names that nobody chose for Swift.
struct NamingTests {
  /// Binds all of a header that includes nothing.
  private func bind(
    _ header: String, name: String = "odd.h", keys: String = ""
  ) throws -> Generator.Output {
    let folder = try ScratchFolder([
      "own/\(name)": header,
      "uapi-bindings.json5": "{ headers: ['\(name)'], include: 'own'\(keys) }",
    ])
    return try Generator(spec: folder.path(of: "uapi-bindings.json5")).run()
  }

  private func structs(_ output: Generator.Output) throws -> String {
    try #require(output.files["UAPIBindings.Structs.swift"])
  }

  @Test func `Structs that differ by case alone are numbered`() throws {
    let output = try bind("struct odd_x { int a; }; struct ODD_X { int b; };")
    let text = try structs(output)
    #expect(text.contains("public struct OddX: UAPIStruct"))
    #expect(text.contains("public struct OddX2: UAPIStruct"))
    #expect(
      output.report.contains {
        $0.kind == .renamed && $0.name == "ODD_X" && $0.reason.contains("'OddX2'")
      })
  }

  @Test(arguments: [("field", "Field2"), ("generation", "Generation2"), ("string", "String2")])
  func `No struct hides a type of generated code`(name: String, swiftName: String) throws {
    let text = try structs(try bind("struct \(name) { int a; };"))
    #expect(text.contains("public struct \(swiftName): UAPIStruct"))
    let said = message {
      _ = try bind("struct \(name) { int a; };", keys: ", structs: ['\(name)']")
    }
    #expect(said.contains("which generated code uses itself"), "\(said)")
  }

  @Test func `Fields called as members of the protocol keep their names`() throws {
    let text = try structs(
      try bind(
        "struct odd { int length; int value; int index; int hash; int description; int bytes; };"))
    for name in ["length", "value", "index", "hash", "description"] {
      #expect(text.contains("public var \(name): Int32?") && text.contains("case \(name)\n"))
    }
    // Those of the same type or used alike would be mistaken for each other.
    #expect(text.contains("public var bytes2: Int32?"))
  }

  @Test(arguments: ["", ", structs: ['odd']"])
  func `Structs without a name are bound with their owner`(keys: String) throws {
    let output = try bind(
      """
      struct odd {
        struct { int left; union { int a; char b; } choice; } part;
        struct { int row; } table[3];
        struct { int flat; };
      };
      """, keys: keys)
    let text = try structs(output)
    #expect(text.contains("public var part: OddPart? {"))
    #expect(text.contains("public struct OddPart: UAPIStruct"))
    #expect(text.contains("public var choice: OddPartChoice? {"))
    #expect(text.contains("public struct OddPartChoice: UAPIStruct"))
    #expect(text.contains("public struct OddTable: UAPIStruct"))
    #expect(text.contains("public var flat: Int32? {"))
    #expect(!output.report.contains { $0.kind == .unsupported })
  }

  @Test(arguments: [
    // As of ifinfomsg, tcmsg, stat and ndmsg.
    ("int odd_type; unsigned char __odd_pad; int odd_row;", ["type", "pad", "row"]),
    ("int odd_family; char odd__pad1; int odd_row;", ["family", "pad1", "row"]),
    ("int odd_dev; int odd_size; int __unused4;", ["dev", "size"]),
    ("int odd_family; char odd_pad1; char odd_row;", ["family", "pad1", "row"]),
    ("int odd_dev; int odd_size; int pad;", ["dev", "size"]),
    // A field that is used keeps the prefix on all others, and so does one that would be no name.
    ("int odd_dev; int size; char __odd_pad;", ["oddDev", "size", "oddPad"]),
    ("int odd_dev; int odd_2; char __odd_pad;", ["oddDev", "odd2", "oddPad"]),
    ("int odd_dev; char __odd_pad;", ["oddDev", "oddPad"]),
  ])
  func `Padding does not keep a prefix on the names of the other fields`(
    fields: String, names: [String]
  ) throws {
    let text = try structs(try bind("struct odd { \(fields) };"))
    for name in names { #expect(text.contains("case \(name)\n"), "\(name)") }
  }

  @Test func `Names of files become identifiers`() throws {
    let output = try bind("#define ODD 1", name: "odd-1.x.h")
    #expect(output.files["UAPIBindings.Constants.swift"]?.contains("enum Odd1XConstants") == true)
  }

  @Test func `Nothing is imported for nothing`() throws {
    #expect(try !structs(try bind("#define ODD 1")).contains("import"))
  }

  @Test func `Package access comes with an import that serves both defaults`() throws {
    let text = try structs(try bind("struct odd { int a; };", keys: ", access: 'package'"))
    #expect(
      text.contains(
        """
        #if hasFeature(InternalImportsByDefault)
          package import UAPIStructs
        #else
          import UAPIStructs
        #endif
        """))
  }
}
