import BTF
import BTFBytes
import Testing
import UAPIStructs

/// Structs as layouts.
struct LayoutTests {
  private typealias Field = StructLayout.Field

  @Test(arguments: [false, true])
  func `Everything that structs have is in their layout`(isBigEndian: Bool) throws {
    let types = try BTFTypes(bytes: sampleKernel(isBigEndian: isBigEndian).bytes())
    let layout = try #require(try types.layout(of: "sample"))
    #expect(layout.name == "sample" && layout.size == 80 && layout.alignment == 8)
    #expect(
      layout.fields == [
        Field(name: "flag", type: "__u8", offset: 0, size: 1),
        Field(name: "low", type: "__u8", offset: 1, size: 1, bits: 0..<3),
        Field(name: "high", type: "__u8", offset: 1, size: 1, bits: 3..<8),
        Field(name: "mood", type: "enum mood", offset: 4, size: 4),
        Field(name: "text", type: "const char *", offset: 8, size: 8),
        Field(name: "both", type: "unsigned long", offset: 16, size: 8),
        Field(name: "left", type: "__u32", offset: 16, size: 4),
        Field(name: "right", type: "__u32", offset: 20, size: 4),
        Field(name: "bytes", type: "__u8[8]", offset: 24, size: 8),
        Field(name: "matrix", type: "__u8[2][8]", offset: 32, size: 16),
        Field(name: "call", type: "void (*)(unsigned int, const char *)", offset: 48, size: 8),
        Field(name: "link", type: "struct other *", offset: 56, size: 8),
        Field(name: "rest", type: "__u32[]", offset: 64, size: 0),
      ])
    #expect(try types.layout(of: "sample_t") == layout)
    #expect(try types.layout(of: "nothing") == nil)
  }

  @Test
  func `Types are spelled as in C`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("int", size: 4, isSigned: true)
    let pointer = builder.add(.pointer, word: int)
    let constantPointer = builder.add(.const, word: pointer)
    let pointerToConstantPointer = builder.add(.pointer, word: constantPointer)
    let restricted = builder.add(.restrict, word: pointer)
    let four = builder.array(of: int, count: 4)
    let pointerToFour = builder.add(.pointer, word: four)
    let fourPointers = builder.array(of: pointer, count: 4)
    let none = builder.add(.functionPrototype, word: 0)
    let dots = builder.add(.functionPrototype, count: 2, word: pointer, extra: [0, int, 0, 0])
    let call = builder.add(.pointer, word: none)
    let calls = builder.array(of: builder.add(.pointer, word: dots), count: 2)
    let volatile = builder.add(.volatile, word: int)
    let nothing = builder.add(.pointer, word: 0)
    let tagged = builder.add(.pointer, word: builder.add(.typeTag, "rcu", word: int))
    let unnamed = builder.record("", size: 4, [("x", int, 0)])
    let unnamedPair = builder.array(of: unnamed, count: 2)
    let expected: [(UInt32, String)] = [
      (pointer, "int *"), (constantPointer, "int *const"),
      (pointerToConstantPointer, "int *const *"), (restricted, "int *restrict"),
      (four, "int[4]"), (pointerToFour, "int (*)[4]"), (fourPointers, "int *[4]"),
      (call, "void (*)(void)"), (calls, "int *(*[2])(int, ...)"), (volatile, "volatile int"),
      (nothing, "void *"), (tagged, "int *"), (unnamed, "struct"), (unnamedPair, "struct[2]"),
    ]
    var bit: UInt32 = 0
    var members: [(name: String, type: UInt32, bit: UInt32)] = []
    for (index, item) in expected.enumerated() {
      members.append(("m\(index)", item.0, bit))
      bit += 256
    }
    _ = builder.record("s", size: bit / 8, members)
    let layout = try #require(try BTFTypes(bytes: builder.bytes()).layout(of: "s"))
    for (field, item) in zip(layout.fields, expected) { #expect(field.type == item.1) }
    #expect(layout.fields.count == expected.count)
  }

  @Test
  func `Alignments are those of the members`() throws {
    var builder = BTFBuilder()
    let byte = builder.integer("unsigned char", size: 1)
    let int = builder.integer("unsigned int", size: 4)
    let long = builder.integer("long long unsigned int", size: 8)
    let huge = builder.integer("__int128", size: 16)
    let double = builder.add(.float, "long double", word: 12)
    let ids = [
      builder.record("packed", size: 5, [("a", byte, 0), ("b", int, 8)]),
      builder.record("cut", size: 5, [("a", int, 0), ("b", byte, 32)]),
      builder.record("i386", size: 12, [("a", int, 0), ("b", long, 32)]),
      builder.record("plain", size: 16, [("a", byte, 0), ("b", long, 64)]),
      builder.record("wide", size: 16, [("a", huge, 0)]),
      builder.record("long_double", size: 12, [("a", double, 0)]),
      builder.record("empty", size: 0, [(name: String, type: UInt32, bit: UInt32)]()),
    ]
    let outer = builder.record("outer", size: 24, [("a", ids[3], 0), ("b", ids[0], 128)])
    let types = try BTFTypes(bytes: builder.bytes())
    #expect(try ids.map { try types.alignment(of: $0) } == [1, 1, 4, 8, 16, 4, 1])
    #expect(try types.alignment(of: outer) == 8)
  }

  @Test
  func `Bit-fields that cross their units keep their bits`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("unsigned int", size: 4)
    _ = builder.record(
      "s", size: 8, [("a", int, 0, 4), ("b", int, 28, 8), ("c", int, 40, 24)])
    let layout = try #require(try BTFTypes(bytes: builder.bytes()).layout(of: "s"))
    #expect(
      layout.fields == [
        Field(name: "a", type: "unsigned int", offset: 0, size: 4, bits: 0..<4),
        Field(name: "b", type: "unsigned int", offset: 3, size: 2, bits: 4..<12),
        Field(name: "c", type: "unsigned int", offset: 4, size: 4, bits: 8..<32),
      ])
  }

  @Test
  func `Sizes are those of the types`() throws {
    var builder = BTFBuilder()
    let int = builder.integer("unsigned int", size: 4)
    let pair = builder.array(of: int, count: 2)
    let many = builder.array(of: builder.add(.const, word: pair), count: 3)
    let pointer = builder.add(.pointer, word: many)
    let variable = builder.add(.variable, "v", word: many, extra: [1])
    let long = builder.integer("long unsigned int", size: 4)
    let prototype = builder.add(.functionPrototype)
    let types = try BTFTypes(bytes: builder.bytes())
    #expect(try types.size(of: many) == 24 && types.size(of: variable) == 24)
    // The machine's `long` has four bytes, and so have its pointers.
    #expect(try types.size(of: pointer) == 4 && types.size(of: long) == 4)
    #expect(throws: BTFError.self) { try types.size(of: prototype) }
    #expect(throws: BTFError.self) { try types.size(of: 0) }
  }

  // MARK: - Types that no compiler makes

  private func failure(
    _ make: (inout BTFBuilder) -> UInt32, _ ask: (BTFTypes, UInt32) throws -> Void
  ) throws -> BTFError? {
    var builder = BTFBuilder()
    let id = make(&builder)
    let types = try BTFTypes(bytes: builder.bytes())
    return #expect(throws: BTFError.self) { try ask(types, id) }
  }

  @Test
  func `Types that contain themselves are an error`() throws {
    // Numbers of types begin with 1.
    let typedef = try failure { builder in
      builder.add(.typedef, "a", word: 2)
      return builder.add(.typedef, "b", word: 1)
    } _: {
      _ = try $0.resolved($1)
    }
    #expect(typedef?.code == .cyclic && typedef?.byte != nil)
    let array = try failure({ $0.array(of: 1, count: 1) }) { _ = try $0.size(of: $1) }
    #expect(array?.code == .cyclic && array?.byte != nil)
    let product = try failure({ $0.array(of: 1, count: .max) }) { _ = try $0.size(of: $1) }
    #expect(product?.code == .tooLarge)
    func itself(_ name: String) -> (inout BTFBuilder) -> UInt32 {
      { $0.record("s", size: 8, [(name, 1, 0)]) }
    }
    let member = try failure(itself("m")) { _ = try $0.layout(ofType: $1) }
    #expect(member?.code == .cyclic)
    let anonymous = try failure(itself("")) { _ = try $0.layout(ofType: $1) }
    #expect(anonymous?.code == .cyclic)
    let pointer = try failure { builder in
      builder.add(.pointer, word: 1)
      return builder.record("s", size: 8, [("m", 1, 0)])
    } _: {
      _ = try $0.layout(ofType: $1)
    }
    #expect(pointer?.code == .cyclic)
  }

  /// Each struct has two of the one before: the last would have 2^60 members.
  @Test
  func `Types that double at each level end soon`() throws {
    func doubled(_ name: String) -> (inout BTFBuilder) -> UInt32 {
      { builder in
        var id = builder.integer("unsigned int", size: 0)
        for _ in 0..<60 { id = builder.record("s", size: 0, [(name, id, 0), (name, id, 0)]) }
        return id
      }
    }
    let anonymous = try failure(doubled("")) { _ = try $0.layout(ofType: $1) }
    #expect(anonymous?.code == .cyclic)
    // Named members are not flattened, and the alignment of each struct is found once.
    var builder = BTFBuilder()
    let last = doubled("m")(&builder)
    #expect(try BTFTypes(bytes: builder.bytes()).layout(ofType: last).fields.count == 2)
    let prototypes = try failure { builder in
      var id = builder.integer("int", size: 4)
      for _ in 0..<60 {
        id = builder.add(.functionPrototype, count: 2, word: 0, extra: [0, id, 0, id])
      }
      id = builder.add(.pointer, word: id)
      return builder.record("s", size: 8, [("m", id, 0)])
    } _: {
      _ = try $0.layout(ofType: $1)
    }
    #expect(prototypes?.code == .tooLarge)
  }

  @Test
  func `Names that together are too long are an error`() throws {
    let name = String(repeating: "n", count: 100_000)
    let error = try failure { builder in
      let int = builder.integer("int", size: 4)
      let offset = builder.string(name)
      return builder.add(
        .struct, "s", count: 1000, word: 4,
        extra: (0..<1000).flatMap { _ in [offset, int, 0] })
    } _: {
      _ = try $0.type($1)
    }
    #expect(error?.code == .tooLarge)
  }

  /// The error names the byte where the number is.
  @Test
  func `Types that are not there are an error`() throws {
    let member = try failure({ $0.record("s", size: 8, [("m", 99, 0)]) }) {
      _ = try $0.layout(ofType: $1)
    }
    #expect(member?.code == .noSuchType && member?.byte == 24 + 12 + 4)
    let nothing = try failure({ $0.record("s", size: 8, [("m", 0, 0)]) }) {
      _ = try $0.layout(ofType: $1)
    }
    #expect(nothing?.code == .wrongKind && nothing?.byte == 24 + 12 + 4)
    let typedef = try failure({ $0.add(.typedef, "t", word: 99) }) { _ = try $0.resolved($1) }
    #expect(typedef?.code == .noSuchType && typedef?.byte == 24 + 8)
    let decoded = try failure({ $0.add(.volatile, word: 99) }) { _ = try $0.type($1) }
    #expect(decoded?.code == .noSuchType && decoded?.byte == 24 + 8)
    let array = try failure({ $0.array(of: 99, count: 1) }) { _ = try $0.size(of: $1) }
    #expect(array?.code == .noSuchType && array?.byte == 24 + 12)
    let pointer = try failure { builder in
      let pointer = builder.add(.pointer, word: 99)
      return builder.record("s", size: 8, [("m", pointer, 0)])
    } _: {
      _ = try $0.layout(ofType: $1)
    }
    #expect(pointer?.code == .noSuchType && pointer?.byte == 24 + 8)
  }

  @Test
  func `Members that do not fit are an error`() throws {
    func place(_ bit: UInt32, _ width: UInt32, size: UInt32 = 8) throws -> BTFError.Code? {
      let error = try failure { builder in
        let int = builder.integer("unsigned int", size: 4)
        return builder.record("s", size: size, [("m", int, bit, width)])
      } _: {
        _ = try $0.layout(ofType: $1)
      }
      return error?.code
    }
    #expect(try place(4, 0) == .badMember)
    #expect(try place(40, 0) == .badMember)
    #expect(try place(0xFF_FFF8, 0) == .badMember)
    #expect(try place(60, 5) == .badMember)
    #expect(try place(0, 0, size: 1 << 21) == .tooLarge)
    let names = try failure { builder in
      builder.add(BTFKind.struct.rawValue, nameOffset: .max, word: 8)
    } _: {
      _ = try $0.layout(ofType: $1)
    }
    #expect(names?.code == .outOfRange && names?.byte == 24)
  }
}
