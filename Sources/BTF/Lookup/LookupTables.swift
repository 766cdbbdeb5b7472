internal import Synchronization
internal import UAPIStructs

/// What questions by name have built.
struct LookupTables: Sendable {
  /// From names to types, by their index in the blob.
  var types: NameTable?
  /// From names to functions, variables and sections, by their index in the blob.
  var symbols: NameTable?
  /// From names to constants of enums, by the offset where they are described.
  var constants: NameTable?
  /// The size of a pointer.
  var pointerSize: Int?
  /// Layouts that were asked for by name, and those that there are none of.
  var layouts: [String: StructLayout?] = [:]
}

extension BTFTypes {
  /// The index of the first of these types with a name and a kind, without those of the base.
  func index(of name: [UInt8], kind: BTFKind) -> Int? {
    guard kind.isNamedType || kind.isSymbol, !name.isEmpty else { return nil }
    let hash = NameTable.hash(name)
    return tables.withLock { tables in
      let found: UInt32?
      if kind.isNamedType {
        if tables.types == nil { tables.types = nameTable { $0.isNamedType } }
        found = tables.types?.find(hash: hash) { isType($0, name, kind) }
      } else {
        if tables.symbols == nil { tables.symbols = nameTable { $0.isSymbol } }
        found = tables.symbols?.find(hash: hash) { isType($0, name, kind) }
      }
      return found.map { Int($0) }
    }
  }

  /// Where the first constant with a name is described, without those of the base.
  func constantOffset(_ name: [UInt8]) -> Int? {
    guard !name.isEmpty else { return nil }
    let hash = NameTable.hash(name)
    return tables.withLock { tables in
      if tables.constants == nil { tables.constants = constantTable() }
      return tables.constants?.find(hash: hash) { isName(blob.word(at: Int($0)), name) }
        .map { Int($0) }
    }
  }

  private func isType(_ index: UInt32, _ name: [UInt8], _ kind: BTFKind) -> Bool {
    guard let offset = offsets[Int(index)] else { return false }
    let header = TypeHeader(blob, at: offset)
    return header.kindNumber == kind.rawValue && isName(header.name, name)
  }

  /// Whether the string at an offset is a name. A string outside the strings is none.
  func isName(_ offset: UInt32, _ name: [UInt8]) -> Bool {
    guard let (owner, start) = nameStart(offset) else { return false }
    let end = start &+ name.count
    return end < owner.blob.strings.upperBound && owner.blob.store.byte(at: end) == 0
      && owner.blob.store.has(name, at: start)
  }

  /// Where a string begins, if it lies among the strings.
  @inline(__always)
  func nameStart(_ offset: UInt32) -> (owner: BTFTypes, start: Int)? {
    var owner = self
    while Int(clamping: offset) < owner.firstString, let base = owner.base { owner = base }
    let start = owner.blob.strings.lowerBound &+ Int(clamping: offset) &- owner.firstString
    return start < owner.blob.strings.upperBound ? (owner, start) : nil
  }

  /// A table of the names of some kinds of types.
  @inline(__always)
  private func nameTable(of isMeant: (BTFKind) -> Bool) -> NameTable {
    // A bit for each kind; shifts by more than there are bits leave none.
    let meant = BTFKind.allCases.filter(isMeant).reduce(UInt32(0)) { $0 | 1 << $1.rawValue }
    var table = NameTable(count: offsets.count(ofKinds: meant), numbersBelow: offsets.count)
    for (index, offset) in offsets.enumerated()
    where meant >> blob.kindNumber(at: offset) & 1 == 1 {
      let header = TypeHeader(blob, at: offset)
      insert(UInt32(truncatingIfNeeded: index), named: header.name, into: &table) { other in
        guard let other = self.offsets[Int(other)] else { return nil }
        return self.blob.kindNumber(at: other) == header.kindNumber
          ? self.blob.word(at: other) : nil
      }
    }
    return table
  }

  /// A table of the names of all constants.
  private func constantTable() -> NameTable {
    var count = 0
    forEachEnumeration { header, _ in count &+= header.count }
    var table = NameTable(count: count, numbersBelow: blob.store.count)
    forEachEnumeration { header, size in
      for index in 0..<header.count {
        let offset = header.body &+ index &* size
        insert(
          UInt32(truncatingIfNeeded: offset), named: blob.word(at: offset), into: &table
        ) { other in self.blob.word(at: Int(other)) }
      }
    }
    return table
  }

  @inline(__always)
  private func forEachEnumeration(_ body: (_ header: TypeHeader, _ size: Int) -> Void) {
    for offset in offsets {
      let number = blob.kindNumber(at: offset)
      if number == BTFKind.enumeration.rawValue {
        body(TypeHeader(blob, at: offset), 8)
      } else if number == BTFKind.enumeration64.rawValue {
        body(TypeHeader(blob, at: offset), 12)
      }
    }
  }

  /// Puts a number into a table unless another of the same name is there.
  ///
  /// - Parameter nameOfOther: the offset of the name of what a number means, if it can be the
  ///   same thing.
  @inline(__always)
  private func insert(
    _ number: UInt32, named offset: UInt32, into table: inout NameTable,
    nameOfOther: (UInt32) -> UInt32?
  ) {
    guard offset != 0, let (owner, start) = nameStart(offset),
      let end = owner.blob.store.zero(from: start, before: owner.blob.strings.upperBound),
      end > start
    else { return }
    let store = owner.blob.store
    table.insert(number, hash: store.hash(start..<end)) { other in
      guard let otherName = nameOfOther(other) else { return false }
      // Compilers write each name once.
      return otherName == offset || isName(otherName, store.array(start..<end))
    }
  }
}
