import BTF
import BTFBytes
import TestSupport
import Testing
import UAPIStructs

/// What is around the types.
struct HeaderTests {
  @Test
  func `Headers may be longer than what is known of them`() throws {
    let builder = sampleKernel()
    for length in [24, 32, 40, 4096] {
      let types = try BTFTypes(bytes: builder.bytes(headerLength: length))
      #expect(types.id(named: "sample", kind: .struct) != nil)
    }
  }

  @Test
  func `Bytes that are not BTF are an error`() {
    #expect(openingError([])?.code == .notBTF)
    #expect(openingError([0x9F])?.code == .notBTF)
    #expect(openingError(Array("hello, world".utf8))?.code == .notBTF)
    #expect(openingError([0x9F, 0xEB])?.byte == 2)
  }

  @Test(arguments: [false, true])
  func `Each field of the header is checked`(isBigEndian: Bool) throws {
    let good = sampleKernel(isBigEndian: isBigEndian).bytes()
    func error(_ offset: Int, _ value: UInt32) -> BTFError? {
      var bytes = good
      bytes.replaceSubrange(
        offset..<(offset + 4), with: integerBytes(value, isBigEndian: isBigEndian))
      return openingError(bytes)
    }
    #expect(error(4, 23)?.byte == 4)
    #expect(error(4, .max)?.code == .outOfRange)
    #expect(error(8, .max)?.byte == 8)
    #expect(error(12, .max)?.byte == 12)
    #expect(error(16, .max)?.byte == 16)
    #expect(error(20, .max)?.byte == 20)
    #expect(error(20, 0)?.byte == 20)
    var bytes = good
    bytes[2] = 2
    #expect(openingError(bytes)?.byte == 2)
    bytes = good
    bytes[3] = 1
    #expect(openingError(bytes)?.code == .unsupported)
  }

  @Test
  func `Strings without an end are an error`() {
    let bytes = sampleKernel().bytes().dropLast() + [0x41]
    #expect(openingError(Array(bytes))?.byte == bytes.count - 1)
  }

  /// Types have no length: where the kind is unknown, what follows cannot be found.
  @Test(arguments: [false, true])
  func `Unknown kinds end in an error that names them`(isBigEndian: Bool) {
    var builder = sampleKernel(isBigEndian: isBigEndian)
    let start = builder.bytes().count
    builder.add(77, count: 1, extra: [1])
    let error = openingError(builder.bytes())
    #expect(error?.code == .unknownKind)
    #expect(error?.reason.contains("kind 77") == true)
    // The type is the last one, and is before the strings.
    let strings = start - 24 - sampleTypeLength(isBigEndian: isBigEndian)
    #expect(error?.byte == start - strings + 4)
  }

  private func sampleTypeLength(isBigEndian: Bool) -> Int {
    let bytes = sampleKernel(isBigEndian: isBigEndian).bytes()[12..<16]
    return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Int($1) }
  }

  /// Since 7.1 a kernel tells the sizes of its kinds, so that readers can skip new ones.
  @Test(arguments: [false, true])
  func `Kinds whose sizes the header tells are passed over`(isBigEndian: Bool) throws {
    var sizes: [(fixed: UInt8, perElement: UInt8)] = [
      (0, 0), (4, 0), (0, 0), (12, 0), (0, 12), (0, 12), (0, 8), (0, 0), (0, 0), (0, 0), (0, 0),
      (0, 0), (0, 0), (0, 8), (4, 0), (0, 12), (0, 0), (4, 0), (0, 0), (0, 12),
    ]
    sizes += [(4, 4), (0, 0)]
    var builder = sampleKernel(isBigEndian: isBigEndian)
    let unknown = builder.add(20, "new", count: 3, extra: [1, 2, 3, 4])
    builder.add(21, "newer", count: 9)
    let last = builder.add(.typedef, "last", word: 1)
    let types = try BTFTypes(bytes: builder.bytes(kindSizes: sizes))
    #expect(try types.type(unknown) == .unknown(kind: 20))
    #expect(types.kind(of: unknown) == nil)
    #expect(types.id(named: "last", kind: .typedef) == last)
    #expect(try types.layout(of: "sample")?.fields.count == 13)
    #expect(throws: BTFError.self) { try types.size(of: unknown) }
    // A kind that is not among them stays unknown.
    builder.add(22, count: 0)
    #expect(openingError(builder.bytes(kindSizes: sizes))?.code == .unknownKind)
    // Members of another size are not those that are known.
    sizes[4].perElement = 16
    #expect(openingError(sampleKernel().bytes(kindSizes: sizes))?.code == .unsupported)
  }

  @Test
  func `Elements after the end are an error`() {
    var builder = BTFBuilder()
    builder.add(.struct, "s", count: 0xFF_FFFF, word: 8)
    let error = openingError(builder.bytes())
    #expect(error?.code == .truncated && error?.byte == 28)
  }
}
