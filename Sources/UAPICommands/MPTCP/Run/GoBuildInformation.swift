/// What the Go linker writes into a program about how it was built.
struct GoBuildInformation: Hashable {
  var version: GoVersion?

  private static let magic = Array("\u{FF} Go buildinf:".unicodeScalars.map { UInt8($0.value) })

  /// Looks for it where linkers put it: a section of its own, and without sections at the beginning
  /// of a segment.
  ///
  /// - Parameter isGo: whether the file is known to be a Go program, so that looking through its
  ///   segments is worth it.
  init?(
    _ header: ELFFields, _ segments: [ELFSegment], isGo: Bool, read: (UInt64, Int) -> [UInt8]
  ) {
    let loaded = segments.filter { $0.kind == .load }
    var found = Self.section(header, read).flatMap { Self.look(at: $0, within: 16, read) }
    if found == nil, isGo {
      // The data of the program come first, and no file has more than a few segments.
      for segment in (loaded.filter(\.isWritable) + loaded.filter { !$0.isWritable }).prefix(8)
      where found == nil {
        // It is aligned in memory, where the segment need not begin so.
        let skipped = (16 - segment.address % 16) % 16
        guard segment.fileSize > skipped, segment.offset < UInt64.max - skipped else { continue }
        found = Self.look(
          at: segment.offset + skipped, within: Int(min(segment.fileSize - skipped, 1 << 20)), read)
      }
    }
    guard let place = found else { return nil }
    version = Self.version(at: place, loaded, header, read).flatMap { GoVersion($0) }
  }

  /// Where the information begins, if it does in a range of the file.
  private static func look(
    at start: UInt64, within length: Int, _ read: (UInt64, Int) -> [UInt8]
  ) -> UInt64? {
    let bytes = read(start, length)
    for index in stride(from: 0, to: bytes.count, by: 16)
    where bytes[index...].starts(with: magic) {
      return start + UInt64(index)
    }
    return nil
  }

  /// The bytes of the version: after the header, or where a pointer in it leads.
  private static func version(
    at place: UInt64, _ loaded: [ELFSegment], _ header: ELFFields,
    _ read: (UInt64, Int) -> [UInt8]
  ) -> [UInt8]? {
    let start = read(place, 256)
    guard start.count >= 32 else { return nil }
    let flags = start[15]
    if flags & 2 != 0 {
      // Since Go 1.18: a length of one or two bytes, seven bits each, and the text.
      let length = start.dropFirst(32).prefix(2)
      guard let low = length.first, let high = length.last else { return nil }
      let isLong = low & 0x80 != 0
      let count = Int(low & 0x7F) | (isLong ? Int(high & 0x7F) << 7 : 0)
      let text = start.dropFirst(isLong ? 34 : 33).prefix(count)
      return text.count == count ? Array(text) : nil
    }
    // Before: a pointer to the pointer and length that a string is.
    let size = Int(start[14])
    guard size == 4 || size == 8 else { return nil }
    func words(_ bytes: [UInt8]) -> ELFFields {
      ELFFields(bytes: bytes, isWide: size == 8, isBigEndian: flags & 1 != 0)
    }
    func bytes(at address: UInt64, _ count: Int) -> [UInt8] {
      guard let offset = loaded.lazy.compactMap({ $0.offset(of: address) }).first else { return [] }
      return read(offset, count)
    }
    guard let string = words(start).integer(at: 16, size: size) else { return nil }
    let parts = words(bytes(at: string, 2 * size))
    guard let address = parts.integer(at: 0, size: size),
      let count = parts.integer(at: size, size: size), count <= 128
    else { return nil }
    let text = bytes(at: address, Int(count))
    return text.count == Int(count) ? text : nil
  }

  /// Where the section `.go.buildinfo` begins in the file.
  private static func section(
    _ header: ELFFields, _ read: (UInt64, Int) -> [UInt8]
  ) -> UInt64? {
    let isWide = header.isWide
    guard let offset = header.word(at: 32, wide: 40), offset > 0,
      let size = header.integer(at: isWide ? 58 : 46, size: 2), size == (isWide ? 64 : 40),
      let count = header.integer(at: isWide ? 60 : 48, size: 2), count <= 4096,
      let names = header.integer(at: isWide ? 62 : 50, size: 2), names < count
    else { return nil }
    let table = header.with(read(offset, Int(size * count)))
    func place(of index: Int) -> (offset: UInt64, size: UInt64)? {
      let entry = index * Int(size)
      guard let offset = table.word(at: entry + 16, wide: entry + 24),
        let length = table.word(at: entry + 20, wide: entry + 32)
      else { return nil }
      return (offset, length)
    }
    guard let texts = place(of: Int(names)) else { return nil }
    let bytes = read(texts.offset, Int(min(texts.size, 1 << 20)))
    let wanted = Array(".go.buildinfo\0".utf8)
    for index in 0..<Int(count) {
      guard let name = table.integer(at: index * Int(size), size: 4), name < bytes.count,
        bytes[Int(name)...].starts(with: wanted)
      else { continue }
      return place(of: index)?.offset
    }
    return nil
  }
}
