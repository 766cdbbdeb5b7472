internal import UAPIStructs

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

  /// Whether the header is that of a kernel image, of whatever machine.
  var hasKernelHeader: Bool {
    has(Array("HdrS".utf8), at: 0x202) || isEFI
      // ARM, ARM64 and RISC-V.
      || has([0x18, 0x28, 0x6F, 0x01], at: 0x24) || has(Array("ARM\u{64}".utf8), at: 0x38)
      || has(Array("RISCV".utf8), at: 0x30)
  }

  private var isEFI: Bool { bytes.starts(with: [0x4D, 0x5A]) && has(Array("zimg".utf8), at: 4) }

  /// That of an EFI image that unpacks itself: its header names offset and kind.
  private var payloadOfEFI: Place? {
    guard isEFI, let offset = word(at: 8), bytes.count >= 56 else { return nil }
    let name = String(decoding: bytes[24..<56].prefix { $0 != 0 }, as: UTF8.self)
    guard bytes.indices.contains(offset) else { return nil }
    return Packing(efiName: name).map { Place(offset: offset, packing: $0) }
  }

  /// That of an image for x86, after the sectors of its setup code.
  private var payloadOfX86: Place? {
    guard has(Array("HdrS".utf8), at: 0x202), let start = word(at: 0x248), bytes.count > 0x1F1
    else { return nil }
    let sectors = bytes[0x1F1] == 0 ? 4 : Int(bytes[0x1F1])
    guard bytes.indices.contains(start) else { return nil }
    let offset = (sectors + 1) * 512 + start
    guard offset < bytes.count else { return nil }
    return Packing.found(in: bytes, at: offset).map { Place(offset: offset, packing: $0) }
  }

  /// The first places whose bytes can begin packed data. Some of them begin nothing: only unpacking
  /// shows.
  ///
  /// - Parameter limit: how many are looked for.
  func scanned(limit: Int = .max) -> [Place] {
    // Most bytes begin nothing, and one look tells: images have many millions of them.
    var isFirst = [Bool](repeating: false, count: 256)
    for packing in Packing.allCases { isFirst[Int(packing.magic[0])] = true }
    isFirst[Int(Packing.lz4FrameMagic[0])] = true
    var places: [Place] = []
    var start = 0
    while places.count < limit, let offset = Self.first(in: bytes, from: start, isFirst) {
      start = offset + 1
      guard let packing = Packing.found(in: bytes, at: offset) else { continue }
      // Its beginning is too common to be tried anywhere but at that of a file.
      if packing == .lzma, offset > 0 { continue }
      places.append(Place(offset: offset, packing: packing))
    }
    return places
  }

  /// The first place from one on with a byte that counts.
  private static func first(in bytes: [UInt8], from start: Int, _ counts: [Bool]) -> Int? {
    bytes.withUnsafeBufferPointer { all in
      counts.withUnsafeBufferPointer { counts in
        // Both indices lie inside: one is checked here, and there is an entry for each byte.
        var offset = start
        while offset < all.count {
          if counts[Int(all[offset])] { return offset }
          offset += 1
        }
        return nil
      }
    }
  }

  private func has(_ text: [UInt8], at offset: Int) -> Bool {
    offset <= bytes.count && bytes[offset...].starts(with: text)
  }

  /// A little-endian integer of four bytes.
  private func word(at offset: Int) -> Int? {
    guard offset <= bytes.count - 4 else { return nil }
    return Int(exactly: bytes.span.bytes.integer(at: offset, size: 4, bigEndian: false))
  }
}
