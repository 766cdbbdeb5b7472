/// The answer to the commonest question, laid out flat: a kernel that stopped by itself, a size that
/// generations have, the native ABI. Which generations could it be?
struct QuickTable: Sendable {
  /// For each size, most recent first: the size, the bits of its generations, the number of masks
  /// that must all be clear for those generations to remain, the number of masks of single
  /// generations, and then the masks of both kinds. A mask is three words: the offset of eight bytes,
  /// the bits that are unused there, and the bits of the generations that leave them unused.
  private let words: [UInt64]

  private static let headerLength = 4
  private static let maskLength = 3

  init(generations: [Generation], unused: UnusedBits?) {
    var words: [UInt64] = []
    let sizes = generations.map { $0.size(in: .native) }
    for (index, size) in sizes.enumerated().reversed() where !sizes[(index + 1)...].contains(size) {
      let members = sizes.indices.filter { sizes[$0] == size }
      let single = members.flatMap { member in
        unused.map { UnusedWord.words(of: $0.bytes[member], generation: member + 1) } ?? []
      }
      let any = UnusedWord.merged(single)
      words += [
        UInt64(size), members.reduce(0) { $0 | 1 << UInt64($1 + 1) }, UInt64(any.count),
        UInt64(single.count),
      ]
      for mask in any + single { words += [UInt64(mask.offset), mask.mask, mask.generations] }
    }
    self.words = words
  }

  /// The bits of the generations that a struct of this size can be of, or 0 where that takes more
  /// than this table: no generation has the size, or each has padding that is not zero.
  ///
  /// `bytes` are the answer. One that ends inside a word is left to the rule itself.
  @inline(__always)
  func generations(of bytes: RawSpan) -> UInt64 {
    let kernelSize = bytes.byteCount
    guard kernelSize & 7 == 0 else { return 0 }
    let words = words.span
    var index = 0
    // Every index below follows from counts that `init` wrote beside the entries they count.
    while index &+ Self.headerLength <= words.count {
      let anyCount = unsafe Int(truncatingIfNeeded: words[unchecked: index &+ 2])
      let singleCount = unsafe Int(truncatingIfNeeded: words[unchecked: index &+ 3])
      if unsafe words[unchecked: index] == UInt64(truncatingIfNeeded: kernelSize) {
        var remaining = unsafe words[unchecked: index &+ 1]
        index &+= Self.headerLength
        var set: UInt64 = 0
        for mask in 0..<anyCount {
          set |= unsafe Self.unusedBits(of: words, at: index &+ mask &* Self.maskLength, in: bytes)
        }
        if set == 0 { return remaining }
        index &+= anyCount &* Self.maskLength
        for mask in 0..<singleCount {
          let index = index &+ mask &* Self.maskLength
          if unsafe Self.unusedBits(of: words, at: index, in: bytes) != 0 {
            remaining &= unsafe ~words[unchecked: index &+ 2]
          }
        }
        return remaining
      }
      index &+= Self.headerLength &+ (anyCount &+ singleCount) &* Self.maskLength
    }
    return 0
  }

  /// The bits that are set where a mask has unused ones; bytes that are not there count as zero.
  ///
  /// The caller vouches that a mask stands at the index.
  @unsafe
  @inline(__always)
  private static func unusedBits(
    of words: Span<UInt64>, at index: Int, in bytes: RawSpan
  ) -> UInt64 {
    let offset = unsafe Int(truncatingIfNeeded: words[unchecked: index])
    guard offset &+ 8 <= bytes.byteCount else { return 0 }
    // Checked above: the eight bytes at `offset`, which is never negative, lie inside `bytes`.
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      & words[unchecked: index &+ 1]
  }
}

/// Eight bytes of a struct of which generations leave some bits unused.
private struct UnusedWord {
  let offset: Int
  var mask: UInt64
  /// The bits that stand for the generations.
  var generations: UInt64

  /// The unused bytes of a generation, taken together by words.
  static func words(of bytes: [UnusedBits.Byte], generation: Int) -> [UnusedWord] {
    merged(
      bytes.map { byte in
        UnusedWord(
          offset: byte.offset & ~7,
          mask: UInt64(littleEndian: UInt64(byte.mask) << UInt64((byte.offset & 7) * 8)),
          generations: 1 << UInt64(generation))
      })
  }

  /// One entry for each offset.
  static func merged(_ words: [UnusedWord]) -> [UnusedWord] {
    var merged: [UnusedWord] = []
    for word in words.sorted(by: { $0.offset < $1.offset }) {
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
