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

  /// The beginning of what the tool lz4 writes.
  static let lz4FrameMagic: [UInt8] = [0x04, 0x22, 0x4D, 0x18]

  /// The program that unpacks it, from standard input to standard output, with its arguments.
  var command: [String] {
    switch self {
    case .gzip: ["gzip", "-dc"]
    // What follows the packed data in a kernel image is none of its business.
    case .xz: ["xz", "--format=xz", "--single-stream", "--memlimit-decompress=1GiB", "-dc"]
    case .lzma: ["xz", "--format=lzma", "--memlimit-decompress=1GiB", "-dc"]
    case .zstd: ["zstd", "-dc"]
    case .lz4: ["lz4", "-dc"]
    case .bzip2: ["bzip2", "-dc"]
    case .lzo: ["lzop", "-dc"]
    }
  }

  /// The kind of packing that begins at an offset, as far as its header shows it.
  static func found(in bytes: [UInt8], at offset: Int) -> Packing? {
    let header = PackedHeader(bytes: bytes, offset: offset)
    // One look at the first byte spares the others at nearly every place.
    return switch header.byte(0) {
    case 0x1F: header.isGzip ? .gzip : nil
    case 0xFD: header.isXZ ? .xz : nil
    case 0x5D: header.isLZMA ? .lzma : nil
    case 0x28: header.isZstd ? .zstd : nil
    case 0x02: header.isOldLZ4 ? .lz4 : nil
    case 0x04: header.isLZ4Frame ? .lz4 : nil
    case 0x42: header.isBzip2 ? .bzip2 : nil
    case 0x89: header.isLZO ? .lzo : nil
    default: nil
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
