internal import UAPIStructs

/// What may be the beginning of packed data.
///
/// A few bytes of magic are anywhere in an image, by chance or by malice, and each of them would start a
/// program. So all that a format fixes about its beginning is held against the bytes. Each look takes
/// a bounded number of steps.
struct PackedHeader {
  let bytes: [UInt8]
  let offset: Int

  /// A byte after the offset; 0 after the end.
  func byte(_ index: Int) -> UInt8 {
    let place = offset + index
    return place < bytes.count ? bytes[place] : 0
  }

  /// How many bytes there are.
  private var count: Int { max(0, bytes.count - offset) }

  private func begins(with magic: [UInt8]) -> Bool {
    count >= magic.count && magic.indices.allSatisfy { byte($0) == magic[$0] }
  }

  /// An integer of some bytes, little-endian.
  private func integer(_ index: Int, size: Int) -> UInt64 {
    bytes.span.bytes.integer(at: offset + index, size: size, bigEndian: false)
  }

  private func bigInteger(_ index: Int, size: Int) -> UInt32 {
    UInt32(
      truncatingIfNeeded: bytes.span.bytes.integer(at: offset + index, size: size, bigEndian: true))
  }

  /// Flags without meaning, levels and systems that no program writes, and blocks that cannot be, rule
  /// gzip out.
  var isGzip: Bool {
    let flags = byte(3)
    guard begins(with: Packing.gzip.magic), count >= 18, flags & 0xE0 == 0,
      [0, 2, 4].contains(byte(8)), byte(9) <= 13 || byte(9) == 255
    else { return false }
    var start = 10
    if flags & 4 != 0 { start += 2 + Int(integer(start, size: 2)) }
    // The name of the file, and a remark.
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard let end = (start..<(start + 256)).first(where: { byte($0) == 0 }) else { return false }
      start = end + 1
    }
    if flags & 2 != 0 { start += 2 }
    guard start < count else { return false }
    let first = integer(start, size: 3)
    return switch first >> 1 & 3 {
    case 0: integer(start + 1, size: 2) ^ integer(start + 3, size: 2) == 0xFFFF
    case 1: true
    case 2: first >> 3 & 31 <= 29 && first >> 8 & 31 <= 29
    default: false
    }
  }

  /// The flags of xz have a checksum.
  var isXZ: Bool {
    guard begins(with: Packing.xz.magic), count >= 32, byte(6) == 0, byte(7) <= 15 else {
      return false
    }
    return integer(8, size: 4) == UInt64(~Self.polynomialSum(bytes[offset + 6..<offset + 8]))
  }

  /// The size of the dictionary is a power of two, or one and a half; that of the data is not known, or
  /// below 256 GiB.
  var isLZMA: Bool {
    guard begins(with: Packing.lzma.magic), count > 13 else { return false }
    let dictionary = integer(1, size: 4)
    let low = dictionary & (~dictionary &+ 1)
    let size = integer(5, size: 8)
    return dictionary >= 4096 && (dictionary == low || dictionary == 3 * low)
      && (size == .max || size < 1 << 38)
  }

  /// The first blocks of zstd must lie in the bytes, and have sizes that blocks can have.
  var isZstd: Bool {
    guard begins(with: Packing.zstd.magic), count >= 9 else { return false }
    let descriptor = byte(4)
    guard descriptor & 0x08 == 0 else { return false }
    let isSingle = descriptor & 0x20 != 0
    // A window of 2 GiB at most.
    guard isSingle || byte(5) >> 3 <= 21 else { return false }
    let identity = [0, 1, 2, 4][Int(descriptor & 3)]
    let content = [isSingle ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
    var start = 5 + (isSingle ? 0 : 1) + identity + content
    for _ in 0..<4 {
      guard start + 3 <= count else { return false }
      let block = Int(integer(start, size: 3))
      let (type, size) = (block >> 1 & 3, block >> 3)
      // No program writes a block without anything in it but as the last one.
      guard type != 3, size <= 1 << 17, size > 0 || block & 1 == 1 else { return false }
      start += 3 + (type == 1 ? 1 : size)
      guard start <= count else { return false }
      if block & 1 == 1 { break }
    }
    return true
  }

  /// The first block of the form that kernels use has up to 8 MiB, and what it becomes at worst.
  var isOldLZ4: Bool {
    let size = integer(4, size: 4)
    return begins(with: Packing.lz4.magic) && (1...0x80_8090).contains(size)
      && size <= UInt64(max(0, count - 8))
  }

  /// A version, sizes of blocks, and a first block that fits them.
  var isLZ4Frame: Bool {
    let (flags, sizes) = (byte(4), byte(5))
    guard begins(with: Packing.lz4FrameMagic), flags >> 6 == 1, flags & 2 == 0, sizes & 0x8F == 0,
      sizes >> 4 >= 4
    else { return false }
    let start = 7 + (flags & 8 != 0 ? 8 : 0) + (flags & 1 != 0 ? 4 : 0)
    let size = integer(start, size: 4) & 0x7FFF_FFFF
    return size > 0 && size <= 1 << (8 + 2 * UInt64(sizes >> 4))
      && size <= UInt64(max(0, count - start - 4))
  }

  /// The first block has a magic of its own.
  var isBzip2: Bool {
    begins(with: Packing.bzip2.magic) && (0x31...0x39).contains(byte(3))
      && integer(4, size: 6) == 0x5953_2659_4131
  }

  /// The header of lzop has a checksum.
  var isLZO: Bool {
    let version = bigInteger(9, size: 2)
    guard begins(with: Packing.lzo.magic), (0x0900...0x1FFF).contains(version) else { return false }
    let isLong = version >= 0x0940
    var index = 13 + (isLong ? 2 : 0)
    guard (1...3).contains(byte(index)) else { return false }
    index += isLong ? 2 : 1
    let flags = bigInteger(index, size: 4)
    index += 4 + (flags & 0x800 != 0 ? 4 : 0) + (isLong ? 12 : 8)
    index += 1 + Int(byte(index))
    guard index + 4 <= count else { return false }
    let header = offset + 9..<offset + index
    let sum =
      flags & 0x1000 != 0 ? ~Self.polynomialSum(bytes[header]) : Self.adlerSum(bytes[header])
    return bigInteger(index, size: 4) == sum
  }

  private static func adlerSum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }

  /// The sum of gzip and others, before its bits are turned.
  private static func polynomialSum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return sum
  }
}
