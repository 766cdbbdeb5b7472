import BTF
import BTFBytes
import TestSupport
import Testing

/// Types in bytes that say nothing about themselves.
struct TypeSearchTests {
  private static func types(_ count: Int) -> [UInt8] {
    var builder = BTFBuilder()
    let int = builder.integer("int", size: 4, isSigned: true)
    for index in 0..<count { _ = builder.record("record\(index)", size: 4, [("a", int, 0)]) }
    return builder.bytes()
  }

  private static func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0x55, count: (4 - bytes.count % 4) % 4)
  }

  @Test func `The types of the kernel are found, and not those of a program in it`() {
    let (program, kernel) = (Self.padded(Self.types(2)), Self.types(40))
    let gap = [UInt8](repeating: 0x90, count: 64)
    for image in [
      gap + program + gap + kernel + gap, gap + Self.padded(kernel) + gap + program,
      program + kernel,
    ] {
      #expect(BTFTypes.place(in: image).map { Array(image[$0]) } == kernel)
    }
  }

  /// A header whose types and strings are at offsets after it.
  private static func header(
    length: Int, types: Int, strings: (offset: Int, count: Int)
  ) -> [UInt8] {
    var header: [UInt8] = [0x9F, 0xEB, 1, 0]
    for word in [length, 0, types, strings.offset, strings.count] {
      header += integerBytes(UInt32(word), isBigEndian: false)
    }
    return header + [UInt8](repeating: 0, count: length - 24)
  }

  @Test func `Headers that overlap cost a few times the bytes, not their square`() {
    // After each header a struct whose two members are the next header, so the types of each reach up to
    // the last, which is cut.
    let (count, unit) = (3000, 36)
    var image: [UInt8] = []
    for index in 0..<count {
      let types = (count - index) * unit - 24 + 8
      image += Self.header(length: 24, types: types, strings: (types, 1))
      for word: UInt32 in [0, UInt32(BTFKind.struct.rawValue) << 24 | 2, 8] {
        image += integerBytes(word, isBigEndian: false)
      }
    }
    image += [UInt8](repeating: 0, count: 32)
    var search = TypeSearch(image)
    #expect(search.largest() == nil)
    // Without a bound it would be 1,500 times the bytes.
    #expect(search.work > 2 * image.count && search.work <= search.greatestWork + 12)
    #expect(search.greatestWork <= 4 * image.count + (1 << 16))
  }

  @Test func `Headers of files that could tell sizes of new kinds have the same bound`() {
    let (count, unit) = (3000, 36)
    var image: [UInt8] = []
    for index in 0..<count {
      let types = (count - index) * unit - 32
      image += Self.header(length: 32, types: types, strings: (types, 1)) + [0, 0, 0, 0]
    }
    image += [UInt8](repeating: 0, count: 32)
    var search = TypeSearch(image)
    #expect(search.largest() == nil)
    #expect(search.work <= search.greatestWork + image.count)
  }

  @Test func `Types after headers that are none are found`() {
    let kernel = Self.types(40)
    let fake: [UInt8] = [0x9F, 0xEB, 1, 0] + [UInt8](repeating: 0xFF, count: 20)
    let image = Array(repeatElement(fake, count: 500).joined()) + kernel
    #expect(BTFTypes.place(in: image) == fake.count * 500..<(fake.count * 500 + kernel.count))
  }
}
