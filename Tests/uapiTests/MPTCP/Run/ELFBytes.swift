import UAPIText
@testable import UAPICommands

/// The bytes of an ELF file that a test makes up: a header, program headers, and what they describe.
struct ELFBytes {
  struct Segment {
    /// `PT_LOAD` is 1, `PT_DYNAMIC` 2, `PT_INTERP` 3, `PT_NOTE` 4.
    var kind: UInt64
    var flags: UInt64 = 4
    var address: UInt64 = 0
    var bytes: [UInt8]
  }

  var isWide = true
  var isBigEndian = false
  /// `ET_EXEC` is 2, `ET_DYN` 3.
  var type: UInt64 = 3
  var machine: UInt64 = 62
  var segments: [Segment] = []
  /// Sections, by the segment that each one is.
  var sections: [(name: String, segment: Int)] = []

  private var headerSize: Int { isWide ? 64 : 52 }
  private var entrySize: Int { isWide ? 56 : 32 }

  /// An integer of this file's byte order.
  func integer(_ value: UInt64, size: Int) -> [UInt8] {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isBigEndian ? bytes.reversed() : bytes
  }

  /// An integer of the size of an address.
  func word(_ value: UInt64) -> [UInt8] { integer(value, size: isWide ? 8 : 4) }

  /// A dynamic section, with its end.
  func dynamic(_ entries: [(tag: UInt64, value: UInt64)]) -> Segment {
    let bytes = (entries + [(0, 0)]).flatMap { word($0.tag) + word($0.value) }
    return Segment(kind: 2, flags: 6, bytes: bytes)
  }

  /// Where each segment begins in the file.
  private var offsets: [Int] {
    var next = headerSize + entrySize * segments.count
    return segments.map { segment in
      // As linkers do, so that what is aligned in memory is aligned in the file.
      next = (next + 63) / 64 * 64
      defer { next += segment.bytes.count }
      return next
    }
  }

  var bytes: [UInt8] {
    let offsets = offsets
    var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, isBigEndian ? 2 : 1, 1]
    func put(_ field: [UInt8], at offset: Int) {
      let missing = offset + field.count - bytes.count
      if missing > 0 { bytes += [UInt8](repeating: 0, count: missing) }
      bytes.replaceSubrange(offset..<(offset + field.count), with: field)
    }
    func half(_ value: Int, at offset: Int) { put(integer(UInt64(value), size: 2), at: offset) }
    put(integer(type, size: 2), at: 16)
    put(integer(machine, size: 2), at: 18)
    put(word(UInt64(headerSize)), at: isWide ? 32 : 28)
    half(entrySize, at: isWide ? 54 : 42)
    half(segments.count, at: isWide ? 56 : 44)
    put([], at: headerSize)
    for (index, segment) in segments.enumerated() {
      let start = headerSize + entrySize * index
      put(integer(segment.kind, size: 4), at: start)
      put(integer(segment.flags, size: 4), at: start + (isWide ? 4 : 24))
      put(word(UInt64(offsets[index])), at: start + (isWide ? 8 : 4))
      put(word(segment.address), at: start + (isWide ? 16 : 8))
      put(word(UInt64(segment.bytes.count)), at: start + (isWide ? 32 : 16))
      put(word(4), at: start + (isWide ? 48 : 28))
      put(segment.bytes, at: offsets[index])
    }
    guard !sections.isEmpty else { return bytes }
    let size = isWide ? 64 : 40
    let names = Array(("\0" + sections.map { $0.name + "\0" }.joined()).utf8)
    let start = (bytes.count + names.count + 63) / 64 * 64
    let namesOffset = bytes.count
    put(names, at: namesOffset)
    put(word(UInt64(start)), at: isWide ? 40 : 32)
    half(size, at: isWide ? 58 : 46)
    half(sections.count + 1, at: isWide ? 60 : 48)
    half(sections.count, at: isWide ? 62 : 50)
    var name = 1
    let places = sections.map { (offsets[$0.segment], segments[$0.segment].bytes.count) }
    for (index, place) in (places + [(namesOffset, names.count)]).enumerated() {
      let entry = start + size * index
      put(integer(index < sections.count ? UInt64(name) : 0, size: 4), at: entry)
      put(word(UInt64(place.0)), at: entry + (isWide ? 24 : 16))
      put(word(UInt64(place.1)), at: entry + (isWide ? 32 : 20))
      put([UInt8](repeating: 0, count: size - (isWide ? 40 : 24)), at: entry + (isWide ? 40 : 24))
      if index < sections.count { name += sections[index].name.utf8.count + 1 }
    }
    return bytes
  }

  /// What the command reads of such a file.
  static func read(_ bytes: [UInt8]) -> ELFProgram? {
    ELFProgram { offset, count in
      guard let offset = Int(exactly: offset), offset < bytes.count else { return [] }
      return Array(bytes[offset...].prefix(count))
    }
  }
}
