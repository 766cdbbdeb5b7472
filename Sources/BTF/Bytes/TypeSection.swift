extension BTFTypes {
  /// Where the section `.BTF` lies in the bytes of an ELF file; `nil` for bytes that are none.
  ///
  /// - Throws: ``BTFError`` where the file is damaged or has no such section.
  package static func section(inELF bytes: [UInt8]) throws(BTFError) -> Range<Int>? {
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { return nil }
    // Integers have no padding: all their bytes can be read.
    return try unsafe ELFSections(of: ByteStore(bytes.span.bytes)).types
  }

  /// Where BTF lies in bytes that say nothing about themselves, such as a kernel that is loaded as it
  /// stands: the first place at which all of it makes sense.
  package static func place(in bytes: [UInt8]) -> Range<Int>? {
    var start = 0
    while start <= bytes.count - 24 {
      defer { start += 4 }
      let isBigEndian = bytes[start] == 0xEB && bytes[start + 1] == 0x9F
      guard isBigEndian || (bytes[start] == 0x9F && bytes[start + 1] == 0xEB) else { continue }
      // Its only version, without flags.
      guard bytes[start + 2] == 1, bytes[start + 3] == 0 else { continue }
      func word(_ index: Int) -> UInt64 {
        let four = bytes[(start + 4 + index * 4)..<(start + 8 + index * 4)]
        return (isBigEndian ? [UInt8](four) : four.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
      }
      // The header, then types and strings, each with an offset and a length. Words have 32 bits: no
      // sum overflows.
      let length = word(0) + max(word(1) + word(2), word(3) + word(4))
      guard word(0) >= 24, length <= UInt64(bytes.count - start) else { continue }
      let range = start..<(start + Int(length))
      if let types = try? BTFTypes(bytes: Array(bytes[range])), types.count > 1 { return range }
    }
    return nil
  }
}
