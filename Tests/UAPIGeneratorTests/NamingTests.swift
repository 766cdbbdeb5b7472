import Foundation
import Testing

@testable import UAPIGenerator

/// Names that nobody chose for Swift.
@Suite("Names of everything in a header")
struct NamingTests {
  /// Binds all of a header that includes nothing.
  private func bind(
    _ header: String, name: String = "odd.h", keys: String = ""
  ) throws -> Generator.Output {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(
      at: folder.appending(path: "own"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try header.write(
      to: folder.appending(path: "own/\(name)"), atomically: true, encoding: .utf8)
    let spec = folder.appending(path: "uapi-bindings.json5")
    try "{ headers: ['\(name)'], include: 'own'\(keys) }"
      .write(to: spec, atomically: true, encoding: .utf8)
    return try Generator(spec: spec.path()).run()
  }

  private func structs(_ output: Generator.Output) throws -> String {
    try #require(output.files["UAPIBindings.Structs.swift"])
  }

  @Test func structsThatDifferByCaseAloneAreNumbered() throws {
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
  func noStructHidesATypeOfGeneratedCode(name: String, swiftName: String) throws {
    let text = try structs(try bind("struct \(name) { int a; };"))
    #expect(text.contains("public struct \(swiftName): UAPIStruct"))
    let said = message {
      _ = try bind("struct \(name) { int a; };", keys: ", structs: ['\(name)']")
    }
    #expect(said.contains("which generated code uses itself"), "\(said)")
  }

  @Test(arguments: ["", ", structs: ['odd']"])
  func structsWithoutANameAreBoundWithTheirOwner(keys: String) throws {
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

  @Test func namesOfFilesBecomeIdentifiers() throws {
    let output = try bind("#define ODD 1", name: "odd-1.x.h")
    #expect(output.files["UAPIBindings.Constants.swift"]?.contains("enum Odd1XConstants") == true)
  }

  @Test func nothingIsImportedForNothing() throws {
    #expect(try !structs(try bind("#define ODD 1")).contains("import"))
  }

  @Test func packageAccessComesWithAnImportThatServesBothDefaults() throws {
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
