extension BTFTypes {
  /// The type with a number.
  ///
  /// - Throws: ``BTFError`` where there is none, or what it says is damaged.
  public func type(_ id: ID) throws(BTFError) -> BTFType {
    if id == 0 { return .void }
    let (owner, header) = try header(of: id)
    var names = NameReader(owner)
    return try owner.decode(header, id, &names)
  }

  /// The kind of a type; `nil` for `void`, for a number that no type has, and for a kind that is not
  /// known.
  public func kind(of id: ID) -> BTFKind? { (try? header(of: id))?.header.kind }

  private func decode(
    _ header: TypeHeader, _ id: ID, _ names: inout NameReader
  ) throws(BTFError) -> BTFType {
    func name() throws(BTFError) -> String { try names.name(header.name, at: header.offset) }
    func target() throws(BTFError) -> ID { try reference(at: header.offset + 8) }
    switch header.kind {
    case .integer: return .integer(try integer(header, &names))
    case .pointer: return .pointer(to: try target())
    case .array:
      return .array(
        BTFType.Array(
          element: try reference(at: header.body), index: try reference(at: header.body + 4),
          count: Int(clamping: blob.word(at: header.body + 8))))
    case .struct: return .struct(try record(header, &names))
    case .union: return .union(try record(header, &names))
    case .enumeration, .enumeration64:
      return .enumeration(
        BTFType.Enumeration(
          name: try name(), size: Int(clamping: header.word), isSigned: header.flag,
          constants: try constants(of: header, id, &names)))
    case .forward: return .forward(name: try name(), isUnion: header.flag)
    case .typedef: return .typedef(name: try name(), try target())
    case .volatile: return .volatile(try target())
    case .const: return .const(try target())
    case .restrict: return .restrict(try target())
    case .function:
      return .function(
        name: try name(), try target(),
        linkage: BTFType.Linkage(rawValue: UInt32(truncatingIfNeeded: header.count)))
    case .functionPrototype: return try prototype(header, &names)
    case .variable:
      return .variable(
        name: try name(), try target(),
        linkage: BTFType.Linkage(rawValue: blob.word(at: header.body)))
    case .dataSection: return try dataSection(header, &names)
    case .float: return .float(name: try name(), size: Int(clamping: header.word))
    case .declarationTag:
      let component = Int32(bitPattern: blob.word(at: header.body))
      return .declarationTag(
        name: try name(), try target(), component: component < 0 ? nil : Int(component),
        isAttribute: header.flag)
    case .typeTag:
      return .typeTag(name: try name(), try target(), isAttribute: header.flag)
    case nil: return .unknown(kind: header.kindNumber)
    }
  }

  private func integer(
    _ header: TypeHeader, _ names: inout NameReader
  ) throws(BTFError) -> BTFType.Integer {
    let bits = IntegerBits(blob.word(at: header.body))
    return BTFType.Integer(
      name: try names.name(header.name, at: header.offset), size: Int(clamping: header.word),
      isSigned: bits.encoding & 1 != 0, isCharacter: bits.encoding & 2 != 0,
      isBoolean: bits.encoding & 4 != 0, bitOffset: bits.offset, bitWidth: bits.width)
  }

  private func record(
    _ header: TypeHeader, _ names: inout NameReader
  ) throws(BTFError) -> BTFType.Record {
    var members: [BTFType.Member] = []
    members.reserveCapacity(header.count)
    for index in 0..<header.count {
      let member = try placedMember(index, of: header)
      members.append(
        BTFType.Member(
          name: try names.name(member.name, at: member.offset), type: member.type,
          bitOffset: member.bitOffset, bitFieldWidth: member.bitFieldWidth))
    }
    return BTFType.Record(
      name: try names.name(header.name, at: header.offset), size: Int(clamping: header.word),
      members: members)
  }

  private func prototype(
    _ header: TypeHeader, _ names: inout NameReader
  ) throws(BTFError) -> BTFType {
    var parameters: [BTFType.Parameter] = []
    parameters.reserveCapacity(header.count)
    for index in 0..<header.count {
      let offset = header.body + index * 8
      parameters.append(
        BTFType.Parameter(
          name: try names.name(blob.word(at: offset), at: offset),
          type: try reference(at: offset + 4)))
    }
    return .functionPrototype(
      returning: try reference(at: header.offset + 8), parameters: parameters)
  }

  private func dataSection(
    _ header: TypeHeader, _ names: inout NameReader
  ) throws(BTFError) -> BTFType {
    var variables: [BTFType.PlacedVariable] = []
    variables.reserveCapacity(header.count)
    for index in 0..<header.count {
      let offset = header.body + index * 12
      variables.append(
        BTFType.PlacedVariable(
          variable: try reference(at: offset), offset: Int(clamping: blob.word(at: offset + 4)),
          size: Int(clamping: blob.word(at: offset + 8))))
    }
    return .dataSection(
      name: try names.name(header.name, at: header.offset), size: Int(clamping: header.word),
      variables: variables)
  }

  /// The constants of an enum.
  func constants(
    of header: TypeHeader, _ id: ID, _ names: inout NameReader
  ) throws(BTFError) -> [BTFType.Constant] {
    var constants: [BTFType.Constant] = []
    constants.reserveCapacity(header.count)
    for index in 0..<header.count {
      constants.append(try constant(index, of: header, id, &names))
    }
    return constants
  }

  /// A constant of an enum.
  func constant(
    _ index: Int, of header: TypeHeader, _ id: ID, _ names: inout NameReader
  ) throws(BTFError) -> BTFType.Constant {
    let isWide = header.kind == .enumeration64
    let offset = header.body + index * (isWide ? 12 : 8)
    let low = blob.word(at: offset + 4)
    let bits =
      if isWide {
        UInt64(low) | UInt64(blob.word(at: offset + 8)) << 32
      } else {
        header.flag ? UInt64(bitPattern: Int64(Int32(bitPattern: low))) : UInt64(low)
      }
    return BTFType.Constant(
      name: try names.name(blob.word(at: offset), at: offset), bits: bits, isSigned: header.flag,
      enumeration: id)
  }
}

/// What follows the header of an integer.
struct IntegerBits {
  let encoding: UInt32
  let offset: Int
  let width: Int

  init(_ word: UInt32) {
    encoding = word >> 24 & 0xF
    offset = Int(word >> 16 & 0xFF)
    width = Int(word & 0xFF)
  }
}
