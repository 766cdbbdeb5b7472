/// Checks that types and the base that they continue are of one build.
///
/// A module's file does not say which kernel it continues: its numbers and offsets count on from where
/// that kernel's end. Over another kernel they still point at something, and read names and layouts
/// that never were. So everything that these types say about their base is held against it once, when
/// they are opened: names begin where strings begin, numbers are those of types, of kinds that can be
/// there, and members have room where they are.
struct BaseCheck {
  private let types: BTFTypes
  private let base: BTFTypes
  private var blob: Blob { types.blob }
  /// Whether a name was seen that is among these types' own strings.
  private var namesOwnStrings = false

  private init(_ types: BTFTypes, over base: BTFTypes) {
    self.types = types
    self.base = base
  }

  /// Holds types against the base that they continue.
  ///
  /// - Throws: ``BTFError`` of the code ``BTFError/Code/wrongBase`` with the first contradiction, or
  ///   ``BTFError/Code/needlessBase`` for types that continue none.
  static func run(_ types: BTFTypes, over base: BTFTypes) throws(BTFError) {
    var check = BaseCheck(types, over: base)
    try check.run()
  }

  private mutating func run() throws(BTFError) {
    guard types.isBigEndian == base.isBigEndian else {
      throw error(at: 0, "their byte order is not that of their base")
    }
    guard !standsAlone else {
      throw blob.store.error(
        .needlessBase, at: 0, "these types are whole by themselves: they continue no base")
    }
    for (index, offset) in types.offsets.enumerated() {
      let id = types.firstID + BTFTypes.ID(truncatingIfNeeded: index)
      let header = TypeHeader(blob, at: offset)
      // Nothing is known of the elements of a kind that came later.
      guard let kind = header.kind else { continue }
      try checkName(at: offset, of: id)
      if kind.refersInHeader { try checkReference(at: offset + 8, of: id, kind) }
      try checkElements(of: header, kind, id)
    }
    // Strings that nothing needs are not written.
    guard namesOwnStrings || blob.strings.isEmpty else {
      throw error(at: 0, "no name is among the strings of the file itself")
    }
  }

  private mutating func checkElements(
    of header: TypeHeader, _ kind: BTFKind, _ id: BTFTypes.ID
  ) throws(BTFError) {
    let body = header.body
    switch kind {
    case .array:
      try checkReference(at: body, of: id, kind)
      try checkReference(at: body + 4, of: id, kind)
    case .struct, .union: try checkMembers(of: header, kind, id)
    case .enumeration: try checkNames(header.count, from: body, every: 8, of: id)
    case .enumeration64: try checkNames(header.count, from: body, every: 12, of: id)
    case .functionPrototype:
      try checkNames(header.count, from: body, every: 8, of: id)
      for index in 0..<header.count { try checkReference(at: body + index * 8 + 4, of: id, kind) }
    case .dataSection:
      for index in 0..<header.count { try checkReference(at: body + index * 12, of: id, kind) }
    default: break
    }
  }

  private mutating func checkMembers(
    of header: TypeHeader, _ kind: BTFKind, _ id: BTFTypes.ID
  ) throws(BTFError) {
    try checkNames(header.count, from: header.body, every: 12, of: id)
    // Where the last member ends, in bits.
    var end = 0
    for index in 0..<header.count {
      let place = header.body + index * 12
      try checkReference(at: place + 4, of: id, kind)
      guard let member = try? types.placedMember(index, of: header),
        let size = try? types.size(of: member.type)
      else { throw error(at: place + 4, "a member of type \(id) has a type without a size") }
      let (bits, overflow) = size.multipliedReportingOverflow(by: 8)
      let width = member.bitFieldWidth ?? (overflow ? .max : bits)
      // Members of a struct follow each other, so one that grew reaches into the next.
      guard kind == .union || member.bitOffset >= end else {
        throw error(at: place + 4, "members of type \(id) overlap")
      }
      let room = Int(clamping: header.word) * 8 - member.bitOffset
      guard room >= width else {
        throw error(at: place + 4, "a member of type \(id) is larger than its place")
      }
      end = member.bitOffset + width
    }
  }

  private mutating func checkNames(
    _ count: Int, from start: Int, every size: Int, of id: BTFTypes.ID
  ) throws(BTFError) {
    for index in 0..<count { try checkName(at: start + index * size, of: id) }
  }

  /// Names are whole strings: no program that writes types lets one be the end of another.
  private mutating func checkName(at place: Int, of id: BTFTypes.ID) throws(BTFError) {
    let offset = blob.word(at: place)
    if offset == 0 { return }
    guard let (owner, start) = types.nameStart(offset) else {
      throw error(at: place, "a name of type \(id) at offset \(offset) lies outside the strings")
    }
    guard start == owner.blob.strings.lowerBound || owner.blob.store.byte(at: start - 1) == 0 else {
      throw error(at: place, "a name of type \(id) at offset \(offset) lies inside another string")
    }
    if owner === types { namesOwnStrings = true }
  }

  private func checkReference(
    at place: Int, of id: BTFTypes.ID, _ kind: BTFKind
  ) throws(BTFError) {
    let target = blob.word(at: place)
    if target == 0 { return }
    guard let (_, header) = try? types.header(of: target) else {
      throw error(at: place, "type \(id) refers to type \(target), and there is none")
    }
    guard let other = header.kind, !kind.canRefer(to: other) else { return }
    throw error(at: place, "type \(id), a \(kind), refers to type \(target), a \(other)")
  }

  /// Whether nothing of these types lies in a base: only files without one begin their strings with an
  /// empty one, and theirs have all that they refer to.
  private var standsAlone: Bool {
    guard let first = blob.strings.first, blob.store.byte(at: first) == 0 else { return false }
    return (try? BTFTypes(standingAlone: blob.store))?.isClosed ?? false
  }

  private func error(at place: Int, _ contradiction: String) -> BTFError {
    let name = base.blob.store.file
    return blob.store.error(
      .wrongBase, at: place,
      "\(contradiction): these types do not continue \(name.isEmpty ? "this base" : name), which is "
        + "of another build, or one of the two is damaged")
  }
}

extension BTFKind {
  /// Whether the third word of the type is the number of another.
  fileprivate var refersInHeader: Bool {
    switch self {
    case .pointer, .typedef, .volatile, .const, .restrict, .function, .functionPrototype, .variable,
      .declarationTag, .typeTag:
      true
    default: false
    }
  }

  /// Whether a type of this kind can name one of another kind.
  fileprivate func canRefer(to other: BTFKind) -> Bool {
    switch self {
    case .function: other == .functionPrototype
    case .dataSection: other == .variable
    case .declarationTag:
      other == .struct || other == .union || other == .typedef || other == .function
        || other == .variable
    default: !other.isSymbol && other != .declarationTag
    }
  }
}

extension BTFTypes {
  /// Whether all names and numbers are among these strings and types.
  fileprivate var isClosed: Bool {
    for offset in offsets {
      let header = TypeHeader(blob, at: offset)
      guard Int(clamping: header.name) < blob.strings.count else { return false }
      guard let kind = header.kind else { continue }
      if kind.refersInHeader, Int(clamping: header.word) >= count { return false }
      guard kind == .struct || kind == .union else { continue }
      for index in 0..<header.count {
        let place = header.body + index * 12
        guard Int(clamping: blob.word(at: place)) < blob.strings.count,
          Int(clamping: blob.word(at: place + 4)) < count
        else { return false }
      }
    }
    return true
  }
}
