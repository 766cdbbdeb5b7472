/// A part of an ELF file, as its program header describes it.
struct ELFSegment: Hashable {
  enum Kind: UInt64 {
    case load = 1
    case dynamic = 2
    case interpreter = 3
    case note = 4
  }

  var kind: Kind
  var isWritable: Bool
  var offset: UInt64
  var address: UInt64
  var fileSize: UInt64
  var alignment: UInt64
}

extension ELFSegment {
  /// Reads a program header; `nil` for other kinds, and where the bytes end before it does.
  init?(_ table: ELFFields, at entry: Int) {
    guard let kind = table.integer(at: entry, size: 4).flatMap(Kind.init),
      let flags = table.integer(at: entry + (table.isWide ? 4 : 24), size: 4),
      let offset = table.word(at: entry + 4, wide: entry + 8),
      let address = table.word(at: entry + 8, wide: entry + 16),
      let fileSize = table.word(at: entry + 16, wide: entry + 32),
      let alignment = table.word(at: entry + 28, wide: entry + 48)
    else { return nil }
    self.init(
      kind: kind, isWritable: flags & 2 != 0, offset: offset, address: address,
      fileSize: fileSize, alignment: alignment)
  }

  /// Where in the file the byte with an address is.
  func offset(of wanted: UInt64) -> UInt64? {
    guard wanted >= address, wanted - address < fileSize else { return nil }
    let (sum, overflow) = offset.addingReportingOverflow(wanted - address)
    return overflow ? nil : sum
  }
}
