internal import UAPIStructs

extension BTFTypes {
  /// Where the sections `.BTF` and `.BTF.base` lie in the bytes of an ELF file; `nil` for bytes that
  /// are none. The second is what a module brings along of the types that it continues.
  ///
  /// - Throws: ``BTFError`` where the file is damaged or has no section `.BTF`.
  package static func sections(
    inELF bytes: [UInt8]
  ) throws(BTFError) -> (types: Range<Int>, base: Range<Int>?)? {
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return nil }
    // Integers have no padding: all their bytes can be read.
    let sections = try unsafe ELFSections(of: ByteStore(bytes.span.bytes))
    return (sections.types, sections.base)
  }

  /// Where BTF lies in bytes that say nothing about themselves, such as a kernel that is loaded as it
  /// is: of the places at which all of it makes sense the one with the most bytes, since a kernel
  /// also carries BPF programs with types of their own.
  package static func place(in bytes: [UInt8]) -> Range<Int>? {
    var search = TypeSearch(bytes)
    return search.largest()
  }
}

/// Looks for BTF in bytes that say nothing about themselves.
///
/// Anything can be in them, also millions of headers that overlap. What is looked at beyond a header is
/// therefore counted, and ends at a few times the number of the bytes.
package struct TypeSearch {
  private let bytes: [UInt8]
  /// How many bytes were looked at beyond headers.
  package private(set) var work = 0
  /// The most that may be.
  package let greatestWork: Int

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    greatestWork = 4 * bytes.count + 1 << 16
  }

  /// The place with the most bytes at which there is BTF with a type at least.
  package mutating func largest() -> Range<Int>? {
    var largest: Range<Int>?
    var start = 0
    while start <= bytes.count - 24, work < greatestWork {
      guard let header = Header(bytes, at: start), areWhole(header) else {
        start += 4
        continue
      }
      work += header.all.count
      guard let types = try? BTFTypes(bytes: Array(bytes[header.all])), types.count > 1 else {
        start += 4
        continue
      }
      if header.all.count > largest?.count ?? 0 { largest = header.all }
      start = (header.all.upperBound + 3) & ~3
    }
    return largest
  }

  /// Whether types of known sizes fill their section. This is much quicker than to open them.
  private mutating func areWhole(_ header: Header) -> Bool {
    var offset = header.types.lowerBound
    while offset < header.types.upperBound {
      work += TypeHeader.size
      guard work < greatestWork, header.types.upperBound - offset >= TypeHeader.size else {
        return false
      }
      let info = header.word(bytes, at: offset + 4)
      guard let kind = BTFKind(rawValue: TypeHeader.kindNumber(info)) else {
        // Such a file may tell the sizes of kinds that came later.
        return header.canTellSizes
      }
      let extra = kind.extraSize
      let size = TypeHeader.size + extra.fixed + extra.perElement * Int(info & 0xFF_FFFF)
      guard size <= header.types.upperBound - offset else { return false }
      offset += size
    }
    return true
  }

  /// A header that can be one.
  private struct Header {
    private let isBigEndian: Bool
    let types: Range<Int>
    let all: Range<Int>
    let canTellSizes: Bool

    init?(_ bytes: [UInt8], at start: Int) {
      isBigEndian = bytes[start] == 0xEB && bytes[start + 1] == 0x9F
      guard isBigEndian || (bytes[start] == 0x9F && bytes[start + 1] == 0xEB),
        // Its only version, without flags.
        bytes[start + 2] == 1, bytes[start + 3] == 0
      else { return nil }
      let order = isBigEndian
      func word(_ index: Int) -> Int {
        Int(clamping: Self.word(bytes, at: start + index * 4, isBigEndian: order))
      }
      // The header, then types and strings, each with an offset and a length. Words have 32 bits: no
      // sum overflows.
      let length = word(1)
      guard length >= 24, length <= 1 << 12, length <= bytes.count - start else { return nil }
      canTellSizes = length >= 32
      let sizes = canTellSizes ? word(6) + word(7) : 0
      let count = length + max(word(2) + word(3), word(4) + word(5), sizes)
      guard count <= bytes.count - start, word(3) >= 12, word(5) > 0 else { return nil }
      let strings = start + length + word(4)
      // Types of a kernel continue none: their strings begin with an empty one, and all have ends.
      guard bytes[strings] == 0, bytes[strings + word(5) - 1] == 0 else { return nil }
      types = (start + length + word(2))..<(start + length + word(2) + word(3))
      all = start..<(start + count)
    }

    func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
      Self.word(bytes, at: offset, isBigEndian: isBigEndian)
    }

    private static func word(_ bytes: [UInt8], at offset: Int, isBigEndian: Bool) -> UInt32 {
      // Integers have no padding: all their bytes can be read.
      let span = unsafe bytes.span.bytes
      return UInt32(truncatingIfNeeded: span.integer(at: offset, size: 4, bigEndian: isBigEndian))
    }
  }
}
