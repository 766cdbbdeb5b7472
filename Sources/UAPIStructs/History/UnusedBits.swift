/// The bits of each generation of a struct that no field holds: padding, and reserved fields.
struct UnusedBits: Sendable {
  struct Byte: Sendable {
    let offset: Int
    let mask: UInt8
  }

  /// One list for each generation, in the order of the offsets; bytes in full use do not appear.
  let bytes: [[Byte]]

  init(generations: [Generation], fields: [FieldHistory], abi: ABI) {
    bytes = generations.indices.map { index in
      Self.unusedBytes(
        inGeneration: index + 1, size: generations[index].size(in: abi), fields: fields, abi: abi)
    }
  }

  private static func unusedBytes(
    inGeneration number: Int, size: Int, fields: [FieldHistory], abi: ABI
  ) -> [Byte] {
    var unused = [UInt8](repeating: 0xFF, count: size)
    for field in fields where !field.isReserved {
      guard let place = field.place(inGeneration: number) else { continue }
      let start = place.offset(in: abi)
      guard let bits = place.bits else {
        for offset in start..<(start + place.size) where offset < size { unused[offset] = 0 }
        continue
      }
      for bit in bits.clamped(to: 0..<(place.size * 8)) {
        // Allocation order runs through the bytes of the storage on every machine, but inside a
        // byte from the low end on little-endian machines and from the high end on the others.
        let offset = start + bit / 8
        let mask = abi.isBigEndian ? UInt8(0x80) >> UInt8(bit % 8) : UInt8(1) << UInt8(bit % 8)
        if offset < size { unused[offset] &= ~mask }
      }
    }
    return unused.enumerated().compactMap { offset, mask in
      mask == 0 ? nil : Byte(offset: offset, mask: mask)
    }
  }
}
