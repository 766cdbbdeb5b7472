internal import BTF
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// Reads structs of a kernel with those that their fields are.
struct KernelRecords {
  let types: BTFTypes
  let location: SourceLocation

  /// What was read: those that were asked for, each followed by those inside it.
  private(set) var records: [Record] = []
  /// What could not be read.
  private(set) var unsupported: [Unsupported] = []
  /// The enums of fields of the structs that were asked for.
  private(set) var enums: [BTFTypes.ID] = []

  /// The types that were read or will be, by their names in the model.
  private var known: [String: BTFTypes.ID] = [:]
  private var pending: [(name: String, id: BTFTypes.ID)] = []

  /// More than any struct has inside. Without a bound a small file could ask for endless memory.
  private static let mostRecords = 1 << 14

  init(types: BTFTypes, location: SourceLocation) {
    self.types = types
    self.location = location
  }

  /// Reads a struct, a union or the typedef of one. One that the kernel has not leaves no trace.
  mutating func read(_ name: String, header: String) throws(BTFError) {
    guard let id = try id(of: name) else { return }
    if let index = records.firstIndex(where: { $0.name == name }), known[name] == id {
      // It is inside one that was read before: now its own header is known.
      records[index] = records[index].declared(in: header)
      return
    }
    known[name] = id
    try read(id, name: name, header: header, isWanted: true)
    while let next = pending.popLast() {
      guard records.count < Self.mostRecords else {
        throw BTFError(
          .tooLarge, reason: "struct \(name) has more than \(Self.mostRecords) structs inside")
      }
      do throws(BTFError) {
        try read(next.id, name: next.name, header: HeaderName.ofKernels, isWanted: false)
      } catch {
        // The struct around it can do without: to it these are bytes.
        unsupported.append(
          Unsupported(
            kind: .record, name: next.name, cause: .layout, reason: error.reason,
            location: location))
      }
    }
  }

  private func id(of name: String) throws(BTFError) -> BTFTypes.ID? {
    if let id = types.id(named: name, kind: .struct) ?? types.id(named: name, kind: .union) {
      return id
    }
    guard let id = types.id(named: name, kind: .typedef) else { return nil }
    let target = try types.resolved(id)
    switch types.kind(of: target) {
    case .struct?, .union?: return target
    default: return nil
    }
  }

  private mutating func read(
    _ id: BTFTypes.ID, name: String, header: String, isWanted: Bool
  ) throws(BTFError) {
    let layout = try types.layout(ofType: id)
    var members: [FlatMember] = []
    // The layout was told, so nothing nests endlessly.
    try append(id, at: 0, to: &members)
    members = members.enumerated().sorted {
      ($0.element.bitOffset, $0.offset) < ($1.element.bitOffset, $1.offset)
    }.map(\.element)
    guard members.map(\.name) == layout.fields.map(\.name) else {
      throw BTFError(.badMember, reason: "the members of struct \(name) contradict each other")
    }
    var fields: [Field] = []
    for (member, place) in zip(members, layout.fields) {
      let kind = try kind(of: member.type, outer: name, field: member.name, isWanted: isWanted)
      fields.append(
        Field(
          name: member.name, typeName: place.type, kind: kind, bitOffset: member.bitOffset,
          bitWidth: place.bits?.count ?? place.size * 8, isBitField: place.bits != nil,
          storageOffset: place.offset, storageSize: place.size, location: location))
    }
    records.append(
      Record(
        name: name, kind: types.kind(of: id) == .union ? .union : .struct, size: layout.size,
        alignment: layout.alignment, fields: fields, header: header, location: location))
  }

  /// A member with a name, wherever anonymous structs put it.
  private struct FlatMember {
    var name: String
    var type: BTFTypes.ID
    var bitOffset: Int
  }

  private func append(
    _ id: BTFTypes.ID, at start: Int, to members: inout [FlatMember]
  ) throws(BTFError) {
    let inner: [BTFType.Member]
    switch try types.type(types.resolved(id)) {
    case .struct(let record), .union(let record): inner = record.members
    // What has no name and is not a struct is padding.
    default: return
    }
    for member in inner {
      let bitOffset = start + member.bitOffset
      if !member.name.isEmpty {
        members.append(FlatMember(name: member.name, type: member.type, bitOffset: bitOffset))
      } else if member.bitFieldWidth == nil {
        try append(member.type, at: bitOffset, to: &members)
      }
    }
  }

  /// What a type comes down to; a struct is put on the list of those to read.
  private mutating func kind(
    of id: BTFTypes.ID, outer: String, field: String, isWanted: Bool
  ) throws(BTFError) -> CTypeKind {
    // Arrays of arrays; the layout has counted them.
    var counts: [Int] = []
    var id = id
    while case .array(let array) = try types.type(types.resolved(id)) {
      counts.append(array.count)
      id = array.element
    }
    var kind: CTypeKind
    let target = try types.resolved(id)
    switch try types.type(target) {
    case .integer(let integer): kind = integer.isSigned ? .signedInteger : .unsignedInteger
    case .enumeration(let enumeration):
      kind = enumeration.isSigned ? .signedInteger : .unsignedInteger
      if isWanted, !enums.contains(target) { enums.append(target) }
    case .pointer: kind = .pointer
    case .float: kind = .floating
    case .struct(let record), .union(let record):
      let tag = record.name
      let name = tag.isEmpty ? try typedefName(of: id) ?? "\(outer).\(field)" : tag
      kind = try want(target, name: name) ? .record(name) : .other
    default: kind = .other
    }
    for count in counts.reversed() {
      kind = count > 0 ? .array(element: kind, count: count) : .flexibleArray(element: kind)
    }
    return kind
  }

  /// Puts a struct on the list, and says whether its name stands for it and not for another one.
  private mutating func want(_ id: BTFTypes.ID, name: String) throws(BTFError) -> Bool {
    guard let other = known[name] else {
      known[name] = id
      pending.append((name, id))
      return true
    }
    // A kernel may have several structs of one name, each in a file of its own.
    if other == id { return true }
    return try types.layout(ofType: other) == types.layout(ofType: id)
  }

  /// The innermost typedef on the way to a struct.
  private func typedefName(of id: BTFTypes.ID) throws(BTFError) -> String? {
    var id = id
    var name: String?
    while true {
      switch try types.type(id) {
      case .typedef(let found, let target): (name, id) = (found, target)
      case .const(let target), .volatile(let target), .restrict(let target),
        .typeTag(_, let target, _):
        id = target
      default: return name
      }
    }
  }
}

extension Record {
  /// The same struct as one of another header.
  fileprivate func declared(in header: String) -> Record {
    Record(
      name: name, kind: kind, size: size, alignment: alignment, fields: fields, header: header,
      location: location)
  }
}
