package import UAPIHeaders
package import UAPIKnowledge
package import UAPIStructs

/// Records without what has no place in a history.
extension StructFold {
  /// The record without fields that have no place in a history.
  mutating func checked(_ record: Record) throws(GeneratorError) -> Record {
    guard (0...StructHistory.maximumSize).contains(record.size) else {
      throw GeneratorError(
        .header, path: record.location.path, line: record.location.line,
        column: record.location.column,
        "struct \(record.name) has \(record.size) bytes, more than can be bound",
        remedy: "remove it from 'structs'")
    }
    let fields = record.fields.filter { field in
      guard field.name.isEmpty || CIdentifier.isValid(field.name) else {
        remarks.append(
          ReportEntry(
            .unsupported, "\(record.name).\(field.name)", Unsupported.nameReason,
            file: record.header, line: field.location.line))
        return false
      }
      guard Self.fits(field, in: record) else {
        remarks.append(
          ReportEntry(
            .unsupported, "\(record.name).\(field.name)",
            field.isBitField
              ? "it is a bit-field of more than 64 bits" : "it ends after its struct",
            file: record.header, line: field.location.line))
        return false
      }
      return !field.name.isEmpty
    }
    return Record(
      name: record.name, kind: record.kind, cType: record.cType, size: record.size,
      alignment: record.alignment, fields: fields, header: record.header,
      location: record.location)
  }

  /// The layout of a record on another machine, without what has no place in a history.
  package static func layout(of record: Record, since: KernelRelease) -> KnownGeneration? {
    guard (0...StructHistory.maximumSize).contains(record.size) else { return nil }
    let fields = record.fields.filter { CIdentifier.isValid($0.name) && fits($0, in: record) }
    return generation(
      of: Record(
        name: record.name, kind: record.kind, size: record.size, alignment: record.alignment,
        fields: fields, header: record.header, location: record.location),
      since: since, known: nil, aliases: [])
  }

  static func fits(_ field: Field, in record: Record) -> Bool {
    let bytes = 0...record.size
    // With offsets and sizes inside the struct no sum below can overflow.
    guard bytes.contains(field.storageOffset), bytes.contains(field.storageSize),
      field.storageOffset + field.storageSize <= record.size,
      (0...record.size * 8).contains(field.bitOffset),
      (0...record.size * 8).contains(field.bitWidth)
    else { return false }
    guard field.isBitField else { return field.bitOffset == field.storageOffset * 8 }
    let start = field.bitOffset - field.storageOffset * 8
    // Bits of a packed struct can touch nine bytes.
    return (1...9).contains(field.storageSize) && start >= 0 && (1...64).contains(field.bitWidth)
      && start + field.bitWidth <= field.storageSize * 8
  }
}
