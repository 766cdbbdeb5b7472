internal import CLibClang

extension DeclarationReader {
  mutating func readRecord(_ cursor: Cursor) {
    guard cursor.isDefinition, let name = name(of: cursor) else { return }
    let place = cursor.place
    let file = file(at: place.path)
    let type = cursor.type
    guard let size = type.size, let alignment = type.alignment else {
      if file.isRequested {
        unsupported.append(
          Unsupported(
            kind: .record, name: name, cause: .layout, reason: "the compiler tells no size of it",
            location: place.location))
      }
      return
    }
    let index = records.count
    let kind: Record.Kind = cursor.kind == CXCursor_UnionDecl ? .union : .struct
    func record(_ fields: [Field]) -> Record {
      Record(
        name: name, kind: kind, cType: Self.cType(of: type) ?? cTypes[cursor], size: size,
        alignment: alignment, fields: fields, header: file.header, location: place.location)
    }
    // Holds the place, so that records that are declared inside follow this one.
    records.append(record([]))
    recordPositions[name] = index
    if file.isRequested { bodies.append((index, cursor.extent)) }
    var reading = RecordReading(
      name: name, type: type, cType: record([]).cType, isRequested: file.isRequested)
    readFields(of: cursor, into: &reading)
    records[index] = record(reading.fields)
  }

  /// How the compiler names a type, if programs can name it so: by a tag, or by a typedef.
  private static func cType(of type: ClangType) -> String? {
    let spelling = type.unqualifiedSpelling
    let words = spelling.split(separator: " ")
    let isTag = words.count == 2 && (words[0] == "struct" || words[0] == "union")
    guard isTag || words.count == 1, let name = words.last, String(name).isCIdentifier else {
      return nil
    }
    return spelling
  }

  /// A record whose fields are being read.
  private struct RecordReading {
    let name: String
    let type: ClangType
    /// How C names the type.
    let cType: String
    let isRequested: Bool
    var fields: [Field] = []
    /// The offsets of fields in bits, where they were asked for all at once.
    var offsets: [String: Int] = [:]
  }

  /// Asks for the offsets of fields, where there are very many.
  private func probe(_ members: [Cursor], into reading: inout RecordReading) {
    guard members.count >= OffsetProbes.fewest else { return }
    // The place of a bit-field is not what C tells.
    let names = members.filter { $0.kind == CXCursor_FieldDecl && $0.bitFieldWidth == nil }
      .compactMap(\.identifier)
    guard names.count >= OffsetProbes.fewest else { return }
    reading.offsets.merge(probes.offsets(of: names, in: reading.cType)) { first, _ in first }
  }

  private mutating func readFields(of cursor: Cursor, into reading: inout RecordReading) {
    let members = cursor.children([
      CXCursor_FieldDecl, CXCursor_StructDecl, CXCursor_UnionDecl, CXCursor_EnumDecl,
    ])
    probe(members, into: &reading)
    for member in members {
      if member.kind == CXCursor_EnumDecl {
        readEnum(member)
      } else if member.isRecord {
        if member.isAnonymousMember {
          readFields(of: member, into: &reading)
        } else if member.identifier != nil {
          readRecord(member)
        }
      } else if let name = member.identifier {
        readField(member, name: name, into: &reading)
      } else if reading.isRequested, !member.spelling.isEmpty, !member.spelling.contains("(") {
        // A field without a name is padding; versions of libclang put words in parentheses for it.
        unsupported.append(
          Unsupported(
            kind: .field, name: "\(reading.name).\(member.spelling)", cause: .name,
            reason: Unsupported.nameReason, location: member.place.location))
      }
    }
  }

  private mutating func readField(
    _ cursor: Cursor, name: String, into reading: inout RecordReading
  ) {
    let (record, recordType, isRequested) = (reading.name, reading.type, reading.isRequested)
    let location = cursor.place.location
    func report(_ cause: Unsupported.Cause, _ reason: String) {
      guard isRequested else { return }
      unsupported.append(
        Unsupported(
          kind: .field, name: "\(record).\(name)", cause: cause, reason: reason,
          location: location))
    }
    guard let bitOffset = reading.offsets[name] ?? recordType.bitOffset(ofField: name) else {
      report(.layout, "the compiler tells no offset of it")
      return
    }
    let type = cursor.type
    nameRecord(of: type, asFieldOf: record, name: name)
    let kind = kind(of: type.canonical)
    if kind.isOther { report(.type, "its type \(type.spelling) has no counterpart") }
    let byteCount = type.size ?? 0
    let width = cursor.bitFieldWidth
    let storage =
      width.map {
        Self.storage(
          bitOffset: bitOffset, bitWidth: $0, unit: byteCount, recordSize: recordType.size ?? 0)
      } ?? (offset: bitOffset / 8, size: byteCount)
    let (bits, overflow) = byteCount.multipliedReportingOverflow(by: 8)
    guard !overflow else {
      report(.layout, "it is too large")
      return
    }
    reading.fields.append(
      Field(
        name: name, typeName: typeName(of: type, declaredAt: cursor), kind: kind,
        bitOffset: bitOffset, bitWidth: width ?? bits, isBitField: width != nil,
        storageOffset: storage.offset, storageSize: storage.size, location: location))
  }

  /// The bytes that hold a bit-field: the aligned unit of its type, or where it crosses that, those
  /// with a bit of it.
  private static func storage(
    bitOffset: Int, bitWidth: Int, unit: Int, recordSize: Int
  ) -> (offset: Int, size: Int) {
    // No integer that is read in one piece has more than eight bytes.
    if unit > 0, unit <= 8 {
      let start = bitOffset / (unit * 8) * unit
      if bitOffset - start * 8 + bitWidth <= unit * 8, start + unit <= recordSize {
        return (start, unit)
      }
    }
    return (bitOffset / 8, (bitOffset % 8 + bitWidth + 7) / 8)
  }

  /// Gives a record without a name that of the field that has its type, and reads it.
  private mutating func nameRecord(of type: ClangType, asFieldOf record: String, name: String) {
    var layers = ""
    var inner = type.canonical
    while inner.isArray || inner.kind == CXType_Pointer {
      inner = inner.isArray ? inner.element.canonical : inner.pointee.canonical
      layers += "[0]"
    }
    guard inner.kind == CXType_Record else { return }
    let declaration = inner.declaration
    guard self.name(of: declaration) == nil else { return }
    fieldNames[declaration] = "\(record).\(name)"
    if let owner = recordPositions[record].map({ records[$0] }) {
      cTypes[declaration] = "__typeof__(((\(owner.cType) *)0)->\(name)\(layers))"
    }
    readRecord(declaration)
  }

  /// How deep arrays of arrays are taken apart.
  private static let deepest = 64

  private func kind(of type: ClangType, depth: Int = 0) -> CTypeKind {
    guard depth < Self.deepest else { return .other }
    switch type.kind {
    case CXType_Pointer:
      return .pointer
    case CXType_Record:
      return name(of: type.declaration).map { .record($0) } ?? .other
    case CXType_ConstantArray:
      let element = kind(of: type.element.canonical, depth: depth + 1)
      guard let count = type.elementCount, count > 0 else {
        return .flexibleArray(element: element)
      }
      return .array(element: element, count: count)
    case CXType_IncompleteArray:
      return .flexibleArray(element: kind(of: type.element.canonical, depth: depth + 1))
    case CXType_UInt128:
      return .unsignedInteger
    case CXType_Int128:
      return .signedInteger
    default:
      switch type.integerSignedness {
      case .signed: return .signedInteger
      case .unsigned: return .unsignedInteger
      case nil: return type.isFloating ? .floating : .other
      }
    }
  }

  /// The type as the source writes it; one without a name is called by its keyword.
  private func typeName(of type: ClangType, declaredAt field: Cursor) -> String {
    var element = type
    var suffix = ""
    while true {
      if element.isArray {
        suffix += "[\(element.elementCount.map(String.init) ?? "")]"
        element = element.element
      } else if element.kind == CXType_Pointer {
        suffix += " *"
        element = element.pointee
      } else {
        break
      }
    }
    let declaration = element.writtenDeclaration
    guard let keyword = declaration.keyword, declaration.identifier == nil else {
      let spelling = type.spelling
      // Types like __aligned_u64 are macros: what the compiler sees in their place is __u64.
      let start = field.extent.start
      guard let macro = alignedTypes[start], spelling.hasPrefix(macro.type) else { return spelling }
      return macro.name + spelling.dropFirst(macro.type.utf8.count)
    }
    return keyword + suffix
  }
}

extension CTypeKind {
  fileprivate var isOther: Bool {
    switch self {
    case .other: true
    case .array(let element, _), .flexibleArray(let element): element.isOther
    default: false
    }
  }
}
