import TestSupport
import UAPIText
import ArgumentParser
import Foundation
import Testing
import UAPIHeaders

@testable import UAPICommands

/// `uapi inventory` over headers that the tests write.
struct InventoryTests {
  /// The inventory of a folder with the given headers.
  private func inventory(
    _ headers: [String: String], names: [String]? = nil,
    format: InventoryCommand.Format = .ndjson
  ) throws -> (text: String, totals: InventoryTotals) {
    let folder = try ScratchFolder(headers)
    let run = InventoryRun(root: folder.path, target: nil)
    let output = OutputBuffer()
    let totals = try run.write(
      names ?? run.allHeaders(), format: format, isColored: false, to: output)
    return (output.text.replacing(folder.path, with: "ROOT"), totals)
  }

  @Test func `A line has everything`() throws {
    let text = """
      #ifndef SAMPLE_H
      #define SAMPLE_H
      typedef struct { unsigned char a : 3, b : 5; union { int c; char d[4]; }; } sample;
      union other { struct { short e; } inner; };
      enum color { RED = -1, BLUE = 7 };
      enum { ALONE };
      #define NUMBER 0xFFFFFFFFFFFFFFFFULL
      #define TEXT "a\\"b"
      #define REAL 2.5
      #define MASK GENMASK(3, 1)
      #define CALL(x) (x)
      #endif
      """
    let inventory = try inventory(["linux/sample.h": text])
    #expect(
      inventory.text == """
        {"header":"linux/sample.h","structs":[\
        {"name":"sample","kind":"struct","size":8,"align":4,"fields":[\
        {"name":"a","type":"unsigned char","bit_offset":0,"bit_width":3},\
        {"name":"b","type":"unsigned char","bit_offset":3,"bit_width":5},\
        {"name":"c","type":"int","bit_offset":32,"bit_width":32},\
        {"name":"d","type":"char[4]","bit_offset":32,"bit_width":32}]},\
        {"name":"other","kind":"union","size":2,"align":2,"fields":[\
        {"name":"inner","type":"struct","bit_offset":0,"bit_width":16}]},\
        {"name":"other.inner","kind":"struct","size":2,"align":2,"fields":[\
        {"name":"e","type":"short","bit_offset":0,"bit_width":16}]}],\
        "enums":[{"name":"color","type":"int","size":4,"constants":[\
        {"name":"RED","value":-1},{"name":"BLUE","value":7}]},\
        {"name":null,"type":"unsigned int","size":4,"constants":[{"name":"ALONE","value":0}]}],\
        "constants":[\
        {"name":"NUMBER","value":18446744073709551615,"type":"unsigned long long"},\
        {"name":"TEXT","value":"a\\"b","type":"char *"},\
        {"name":"REAL","value":2.5,"type":"double"},\
        {"name":"MASK","value":14,"type":"unsigned long"}],\
        "unsupported":[\
        {"kind":"macro","name":"SAMPLE_H","reason":"it stands for nothing",\
        "file":"ROOT/linux/sample.h","line":2},\
        {"kind":"macro","name":"CALL","reason":"it takes arguments",\
        "file":"ROOT/linux/sample.h","line":11}]}

        """)
  }

  @Test func `Headers that do not compile alone are read after what they need`() throws {
    let inventory = try inventory([
      "linux/a.h": "struct a { struct b b; };", "linux/b.h": "struct b { long c; };",
      "linux/c.h": "struct c { struct nowhere d; };",
    ])
    let lines = try inventory.text.split(separator: "\n").map { try JSONObject(String($0)) }
    #expect(lines.map { $0["header"]?.text } == ["linux/a.h", "linux/b.h", "linux/c.h"])
    #expect(
      lines[0]["error"]?.text == "ROOT/linux/a.h:1:21: field has incomplete type 'struct b'")
    #expect(lines[0]["needs"] == .array([.string("linux/b.h")]))
    // The header that was needed has a line of its own.
    #expect(lines[0]["structs"]?.elements.map { $0["name"]?.text } == ["a"])
    #expect(lines[1]["error"] == nil)
    #expect(
      lines[2]["error"]?.text == "ROOT/linux/c.h:1:27: field has incomplete type 'struct nowhere'")
    #expect(lines[2]["needs"] == .array([]))
    #expect(lines[2]["structs"] == .array([]))
    #expect(inventory.totals.headers == 3)
    #expect(inventory.totals.dependent == 1)
    #expect(inventory.totals.unreadable == 1)
  }

  @Test func `Lines come in the order asked for`() throws {
    var headers: [String: String] = [:]
    for number in 100..<300 {
      headers["linux/h\(number).h"] = "struct s\(number) { int a[\(number)]; };"
    }
    let names = headers.keys.sorted().reversed().map(\.self)
    let inventory = try inventory(headers, names: names)
    let lines = try inventory.text.split(separator: "\n").map { try JSONObject(String($0)) }
    #expect(lines.map { $0["header"]?.text } == names)
    #expect(
      lines.allSatisfy { line in
        line["structs"]?.elements.first?["size"]?.integer
          == line["header"]?.text.flatMap { Int($0.dropFirst(7).dropLast(2)) }.map { 4 * $0 }
      })
    #expect(inventory.totals.structs == 200)
  }

  @Test func `The table ends with sums`() throws {
    let inventory = try inventory(
      [
        "linux/a.h": "struct a { int b; int c; };\n#define ONE 1\n#define CALL(x) x",
        "linux/b.h": "struct b { struct a a; };", "linux/c.h": "#error no",
      ], format: .table)
    let lines = inventory.text.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(
      lines[1].split(separator: " ") == ["linux/a.h", "1", "2", "0", "1", "0", "1"])
    #expect(lines[2].hasSuffix("after linux/a.h"))
    #expect(lines[3].hasSuffix("ROOT/linux/c.h:1:2: no"))
    #expect(
      lines[4] == """
        3 headers, 1 of them after others, 1 unreadable; 2 structs and unions, 3 fields, 0 enums, \
        1 constants; 0 unsupported, and 1 macros without a value
        """)
  }

  @Test func `A header that is missing ends the run`() throws {
    #expect(throws: CommandFailure.self) {
      _ = try inventory(["linux/a.h": ""], names: ["linux/b.h"])
    }
  }

  @Test func `Either names are given or all is`() throws {
    #expect(throws: (any Error).self) { try InventoryCommand.parse([]) }
    #expect(throws: (any Error).self) { try InventoryCommand.parse(["--all", "linux/a.h"]) }
    #expect(try InventoryCommand.parse(["--all"]).all)
    #expect(try InventoryCommand.parse(["linux/a.h"]).names == ["linux/a.h"])
  }

  /// Every eighth header of this machine, each of them by itself; Scripts/check-inventory has all of them.
  @Test func `Installed headers are read each by itself`() throws {
    let run = InventoryRun(root: "/usr/include", target: nil)
    let all = try run.allHeaders()
    #expect(all.count >= 900)
    let names = stride(from: 0, to: all.count, by: 8).map { all[$0] }
    let output = OutputBuffer()
    let totals = try run.write(names, format: .ndjson, isColored: false, to: output)
    #expect(totals.headers == names.count)
    // A few name types and headers that no package has.
    #expect(totals.unreadable < 8)
    #expect(totals.structs > 400)
    #expect(totals.unsupported < 10)
    let headers = output.text.split(separator: "\n").count
    #expect(headers == totals.headers)
  }
}
