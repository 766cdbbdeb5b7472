import Testing

@testable import UAPICommands

extension Packing {
  /// A header that this kind of packing can have, as its program wrote it, with a first block that
  /// needs up to 100 bytes after it.
  var beginning: [UInt8] {
    switch self {
    case .gzip: magic + [0, 0, 0, 0, 0, 2, 3, 0xEC, 0x9C, 0x7B, 0x74, 0x54, 0xF5]
    case .xz:
      magic + [0, 1, 0x69, 0x22, 0xDE, 0x36, 2, 0, 0x21, 1, 0x16, 0, 0, 0, 0x74, 0x2F, 0xE5, 0xA3]
        + [0xE1, 0x86]
    case .lzma: [0x5D, 0, 0, 0x80, 0] + [UInt8](repeating: 0xFF, count: 8) + [0, 0x3F, 0x91]
    case .zstd: magic + [0x04, 0x58, 0x21, 0x03, 0x00]
    case .lz4: magic + [100, 0, 0, 0]
    case .bzip2: magic + [0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
    case .lzo:
      magic + [0x10, 0x40, 0x20, 0xA0, 0x09, 0x40, 1, 5, 3, 0, 0, 0x0D, 0, 0, 0, 0]
        + [0x6B, 0x09, 0xBF, 0x20, 0, 0, 0, 0, 0, 0x29, 0x60, 0x02, 0xC3]
    }
  }
}

/// What can be the beginning of packed data, and what only has its magic.
struct PackedHeaderTests {
  private static let tail = [UInt8](repeating: 0x11, count: 200)

  @Test(arguments: Packing.allCases)
  func `A header that a program wrote is found at any place`(packing: Packing) {
    for offset in [0, 1, 77] {
      let bytes = [UInt8](repeating: 0xAA, count: offset) + packing.beginning + Self.tail
      #expect(Packing.found(in: bytes, at: offset) == packing)
      #expect(offset == 0 || Packing.found(in: bytes, at: offset - 1) == nil)
    }
  }

  @Test(arguments: Packing.allCases)
  func `Magic alone is not a header`(packing: Packing) {
    for filling: UInt8 in [0x00, 0x41, 0xFF] {
      let bytes = packing.magic + [UInt8](repeating: filling, count: 300)
      #expect(Packing.found(in: bytes, at: 0) == nil, "filled with \(filling)")
    }
    for count in 0...packing.magic.count {
      #expect(Packing.found(in: Array(packing.magic.prefix(count)), at: 0) == nil)
    }
  }

  @Test(arguments: [Packing.xz, .bzip2, .lzo])
  func `A header with a sum or a longer magic must be whole`(packing: Packing) {
    let last = packing == .xz ? 12 : packing.beginning.count
    for index in 0..<last {
      var bytes = packing.beginning + Self.tail
      bytes[index] ^= 0x10
      #expect(Packing.found(in: bytes, at: 0) == nil, "byte \(index)")
    }
  }

  @Test func `Blocks that would end after the bytes rule out zstd and lz4`() {
    for packing in [Packing.zstd, .lz4] {
      let bytes = packing.beginning + Self.tail
      #expect(Packing.found(in: Array(bytes.dropLast(101)), at: 0) == nil)
      #expect(Packing.found(in: Array(bytes.dropLast(99)), at: 0) == packing)
    }
  }

  @Test func `Random bytes hold no place that would start a program`() {
    var random = SystemRandomNumberGenerator()
    var bytes = (0..<(1 << 20)).map { _ in UInt8.random(in: 0...255, using: &random) }
    // Only at the beginning of a file can three bytes be enough.
    bytes[0] = 0
    #expect(PackedPlaces(bytes: bytes).scanned().count <= 1)
  }
}
