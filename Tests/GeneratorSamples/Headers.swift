package import UAPIHeaders
package import UAPIKnowledge
package import UAPIStructs

/// Headers that no disk has.
package enum Headers {
  package static let path = "/include/linux/demo.h"

  package static func location(_ line: Int) -> SourceLocation {
    SourceLocation(path: path, line: line, column: 8)
  }

  /// The record that a compiler would see for a layout.
  package static func record(
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

  private static func kind(of field: PlacedField) -> CTypeKind {
    switch field.content {
    case .unsigned, .bigEndian, .littleEndian: .unsignedInteger
    case .signed: .signedInteger
    case .record(let name): .record(name)
    case .bytes: .array(element: .unsignedInteger, count: field.size)
    }
  }

  package static func field(
    _ name: String, _ type: String, at offset: Int, size: Int, bits: Range<Int>? = nil
  ) -> PlacedField {
    PlacedField(
      name: name, type: type, content: CTypes.content(of: type, size: size) ?? .bytes,
      offset: offset, size: size, bits: bits)
  }

  package static func model(
    _ release: KernelRelease?, records: [Record] = [], macros: [Macro] = [],
    enums: [Enumeration] = [], aliases: [AliasMacro] = [],
    unsupported: [Unsupported] = []
  ) -> HeaderModel {
    HeaderModel(
      root: "/include", release: release, headers: ["linux/demo.h"], records: records,
      enums: enums, macros: macros, fieldAliases: aliases, unsupported: unsupported)
  }

  package static func macro(_ name: String, _ value: Int64, line: Int = 40) -> Macro {
    Macro(
      name: name, value: .integer(IntegerValue(value)), typeName: "int",
      header: "linux/demo.h", location: location(line))
  }
}
