import BTF
import BTFBytes
import Testing
import UAPIStructs

/// Types of modules over kernels that are theirs, and over others.
///
///     kernel: int, long, list, part { list; long }, func_proto, call(), state { on }
///     module: module_part { part first; int second }, module_call(), on_or_off { on, off }
struct BaseTests {
  /// A kernel, and of another build if something is said about it.
  private static func kernel(
    isBigEndian: Bool = false, stringBefore: String = "", typesBefore: Int = 0,
    sizeOfPart: UInt32 = 24
  ) -> BTFBuilder {
    var builder = BTFBuilder(isBigEndian: isBigEndian)
    _ = builder.string(stringBefore)
    for _ in 0..<typesBefore { _ = builder.add(.pointer, word: 0) }
    let int = builder.integer("int", size: 4, isSigned: true)
    let long = builder.integer("long int", size: 8, isSigned: true)
    let link = builder.add(.pointer, word: builder.nextID + 1)
    let list = builder.record("list", size: 16, [("next", link, 0), ("previous", link, 64)])
    _ = builder.record("part", size: sizeOfPart, [("list", list, 0), ("count", long, 128)])
    let prototype = builder.add(.functionPrototype, word: int)
    builder.add(.function, "call", count: 1, word: prototype)
    _ = builder.enumeration("state", [("STATE_ON", 1)])
    return builder
  }

  /// A module over the kernel as it was built.
  private static func module(isBigEndian: Bool = false) -> [UInt8] {
    let kernel = kernel(isBigEndian: isBigEndian)
    var module = BTFBuilder(continuing: kernel)
    _ = module.record("module_part", size: 32, [("first", 5, 0), ("second", 1, 192)])
    module.add(.function, "module_call", count: 1, word: 6)
    _ = module.enumeration("on_or_off", [("MODULE_ON", 1), ("MODULE_OFF", 2)])
    let variable = module.add(.variable, "module_state", word: 8, extra: [1])
    module.add(.dataSection, ".data", count: 1, word: 4, extra: [variable, 0, 4])
    module.add(.declarationTag, "tag", word: 5, extra: [.max])
    return module.bytes()
  }

  private func error(_ module: [UInt8], over kernel: BTFBuilder) throws -> BTFError? {
    openingError(module, base: try BTFTypes(bytes: kernel.bytes()))
  }

  @Test(arguments: [false, true])
  func `A module over its own kernel is read`(isBigEndian: Bool) throws {
    let base = try BTFTypes(bytes: Self.kernel(isBigEndian: isBigEndian).bytes())
    let types = try BTFTypes(bytes: Self.module(isBigEndian: isBigEndian), base: base)
    let layout = try #require(try types.layout(of: "module_part"))
    #expect(layout.fields.map(\.type) == ["struct part", "int"])
    #expect(layout.fields.map(\.offset) == [0, 24] && layout.fields.map(\.size) == [24, 4])
  }

  @Test(arguments: 1...40)
  func `A kernel with other strings is another one`(count: Int) throws {
    let longer = Self.kernel(stringBefore: String(repeating: "x", count: count))
    let error = try #require(try error(Self.module(), over: longer))
    #expect(error.code == .wrongBase && error.byte != nil)
    #expect(error.reason.contains("of another build"))
  }

  @Test(arguments: 1...12)
  func `A kernel with more types is another one`(count: Int) throws {
    // The strings are the same: only the numbers tell.
    #expect(
      try error(Self.module(), over: Self.kernel(typesBefore: count))?.code == .wrongBase)
  }

  @Test func `A kernel with fewer types or strings is another one`() throws {
    #expect(try error(Self.module(), over: BTFBuilder())?.code == .wrongBase)
    var small = BTFBuilder()
    _ = small.integer("int", size: 4)
    #expect(try error(Self.module(), over: small)?.code == .wrongBase)
  }

  @Test func `A kernel that has one more string of the same length is another one`() throws {
    let kernel = Self.kernel()
    var module = BTFBuilder(continuing: kernel)
    _ = module.add(.struct, "own_name", word: 8)
    var later = Self.kernel()
    _ = later.string("its_name")
    // The only name of the module would be that of the kernel.
    let error = try error(module.bytes(), over: later)
    #expect(error?.code == .wrongBase)
    #expect(error?.reason.hasPrefix("no name is among the strings of the file itself") == true)
    #expect(try self.error(module.bytes(), over: kernel) == nil)
  }

  @Test func `A struct that has grown does not fit its place`() throws {
    let error = try #require(
      try error(Self.module(), over: Self.kernel(sizeOfPart: 32)))
    #expect(error.code == .wrongBase && error.reason.contains("members of type 9 overlap"))
    #expect(
      try self.error(Self.module(), over: Self.kernel(sizeOfPart: 40))?.code == .wrongBase)
  }

  @Test func `A name inside another string names the byte that points there`() throws {
    let module = Self.module()
    let error = try #require(
      try error(module, over: Self.kernel(stringBefore: "a long name of another kernel")))
    // The first type's name, after the header of 24 bytes.
    #expect(error.byte == 24)
    #expect(error.reason.contains("a name of type 9 at offset"))
    #expect(error.reason.contains("inside another string"))
  }

  @Test func `A kernel of the other byte order is another one`() throws {
    let error = try error(Self.module(), over: Self.kernel(isBigEndian: true))
    #expect(error?.code == .wrongBase && error?.reason.contains("byte order") == true)
  }

  @Test func `Types that are whole by themselves continue no base`() throws {
    let kernel = Self.kernel()
    let error = try error(Self.kernel(stringBefore: "other").bytes(), over: kernel)
    #expect(error?.code == .needlessBase)
    #expect(try self.error(kernel.bytes(), over: kernel)?.code == .needlessBase)
  }

  @Test func `A module without strings of its own asks for its base too`() throws {
    var module = BTFBuilder(continuing: Self.kernel())
    module.add(.pointer, word: 5)
    #expect(openingError(module.bytes())?.code == .missingBase)
  }

  /// Outlines: a struct of which the size is told, and nothing else.
  private static func file(outlines: BTFBuilder, module: [UInt8]) -> [UInt8] {
    var elf = ELFBuilder()
    elf.add(".BTF", module)
    elf.add(".BTF.base", outlines.bytes())
    return elf.bytes()
  }

  private static func outlines(size: UInt32) -> (outlines: BTFBuilder, module: [UInt8]) {
    var outlines = BTFBuilder()
    let part = outlines.add(.struct, "part", word: size)
    let int = outlines.integer("int", size: 4, isSigned: true)
    var module = BTFBuilder(continuing: outlines)
    _ = module.record(
      "module_part", size: size + 8, [("first", part, 0), ("second", int, size * 8)])
    return (outlines, module.bytes())
  }

  @Test func `Outlines of a module fit kernels in which the structs have their sizes`() throws {
    let (outlines, module) = Self.outlines(size: 24)
    let file = Self.file(outlines: outlines, module: module)
    let kernel = try BTFTypes(bytes: Self.kernel(typesBefore: 3).bytes())
    for base in [nil, kernel] {
      let layout = try BTFTypes(bytes: file, base: base).layout(of: "module_part")
      #expect(layout?.fields.map(\.size) == [24, 4])
    }
    let other = try BTFTypes(bytes: Self.kernel(sizeOfPart: 32).bytes())
    let error = openingError(file, base: other)
    #expect(error?.code == .wrongBase && error?.reason.contains("'part' of 24 bytes") == true)
  }

  @Test func `Outlines of another module are another base`() throws {
    let (_, module) = Self.outlines(size: 24)
    var others = BTFBuilder()
    _ = others.string("something else before all")
    _ = others.add(.struct, "whole", word: 24)
    let error = openingError(Self.file(outlines: others, module: module))
    #expect(error?.code == .wrongBase)
  }
}
