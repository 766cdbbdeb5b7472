import BTFBytes
@testable import BTF
import Testing

/// Each kind of type, in both byte orders.
struct KindTests {
  private func decoded(
    _ isBigEndian: Bool, _ make: (inout BTFBuilder) -> UInt32
  ) throws -> BTFType {
    var builder = BTFBuilder(isBigEndian: isBigEndian)
    // Types that others can refer to.
    for _ in 1...9 { builder.add(.float, "double", word: 8) }
    let id = make(&builder)
    let types = try BTFTypes(bytes: builder.bytes())
    #expect(types.isBigEndian == isBigEndian)
    #expect(types.count == Int(builder.nextID))
    return try types.type(id)
  }

  @Test(arguments: [false, true])
  func `Integers have size, sign and encoding`(isBigEndian: Bool) throws {
    let type = try decoded(isBigEndian) { builder in
      builder.add(.integer, "_Bool", word: 1, extra: [4 << 24 | 8])
    }
    #expect(
      type
        == .integer(
          BTFType.Integer(
            name: "_Bool", size: 1, isSigned: false, isCharacter: false, isBoolean: true,
            bitOffset: 0, bitWidth: 8)))
    let signed = try decoded(isBigEndian) { $0.integer("int", size: 4, isSigned: true) }
    guard case .integer(let integer) = signed else {
      Issue.record("\(signed)")
      return
    }
    #expect(integer.isSigned && integer.size == 4 && integer.bitWidth == 32)
  }

  @Test(arguments: [false, true])
  func `References lead to their types`(isBigEndian: Bool) throws {
    #expect(try decoded(isBigEndian) { $0.add(.pointer, word: 7) } == .pointer(to: 7))
    #expect(try decoded(isBigEndian) { $0.add(.typedef, "u8", word: 7) } == .typedef(name: "u8", 7))
    #expect(try decoded(isBigEndian) { $0.add(.volatile, word: 7) } == .volatile(7))
    #expect(try decoded(isBigEndian) { $0.add(.const, word: 7) } == .const(7))
    #expect(try decoded(isBigEndian) { $0.add(.restrict, word: 7) } == .restrict(7))
    #expect(
      try decoded(isBigEndian) { $0.add(.typeTag, "rcu", word: 7) }
        == .typeTag(name: "rcu", 7, isAttribute: false))
    #expect(
      try decoded(isBigEndian) { $0.add(.typeTag, "a", flag: true, word: 7) }
        == .typeTag(name: "a", 7, isAttribute: true))
    #expect(
      try decoded(isBigEndian) { $0.add(.forward, "sock", word: 0) }
        == .forward(name: "sock", isUnion: false))
    #expect(
      try decoded(isBigEndian) { $0.add(.forward, "u", flag: true) }
        == .forward(name: "u", isUnion: true))
  }

  @Test(arguments: [false, true])
  func `Arrays have their length, and numbers with a point their size`(isBigEndian: Bool) throws {
    #expect(
      try decoded(isBigEndian) { $0.add(.array, extra: [3, 4, 5]) }
        == .array(BTFType.Array(element: 3, index: 4, count: 5)))
    #expect(
      try decoded(isBigEndian) { $0.add(.float, "double", word: 8) }
        == .float(name: "double", size: 8))
  }

  @Test(arguments: [false, true])
  func `Structs and unions have their members`(isBigEndian: Bool) throws {
    let members = [
      BTFType.Member(name: "a", type: 9, bitOffset: 0, bitFieldWidth: nil),
      BTFType.Member(name: "b", type: 9, bitOffset: 35, bitFieldWidth: 3),
    ]
    #expect(
      try decoded(isBigEndian) { $0.record("s", size: 8, [("a", 9, 0, 0), ("b", 9, 35, 3)]) }
        == .struct(BTFType.Record(name: "s", size: 8, members: members)))
    #expect(
      try decoded(isBigEndian) {
        $0.record("", kind: .union, size: 8, [("a", 9, 0, 0), ("b", 9, 35, 3)])
      }
        == .union(BTFType.Record(name: "", size: 8, members: members)))
  }

  /// Without the mark, an integer of fewer bits than its bytes have makes a bit-field.
  @Test(arguments: [false, true])
  func `Bit-fields of old compilers are read`(isBigEndian: Bool) throws {
    let type = try decoded(isBigEndian) { builder in
      let whole = builder.integer("unsigned int", size: 4)
      let three = builder.integer("unsigned int", size: 4, bits: 0...2)
      let shifted = builder.integer("unsigned int", size: 4, bits: 5...6)
      let named = builder.add(.typedef, "u3", word: three)
      return builder.record(
        "s", size: 8,
        [("a", whole, 0), ("b", three, 32), ("c", named, 35), ("d", shifted, 32)])
    }
    guard case .struct(let record) = type else {
      Issue.record("\(type)")
      return
    }
    #expect(record.members.map(\.bitOffset) == [0, 32, 35, 37])
    #expect(record.members.map(\.bitFieldWidth) == [nil, 3, 3, 2])
  }

  @Test(arguments: [false, true])
  func `Enums have their constants, in 32 bits and in 64`(isBigEndian: Bool) throws {
    func constants(_ type: BTFType) -> [Int?] {
      guard case .enumeration(let enumeration) = type else { return [] }
      #expect(enumeration.constants.map(\.name) == ["A", "B"])
      return enumeration.constants.map(\.value)
    }
    let plain = try decoded(isBigEndian) { $0.enumeration("e", [("A", 1), ("B", -1)]) }
    #expect(constants(plain) == [1, 0xFFFF_FFFF])
    let signed = try decoded(isBigEndian) {
      $0.enumeration("e", isSigned: true, [("A", 1), ("B", -1)])
    }
    #expect(constants(signed) == [1, -1])
    func wide(_ isSigned: Bool) throws -> BTFType {
      try decoded(isBigEndian) { builder in
        let names = [builder.string("A"), builder.string("B")]
        return builder.add(
          .enumeration64, "w", flag: isSigned, count: 2, word: 8,
          extra: [names[0], 5, 1, names[1], .max, .max])
      }
    }
    #expect(constants(try wide(true)) == [0x1_0000_0005, -1])
    #expect(constants(try wide(false)) == [0x1_0000_0005, nil])
  }

  @Test(arguments: [false, true])
  func `Functions and variables are read`(isBigEndian: Bool) throws {
    #expect(
      try decoded(isBigEndian) { $0.add(.function, "f", count: 1, word: 3) }
        == .function(name: "f", 3, linkage: .global))
    #expect(
      try decoded(isBigEndian) { builder in
        let name = builder.string("fd")
        return builder.add(.functionPrototype, count: 2, word: 4, extra: [name, 5, 0, 0])
      }
        == .functionPrototype(
          returning: 4,
          parameters: [
            BTFType.Parameter(name: "fd", type: 5), BTFType.Parameter(name: "", type: 0),
          ]))
    #expect(
      try decoded(isBigEndian) { $0.add(.variable, "v", word: 3, extra: [2]) }
        == .variable(name: "v", 3, linkage: .external))
    #expect(
      try decoded(isBigEndian) {
        $0.add(.dataSection, ".data", count: 1, word: 64, extra: [2, 8, 4])
      }
        == .dataSection(
          name: ".data", size: 64,
          variables: [BTFType.PlacedVariable(variable: 2, offset: 8, size: 4)]))
    #expect(
      try decoded(isBigEndian) { $0.add(.declarationTag, "t", word: 3, extra: [.max]) }
        == .declarationTag(name: "t", 3, component: nil, isAttribute: false))
    #expect(
      try decoded(isBigEndian) { $0.add(.declarationTag, "t", flag: true, word: 3, extra: [2]) }
        == .declarationTag(name: "t", 3, component: 2, isAttribute: true))
  }

  @Test
  func `Void is type zero`() throws {
    let types = try BTFTypes(bytes: BTFBuilder().bytes())
    #expect(try types.type(0) == .void)
    #expect(types.kind(of: 0) == nil && types.count == 1 && types.ids.isEmpty)
    #expect(throws: BTFError.self) { try types.type(1) }
  }
}
