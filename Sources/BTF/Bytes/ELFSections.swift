/// Bytes of which parts can be asked for.
protocol SectionSource: ~Copyable {
  /// The number of bytes.
  var count: Int { get }
  /// The bytes of a range.
  func store(_ range: Range<Int>) throws(BTFError) -> ByteStore
}

extension OpenFile: SectionSource {}

extension ByteStore: SectionSource {
  func store(_ range: Range<Int>) throws(BTFError) -> ByteStore {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      throw error(.truncated, at: count, "the bytes end here, before they should")
    }
    return try unsafe ByteStore(
      count: range.count, file: file, fileOffset: fileOffset + range.lowerBound
    ) { (memory) throws(BTFError) in
      // The memory has as many bytes as the range.
      unsafe self.copy(range, to: memory)
    }
  }
}

/// The sections with type information of an ELF file, of either class and either byte order.
struct ELFSections {
  /// Where `.BTF` lies.
  private(set) var types: Range<Int>
  /// Where `.BTF.base` lies: the outlines of the base types that a module was built with.
  private(set) var base: Range<Int>?
  /// The size of a pointer on the machine that the file is for.
  let pointerSize: Int

  /// Whether bytes begin like an ELF file.
  static func begins(_ bytes: ByteStore) -> Bool {
    bytes.count >= 4 && bytes.byte(at: 0) == 0x7F && bytes.byte(at: 1) == 0x45
      && bytes.byte(at: 2) == 0x4C && bytes.byte(at: 3) == 0x46
  }

  /// Looks for the sections.
  init<Source: SectionSource & ~Copyable>(
    of source: borrowing Source
  ) throws(BTFError) {
    let start = try Fields(source.store(0..<min(64, source.count)))
    let fileCount = source.count
    guard let isWide = start.isWide else {
      throw start.bytes.error(.unsupported, at: 4, "neither the 32-bit nor the 64-bit class of ELF")
    }
    pointerSize = isWide ? 8 : 4
    guard start.bytes.count >= (isWide ? 64 : 52) else {
      throw start.bytes.error(.truncated, at: start.bytes.count, "the ELF header ends here")
    }
    let entrySize = isWide ? 64 : 40
    let offset = start.address(narrow: 0x20, wide: 0x28)
    guard start.half(at: isWide ? 0x3A : 0x2E) == entrySize else {
      throw start.bytes.error(
        .unsupported, at: isWide ? 0x3A : 0x2E, "section headers of another size than ELF has")
    }
    var count = UInt64(start.half(at: isWide ? 0x3C : 0x30))
    var names = UInt64(start.half(at: isWide ? 0x3E : 0x32))
    func table(_ count: UInt64) throws(BTFError) -> Fields {
      let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(entrySize))
      guard !overflow, let range = Self.range(offset, size, within: fileCount) else {
        throw start.bytes.error(
          .outOfRange, at: isWide ? 0x28 : 0x20, "the section headers reach beyond the file")
      }
      return try Fields(source.store(range), like: start)
    }
    if count == 0 || names == 0xFFFF {
      // Figures that do not fit stand in the header of section 0.
      guard offset != 0 else {
        throw start.bytes.error(.notBTF, at: isWide ? 0x28 : 0x20, "an ELF file without sections")
      }
      let first = try table(1)
      if count == 0 { count = first.address(narrow: 0x14, wide: 0x20) }
      if names == 0xFFFF { names = UInt64(first.word(at: isWide ? 0x28 : 0x18)) }
    }
    let headers = try table(count)
    guard names < count,
      let nameRange = Self.section(Int(names), of: headers, entrySize, within: fileCount)
    else {
      throw start.bytes.error(
        .outOfRange, at: isWide ? 0x3E : 0x32, "the names of the sections lie outside the file")
    }
    let text = try source.store(nameRange)
    var found: (types: Range<Int>?, base: Range<Int>?)
    for index in 0..<Int(count) {
      let entry = index * entrySize
      let name = Int(clamping: headers.word(at: entry))
      let isTypes = text.hasString(".BTF", at: name)
      guard isTypes || text.hasString(".BTF.base", at: name) else { continue }
      // A section that takes no room in the file, or is compressed.
      guard headers.word(at: entry + 4) != 8 else { continue }
      guard headers.address(narrow: entry + 8, wide: entry + 8) & 0x800 == 0 else {
        throw headers.bytes.error(.unsupported, at: entry + 8, "the section is compressed")
      }
      guard let range = Self.section(index, of: headers, entrySize, within: fileCount) else {
        throw headers.bytes.error(
          .outOfRange, at: entry + (isWide ? 0x18 : 0x10), "the section reaches beyond the file")
      }
      if isTypes { found.types = found.types ?? range } else { found.base = found.base ?? range }
    }
    guard let types = found.types else {
      throw start.bytes.error(.notBTF, at: 0, "an ELF file without a section .BTF")
    }
    self.types = types
    self.base = found.base
  }

  /// Where a section lies, if all of it lies in the file.
  private static func section(
    _ index: Int, of headers: Fields, _ entrySize: Int, within count: Int
  ) -> Range<Int>? {
    let entry = index * entrySize
    return range(
      headers.address(narrow: entry + 0x10, wide: entry + 0x18),
      headers.address(narrow: entry + 0x14, wide: entry + 0x20), within: count)
  }

  private static func range(_ offset: UInt64, _ size: UInt64, within count: Int) -> Range<Int>? {
    guard size <= UInt64(count), offset <= UInt64(count) - size else { return nil }
    return Int(clamping: offset)..<(Int(clamping: offset) + Int(size))
  }
}

/// Integers of an ELF file.
private struct Fields {
  let bytes: ByteStore
  private let isBigEndian: Bool
  /// Whether the file is of the 64-bit class; `nil` for a class that is not known.
  let isWide: Bool?

  /// The beginning of a file, which tells how to read the rest.
  init(_ bytes: ByteStore) throws(BTFError) {
    self.bytes = bytes
    guard bytes.count > 5 else {
      throw bytes.error(.truncated, at: bytes.count, "the ELF header ends here")
    }
    guard (1...2).contains(bytes.byte(at: 5)) else {
      throw bytes.error(.unsupported, at: 5, "an ELF file of an unknown byte order")
    }
    isBigEndian = bytes.byte(at: 5) == 2
    isWide =
      switch bytes.byte(at: 4) {
      case 1: false
      case 2: true
      default: nil
      }
  }

  /// More bytes of the same file.
  init(_ bytes: ByteStore, like other: Fields) {
    self.bytes = bytes
    isBigEndian = other.isBigEndian
    isWide = other.isWide
  }

  func half(at offset: Int) -> Int {
    let (first, second) = (Int(bytes.byte(at: offset)), Int(bytes.byte(at: offset + 1)))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  func word(at offset: Int) -> UInt32 {
    let word = bytes.word(at: offset)
    return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
  }

  /// An integer of the size of an address, which stands elsewhere in each class.
  func address(narrow: Int, wide: Int) -> UInt64 {
    guard isWide == true else { return UInt64(word(at: narrow)) }
    let (first, second) = (UInt64(word(at: wide)), UInt64(word(at: wide + 4)))
    return isBigEndian ? first << 32 | second : second << 32 | first
  }
}

extension ByteStore {
  /// Whether a text with a zero behind it stands at an offset.
  fileprivate func hasString(_ text: StaticString, at offset: Int) -> Bool {
    guard offset + text.utf8CodeUnitCount < count else { return false }
    for index in 0..<text.utf8CodeUnitCount {
      // The index is less than the number of the text's bytes.
      guard unsafe byte(at: offset + index) == text.utf8Start[index] else { return false }
    }
    return byte(at: offset + text.utf8CodeUnitCount) == 0
  }
}
