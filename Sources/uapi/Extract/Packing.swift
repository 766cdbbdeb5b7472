/// A way to pack kernels and modules.
enum Packing: String, CaseIterable {
  case gzip, xz, lzma, zstd, lz4, bzip2, lzo

  /// What packed data begins with. That of lzma is not much: a few settings, and the upper bytes of
  /// a size that is not known.
  var magic: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B, 0x08]
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .lzma: [0x5D, 0x00, 0x00]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    // The form that kernels use, which is older than the one that the tool writes.
    case .lz4: [0x02, 0x21, 0x4C, 0x18]
    case .bzip2: [0x42, 0x5A, 0x68]
    case .lzo: [0x89, 0x4C, 0x5A, 0x4F, 0x00, 0x0D, 0x0A, 0x1A, 0x0A]
    }
  }

  /// Other beginnings of the same.
  private var otherMagic: [UInt8]? {
    switch self {
    case .lz4: [0x04, 0x22, 0x4D, 0x18]
    default: nil
    }
  }

  /// The program that unpacks it, from standard input to standard output, with its arguments.
  var command: [String] {
    switch self {
    case .gzip: ["gzip", "-dc"]
    // What follows the packed data in a kernel image is none of its business.
    case .xz: ["xz", "--format=xz", "--single-stream", "-dc"]
    case .lzma: ["xz", "--format=lzma", "-dc"]
    case .zstd: ["zstd", "-dc"]
    case .lz4: ["lz4", "-dc"]
    case .bzip2: ["bzip2", "-dc"]
    case .lzo: ["lzop", "-dc"]
    }
  }

  /// The kind of packing that begins at an offset.
  static func found(in bytes: [UInt8], at offset: Int) -> Packing? {
    allCases.first { packing in
      bytes[offset...].starts(with: packing.magic)
        || packing.otherMagic.map { bytes[offset...].starts(with: $0) } ?? false
    }
  }

  /// The kind that the header of an EFI image names.
  init?(efiName name: String) {
    switch name {
    case "gzip": self = .gzip
    case "xzkern", "xz": self = .xz
    case "lzma": self = .lzma
    case "zstd22", "zstd": self = .zstd
    case "lz4": self = .lz4
    case "lzo": self = .lzo
    default: return nil
    }
  }
}

/// Where packed data may lie in a kernel image.
struct PackedPlaces {
  /// A place where packed data may begin.
  struct Place: Hashable {
    var offset: Int
    var packing: Packing
  }

  let bytes: [UInt8]

  /// The places that the image's own header tells.
  var told: [Place] { [payloadOfEFI, payloadOfX86].compactMap(\.self) }

  /// That of an EFI image that unpacks itself: its header names offset and kind.
  private var payloadOfEFI: Place? {
    guard bytes.starts(with: [0x4D, 0x5A]), has(Array("zimg".utf8), at: 4),
      let offset = word(at: 8), bytes.count >= 56
    else { return nil }
    let name = String(decoding: bytes[24..<56].prefix { $0 != 0 }, as: UTF8.self)
    guard bytes.indices.contains(offset) else { return nil }
    return Packing(efiName: name).map { Place(offset: offset, packing: $0) }
  }

  /// That of an image for x86, behind the sectors of its setup code.
  private var payloadOfX86: Place? {
    guard has(Array("HdrS".utf8), at: 0x202), let start = word(at: 0x248), bytes.count > 0x1F1
    else { return nil }
    let sectors = bytes[0x1F1] == 0 ? 4 : Int(bytes[0x1F1])
    guard bytes.indices.contains(start) else { return nil }
    let offset = (sectors + 1) * 512 + start
    guard offset < bytes.count else { return nil }
    return Packing.found(in: bytes, at: offset).map { Place(offset: offset, packing: $0) }
  }

  /// Every place with the right bytes. Some of them begin nothing: only unpacking shows.
  var scanned: [Place] {
    let firsts = Set(Packing.allCases.compactMap(\.magic.first) + [0x04])
    var isFirst = [Bool](repeating: false, count: 256)
    for first in firsts { isFirst[Int(first)] = true }
    var places: [Place] = []
    for offset in bytes.indices where isFirst[Int(bytes[offset])] {
      guard let packing = Packing.found(in: bytes, at: offset) else { continue }
      // Its beginning is too common to be tried anywhere but at that of a file.
      if packing == .lzma, offset > 0 { continue }
      places.append(Place(offset: offset, packing: packing))
    }
    return places
  }

  private func has(_ text: [UInt8], at offset: Int) -> Bool {
    offset <= bytes.count && bytes[offset...].starts(with: text)
  }

  /// A little-endian integer of four bytes.
  private func word(at offset: Int) -> Int? {
    guard offset <= bytes.count - 4 else { return nil }
    let word = bytes[offset..<(offset + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Int(exactly: word)
  }
}
