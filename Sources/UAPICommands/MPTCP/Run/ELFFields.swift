internal import UAPIStructs

/// Bytes with the class and byte order of the file that they come from.
struct ELFFields {
  var bytes: [UInt8]
  var isWide: Bool
  var isBigEndian: Bool

  /// An unsigned integer, or `nil` where the bytes end before it.
  func integer(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, offset <= bytes.count, size <= bytes.count - offset else { return nil }
    return bytes.span.bytes.integer(at: offset, size: size, bigEndian: isBigEndian)
  }

  /// Fields of other bytes of the same file.
  func with(_ bytes: [UInt8]) -> ELFFields {
    ELFFields(bytes: bytes, isWide: isWide, isBigEndian: isBigEndian)
  }

  /// An integer of the size of an address.
  func word(at narrow: Int, wide: Int) -> UInt64? {
    integer(at: isWide ? wide : narrow, size: isWide ? 8 : 4)
  }

  /// Whether one of the notes that these bytes are is the Go linker's build ID.
  func haveGoNote(alignment: Int) -> Bool {
    let alignment = UInt64(alignment)
    func padded(_ length: UInt64) -> UInt64 { (length + alignment - 1) / alignment * alignment }
    var offset = 0
    // The lengths have four bytes each: their sums fit.
    while let nameLength = integer(at: offset, size: 4),
      let length = integer(at: offset + 4, size: 4), let type = integer(at: offset + 8, size: 4)
    {
      let name = offset + 12
      if type == 4, nameLength == 4, name + 4 <= bytes.count,
        bytes[name..<(name + 4)].elementsEqual([0x47, 0x6F, 0, 0])
      {
        return true
      }
      let content = alignment == 8 ? padded(12 + nameLength) : 12 + padded(nameLength)
      let next = UInt64(offset) + content + padded(length)
      guard next < UInt64(bytes.count) else { return false }
      offset = Int(next)
    }
    return false
  }
}
