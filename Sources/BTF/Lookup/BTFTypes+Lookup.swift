extension BTFTypes {
  /// The number of the first type of a kind with a name, or `nil` where there is none.
  ///
  /// Structs, unions, enums, typedefs, integers and numbers with a point are found, those of which
  /// only the name is known, and functions, variables and sections; other kinds have no names of
  /// their own. A type that both these bytes and their base have is that of these bytes.
  ///
  /// The first question builds a table of the names, in a few milliseconds for a whole kernel; later
  /// ones take well below a microsecond.
  public func id(named name: String, kind: BTFKind) -> ID? {
    id(named: Array(name.utf8), kind: kind)
  }

  private func id(named name: [UInt8], kind: BTFKind) -> ID? {
    if let index = index(of: name, kind: kind) { return firstID + ID(truncatingIfNeeded: index) }
    return base?.id(named: name, kind: kind)
  }

  /// The numbers of all types of a kind with a name: a kernel may have several structs of one name,
  /// each in a file of its own.
  ///
  /// This looks at every type.
  public func ids(named name: String, kind: BTFKind) -> [ID] {
    var found = base?.ids(named: name, kind: kind) ?? []
    let name = Array(name.utf8)
    for (index, offset) in offsets.enumerated() {
      let header = TypeHeader(blob, at: offset)
      guard header.kindNumber == kind.rawValue, isName(header.name, name) else { continue }
      found.append(firstID + ID(truncatingIfNeeded: index))
    }
    return found
  }

  /// The struct with a name.
  public func `struct`(named name: String) throws(BTFError) -> BTFType.Record? {
    guard let id = id(named: name, kind: .struct), case .struct(let record) = try type(id) else {
      return nil
    }
    return record
  }

  /// The union with a name.
  public func union(named name: String) throws(BTFError) -> BTFType.Record? {
    guard let id = id(named: name, kind: .union), case .union(let record) = try type(id) else {
      return nil
    }
    return record
  }

  /// The enum with a name.
  public func enumeration(named name: String) throws(BTFError) -> BTFType.Enumeration? {
    guard
      let id = id(named: name, kind: .enumeration) ?? id(named: name, kind: .enumeration64),
      case .enumeration(let enumeration) = try type(id)
    else { return nil }
    return enumeration
  }

  /// The constant of an enum with a name, such as `MPTCP_ATTR_SERVER_SIDE`; of several, the first.
  ///
  /// It tells whether a kernel knows a netlink attribute, a command or an event. Macros leave no
  /// trace in BTF: whether a kernel knows a socket option such as `MPTCP_FULL_INFO` it cannot say.
  public func enumConstant(named name: String) throws(BTFError) -> BTFType.Constant? {
    guard let offset = constantOffset(Array(name.utf8)) else {
      return try base?.enumConstant(named: name)
    }
    // The enum is the last type that begins before its constants.
    guard let type = offsets.last(before: offset) else { return nil }
    let header = TypeHeader(blob, at: type.offset)
    var names = NameReader(self)
    return try constant(
      (offset - header.body) / (header.kind == .enumeration64 ? 12 : 8), of: header,
      firstID + ID(truncatingIfNeeded: type.index), &names)
  }

  /// All constants of enums whose names begin with a prefix, such as `MPTCP_ATTR_`, in the order of
  /// their declaration.
  ///
  /// This looks at every enum.
  public func enumConstants(withPrefix prefix: String) throws(BTFError) -> [BTFType.Constant] {
    var found = try base?.enumConstants(withPrefix: prefix) ?? []
    var names = NameReader(self)
    let prefix = Array(prefix.utf8)
    for (position, offset) in offsets.enumerated() {
      let header = TypeHeader(blob, at: offset)
      guard header.kind == .enumeration || header.kind == .enumeration64 else { continue }
      for index in 0..<header.count {
        let place = header.body + index * (header.kind == .enumeration64 ? 12 : 8)
        let (owner, range) = try string(blob.word(at: place), at: place)
        guard range.count >= prefix.count, owner.blob.store.has(prefix, at: range.lowerBound) else {
          continue
        }
        found.append(
          try constant(index, of: header, firstID + ID(truncatingIfNeeded: position), &names))
      }
    }
    return found
  }
}
