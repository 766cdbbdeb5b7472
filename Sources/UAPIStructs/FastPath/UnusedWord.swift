/// Eight bytes of a struct of which generations leave some bits unused.
struct UnusedWord: Sendable {
  /// A multiple of eight, smaller than the struct.
  var offset: UInt16 = 0
  var mask: UInt64 = 0
  /// The bits of the generations.
  var generations: UInt64 = 0

  /// The unused bits of generations of one size, one word for each place and each set of
  /// generations.
  static func words(
    of unused: [(generation: Int, bytes: [UnusedBits.Byte])]
  ) -> [UnusedWord] {
    // For each bit of the struct, the generations that leave it unused.
    var generations: [Int: UInt64] = [:]
    for (generation, bytes) in unused {
      for byte in bytes {
        for bit in 0..<8 where byte.mask >> UInt8(bit) & 1 == 1 {
          generations[byte.offset * 8 + bit, default: 0] |= 1 << UInt64(generation)
        }
      }
    }
    var words: [UnusedWord] = []
    for (bit, set) in generations.sorted(by: { $0.key < $1.key }) {
      let offset = UInt16(bit / 64 * 8)
      let mask = UInt64(littleEndian: 1 << UInt64(bit % 64))
      if let index = words.firstIndex(where: { $0.offset == offset && $0.generations == set }) {
        words[index].mask |= mask
      } else {
        words.append(UnusedWord(offset: offset, mask: mask, generations: set))
      }
    }
    return words
  }

  /// One word for each place.
  static func merged(_ words: [UnusedWord]) -> [UnusedWord] {
    var merged: [UnusedWord] = []
    for word in words {
      if let last = merged.indices.last, merged[last].offset == word.offset {
        merged[last].mask |= word.mask
        merged[last].generations |= word.generations
      } else {
        merged.append(word)
      }
    }
    return merged
  }
}
