import BTF
import BTFBytes
import Testing
import UAPIStructs

/// Type information in sections of ELF files.
struct ELFTests {
  static let forms = [(false, false), (false, true), (true, false), (true, true)]

  @Test(arguments: forms)
  func `Sections are found by their names in files of each class and byte order`(
    isWide: Bool, isBigEndian: Bool
  ) throws {
    var elf = ELFBuilder(isWide: isWide, isBigEndian: isBigEndian)
    elf.add(".text", [1, 2, 3])
    elf.add(".BTF.ext", [4, 5, 6, 7])
    elf.add(".BTF", sampleKernel(isBigEndian: isBigEndian).bytes())
    for keepsCountsInSection0 in [false, true] {
      elf.keepsCountsInSection0 = keepsCountsInSection0
      let types = try BTFTypes(bytes: elf.bytes())
      #expect(types.isBigEndian == isBigEndian)
      // The class tells the size of a pointer, whatever `long` is called.
      #expect(types.pointerSize == (isWide ? 8 : 4))
      #expect(try types.layout(of: "sample")?.fields.count == 13)
    }
  }

  /// Modules built outside a kernel's tree bring outlines of the kernel's types.
  @Test(arguments: forms)
  func `The outlines of the base are found where the file has them`(isWide: Bool, isBigEndian: Bool)
    throws
  {
    var outlines = BTFBuilder(isBigEndian: isBigEndian)
    let int = outlines.integer("int", size: 4, isSigned: true)
    let sock = outlines.add(.struct, "sock", word: 760)
    var module = BTFBuilder(continuing: outlines)
    _ = module.record("part", size: 768, [("a", int, 0), ("sock", sock, 64)])
    var elf = ELFBuilder(isWide: isWide, isBigEndian: isBigEndian)
    elf.add(".BTF", module.bytes())
    elf.add(".BTF.base", outlines.bytes())
    let types = try BTFTypes(bytes: elf.bytes())
    #expect(try types.layout(of: "part")?.fields.map(\.size) == [4, 760])
    #expect(types.base?.count == 3)
  }

  @Test
  func `Files without types are an error that says so`() {
    var elf = ELFBuilder()
    elf.add(".text", [1, 2, 3])
    #expect(openingError(elf.bytes())?.code == .notBTF)
    elf.add(".BTF", [1, 2, 3, 4])
    let error = openingError(elf.bytes())
    // The byte is that of the file.
    #expect(error?.code == .notBTF && error?.byte == 67)
    var compressed = ELFBuilder()
    compressed.add(".BTF", sampleKernel().bytes(), flags: 0x800)
    #expect(openingError(compressed.bytes())?.code == .unsupported)
  }

  @Test(arguments: forms)
  func `A file that is cut anywhere is an error at a byte inside`(isWide: Bool, isBigEndian: Bool)
    throws
  {
    var elf = ELFBuilder(isWide: isWide, isBigEndian: isBigEndian)
    elf.add(".BTF", sampleKernel(isBigEndian: isBigEndian).bytes())
    let bytes = elf.bytes()
    for length in 0..<bytes.count {
      let error = openingError(Array(bytes[..<length]))
      #expect(error != nil && error?.byte != nil)
      #expect(error.map { ($0.byte ?? 0) <= length } == true)
    }
  }

  @Test(arguments: forms)
  func `A changed byte is an error or an answer`(isWide: Bool, isBigEndian: Bool) throws {
    var elf = ELFBuilder(isWide: isWide, isBigEndian: isBigEndian)
    var builder = BTFBuilder(isBigEndian: isBigEndian)
    _ = builder.record("s", size: 4, [("a", builder.integer("int", size: 4), 0)])
    elf.add(".BTF", builder.bytes())
    let bytes = elf.bytes()
    var opened = 0
    for offset in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF, ~bytes[offset]] {
        var changed = bytes
        changed[offset] = value
        if openingError(changed) == nil { opened += 1 }
      }
    }
    #expect(opened > 0)
  }
}
