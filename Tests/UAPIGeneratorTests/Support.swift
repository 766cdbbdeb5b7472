import Foundation
import TestSupport
import Testing
import UAPIHeaders
import UAPIStructs

@testable import UAPIGenerator

extension Repository {
  static var mptcpSpec: String {
    get throws { try text("Sources/MPTCP/uapi-bindings.json5") }
  }

  /// What the sample of the tests becomes: files of the target GoldenBindings, which compiles them.
  static func golden(_ name: String) throws -> String { try text("Tests/GoldenBindings/\(name)") }
}

/// A small history, and what can be built from it.
enum Sample {
  /// A struct that grows, takes a field into its padding, moves one, and renames one.
  static let history = """
    {
      "struct": "demo", "kind": "struct", "header": "linux/demo.h",
      "zero_filled": true, "known_through": "6.4",
      "generations": [
        {"since": "5.0", "or_earlier": true, "size": 16, "align": 8, "size_i386": 12,
          "fields": [
            {"name": "d_flags", "type": "__u8", "offset": 0, "size": 1},
            {"name": "d_low", "type": "__u8", "offset": 1, "size": 1, "bit_offset": 0, "bit_width": 4},
            {"name": "d_port", "type": "__be16", "offset": 2, "size": 2},
            {"name": "d_bytes", "type": "__u64", "offset": 8, "size": 8, "offset_i386": 4}
          ]},
        {"since": "6.1", "size": 24, "align": 8, "size_i386": 20,
          "fields": [
            {"name": "d_delta", "type": "__s32", "offset": 4, "size": 4},
            {"name": "d_default", "type": "__u16", "offset": 16, "size": 2},
            {"name": "reserved", "type": "__u8[6]", "offset": 18, "size": 6}
          ]},
        {"since": "6.3", "size": 24, "align": 8, "size_i386": 20,
          "fields": [
            {"name": "d_default", "type": "__u32", "offset": 20, "size": 4, "bit_offset": 0, "bit_width": 3},
            {"name": "d_name", "type": "char[4]", "offset": 16, "size": 4}
          ],
          "removed": ["reserved"]}
      ],
      "aliases": [{"name": "d_total", "of": "d_bytes", "since": "6.3"}]
    }
    """

  static let constants = """
    {
      "headers": ["linux/demo.h"], "known_through": "6.4", "sampled": ["5.0", "6.1", "6.4"],
      "macros": [
        {"name": "DEMO_F_ON", "value": 1, "since": "5.0", "seen_in": ["5.0", "6.1", "6.4"]},
        {"name": "DEMO_F_FAST", "value": 4, "seen_in": ["6.1", "6.4"]},
        {"name": "DEMO_F_MASK", "values": [{"seen_in": ["5.0"], "value": 1},
          {"seen_in": ["6.1", "6.4"], "value": 5}], "seen_in": ["5.0", "6.1", "6.4"]},
        {"name": "DEMO_WORD", "value": 8388608, "byte_order": "big", "seen_in": ["6.1", "6.4"]},
        {"name": "DEMO_NAME", "value": "demo", "seen_in": ["5.0", "6.1"]},
        {"name": "DEMO_MAX", "value": 2, "sentinel": true, "seen_in": ["5.0", "6.1", "6.4"]}
      ],
      "enums": [
        {"name": "demo_state", "constants": [
          {"name": "DEMO_STATE_INIT", "value": 0, "seen_in": ["5.0", "6.1", "6.4"]},
          {"name": "DEMO_STATE_LOST", "value": -1, "seen_in": ["6.4"]}
        ]}
      ]
    }
    """

  static let docs = """
    {
      struct: "demo",
      summary: "What the demo counts.",
      discussion: "One paragraph that is long enough to be wrapped, because a line of documentation must end before the hundredth column.",
      fields: { d_bytes: { summary: "Bytes that were moved.", unit: "bytes" } },
    }
    """

  static let spec = """
    {
      headers: ["linux/demo.h"],
      structs: { demo: { prefix: "d_", fields: { d_flags: { type: "Demo.Flags" } } } },
      constants: [
        { flags: "Demo.Flags", prefix: "DEMO_F_" },
        { enum: "DemoState", of: "demo_state", type: "Int32" },
        { namespace: "DemoConstants", prefix: "DEMO_" },
      ],
    }
    """

  static func knowledge(
    history: String = Sample.history, constants: String? = Sample.constants
  ) -> Knowledge {
    var files = ["history/demo.json": history, "docs/demo.json5": docs]
    files["constants/linux_demo.json"] = constants
    return Knowledge(files: files)
  }

  static func known() throws -> KnownStruct {
    try KnownStruct(path: "demo.json", text: history)
  }
}

/// Headers that no disk has.
enum Headers {
  static let path = "/include/linux/demo.h"

  static func location(_ line: Int) -> UAPIHeaders.SourceLocation {
    UAPIHeaders.SourceLocation(path: path, line: line, column: 8)
  }

  /// The record that a compiler would see for a layout.
  static func record(
    _ known: KnownStruct, generation number: Int, _ edit: (inout [PlacedField]) -> Void = { _ in },
    size: Int? = nil
  ) -> Record {
    let generation = known.generations[number - 1]
    var fields = generation.fields
    edit(&fields)
    return Record(
      name: known.name, kind: .struct, size: size ?? generation.size,
      alignment: generation.alignment,
      fields: fields.enumerated().map { index, field in
        Field(
          name: field.name, typeName: field.type, kind: kind(of: field),
          bitOffset: field.bitRange.lowerBound, bitWidth: field.bitRange.count,
          isBitField: field.bits != nil, storageOffset: field.offset, storageSize: field.size,
          location: location(10 + index))
      }, header: known.header, location: location(9))
  }

  private static func kind(of field: PlacedField) -> UAPIHeaders.FieldKind {
    switch field.content {
    case .unsigned, .bigEndian, .littleEndian: .unsignedInteger
    case .signed: .signedInteger
    case .record(let name): .record(name)
    case .bytes: .array(element: .unsignedInteger, count: field.size)
    }
  }

  static func field(
    _ name: String, _ type: String, at offset: Int, size: Int, bits: Range<Int>? = nil
  ) -> PlacedField {
    PlacedField(
      name: name, type: type, content: CTypes.content(of: type, size: size) ?? .bytes,
      offset: offset, size: size, bits: bits)
  }

  static func model(
    _ release: KernelRelease?, records: [Record] = [], macros: [Macro] = [],
    enums: [Enumeration] = [], aliases: [UAPIHeaders.FieldAlias] = [],
    unsupported: [Unsupported] = []
  ) -> HeaderModel {
    HeaderModel(
      root: "/include", release: release, headers: ["linux/demo.h"], records: records,
      enums: enums, macros: macros, fieldAliases: aliases, unsupported: unsupported)
  }

  static func macro(_ name: String, _ value: Int64, line: Int = 40) -> Macro {
    Macro(
      name: name, value: .integer(UAPIHeaders.IntegerValue(value)), typeName: "int",
      header: "linux/demo.h", location: location(line))
  }
}

/// The description of the error that a closure throws.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}
