import BTF
import BTFBytes
import Testing
import UAPIStructs

/// The types of modules, which continue those of a kernel.
struct SplitTests {
  /// A module with a struct of the kernel's types, and one with a name that the kernel has too.
  private func sampleModule(_ kernel: BTFBuilder) throws -> (BTFBuilder, UInt32) {
    let types = try BTFTypes(bytes: kernel.bytes())
    let u32 = try #require(types.id(named: "__u32", kind: .typedef))
    let sample = try #require(types.id(named: "sample", kind: .struct))
    var module = BTFBuilder(continuing: kernel)
    let own = module.record(
      "module_part", size: 96, [("a", u32, 0), ("b", sample, 64), ("c", u32, 704)])
    _ = module.record("mood", size: 4, [("a", u32, 0)])
    _ = module.enumeration("states", [("MODULE_ON", 3)])
    return (module, own)
  }

  @Test(arguments: [false, true])
  func `Types of a module and of its base are both there`(isBigEndian: Bool) throws {
    let kernel = sampleKernel(isBigEndian: isBigEndian)
    let (module, own) = try sampleModule(kernel)
    let base = try BTFTypes(bytes: kernel.bytes())
    let types = try BTFTypes(bytes: module.bytes(), base: base)
    #expect(own == UInt32(base.count) && types.ids.lowerBound == own)
    #expect(types.count == Int(module.nextID))
    let layout = try #require(try types.layout(of: "module_part"))
    #expect(layout.fields.map(\.type) == ["__u32", "struct sample", "__u32"])
    #expect(layout.fields.map(\.size) == [4, 80, 4])
    #expect(try types.layout(of: "sample") == base.layout(of: "sample"))
    #expect(try types.type(1) == base.type(1))
    #expect(
      types.id(named: "mood", kind: .enumeration) == base.id(named: "mood", kind: .enumeration))
    #expect(try types.enumConstant(named: "MODULE_ON")?.value == 3)
    #expect(try types.enumConstant(named: "MOOD_BAD")?.value == 2)
    #expect(try types.enumConstants(withPrefix: "MO").count == 3)
    #expect(types.ids(named: "mood", kind: .struct).count == 1)
    #expect(types.pointerSize == 8)
  }

  @Test
  func `A module without its base is an error`() throws {
    let (module, _) = try sampleModule(sampleKernel())
    let error = openingError(module.bytes())
    #expect(error?.code == .missingBase && error?.byte != nil)
  }

  @Test
  func `A module without strings of its own is read`() throws {
    var module = BTFBuilder(continuing: sampleKernel())
    let pointer = module.add(.pointer, word: 1)
    let base = try BTFTypes(bytes: sampleKernel().bytes())
    let types = try BTFTypes(bytes: module.bytes(), base: base)
    #expect(try types.type(pointer) == .pointer(to: 1))
    #expect(try types.size(of: pointer) == 8)
  }
}
