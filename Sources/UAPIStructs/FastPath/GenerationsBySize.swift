/// Steps 2 and 3 of the rule for a whole struct of the native ABI, as a table: which generations have a
/// size, and which bits each leaves unused.
///
/// The answer is found by loads alone, without a call, so that no references are counted meanwhile.
@usableFromInline
struct GenerationsBySize: Sendable {
  /// The generations of one size, and where they leave bits unused: less than a cache line.
  @usableFromInline
  struct Entry: Sendable {
    /// One bit for each generation; none for a size that is left to the rule.
    @usableFromInline var generations: UInt64 = 0
    /// All bits that any of the generations leaves unused, in words at the offsets below. Masks that
    /// are not needed are 0.
    @usableFromInline var unused: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    @usableFromInline var offsets: (UInt16, UInt16, UInt16, UInt16) = (0, 0, 0, 0)
    /// The same bits in ``GenerationsBySize/masks``, divided by the generations that leave them unused: where
    /// they begin and how many there are.
    @usableFromInline var firstMask: UInt32 = 0
    @usableFromInline var maskCount: UInt32 = 0
  }

  /// One entry for each size, from one word up to the largest, word by word.
  @usableFromInline let entries: [Entry]
  /// The masks of all entries.
  let masks: [UnusedWord]

  /// Larger sizes are left to the rule, so that no table becomes large.
  private static let largestSize = 4096

  init(generations: [Generation], unused: UnusedBits?) {
    let sizes = generations.map { $0.size(in: .native) }
    // An answer that ends inside a word is left to the rule, and with it such a size.
    let tabulated = Set(sizes.filter { $0 > 0 && $0 & 7 == 0 && $0 <= Self.largestSize })
    var entries = [Entry](repeating: Entry(), count: (tabulated.max() ?? 0) / 8)
    var masks: [UnusedWord] = []
    for size in tabulated {
      let members = sizes.indices.filter { sizes[$0] == size }
      let divided = UnusedWord.words(
        of: members.map { (generation: $0 + 1, bytes: unused?.bytes[$0] ?? []) })
      let merged = UnusedWord.merged(divided)
      var entry = Entry()
      // A struct with gaps in more places has no entry.
      guard merged.count <= 4 else { continue }
      let words = merged + [UnusedWord](repeating: UnusedWord(), count: 4 - merged.count)
      entry.unused = (words[0].mask, words[1].mask, words[2].mask, words[3].mask)
      entry.offsets = (words[0].offset, words[1].offset, words[2].offset, words[3].offset)
      entry.generations = members.reduce(0) { $0 | 1 << UInt64($1 + 1) }
      (entry.firstMask, entry.maskCount) = (UInt32(masks.count), UInt32(divided.count))
      entries[size / 8 - 1] = entry
      masks += divided
    }
    self.entries = entries
    self.masks = masks
  }

  /// The bits of the generations that a struct of this size can be of, or 0 where that takes more
  /// than this table: no generation has the size, or each has padding that is not zero.
  ///
  /// `bytes` are the answer.
  @inlinable
  @inline(__always)
  func generations(of bytes: RawSpan) -> UInt64 {
    // Counted in words, less one. The low bits go to the top: a size that is 0 or no multiple of
    // eight makes an index after every entry.
    let rest = UInt(bitPattern: bytes.byteCount &- 8)
    let position = rest &>> 3 | rest &<< UInt(UInt.bitWidth &- 3)
    guard position < UInt(bitPattern: entries.count) else { return 0 }
    let index = Int(bitPattern: position)
    // Checked above: the answer is as long as the structs that the entry is about.
    let set =
      unsafe bytes.word(at: entries[index].offsets.0) & entries[index].unused.0
      | bytes.word(at: entries[index].offsets.1) & entries[index].unused.1
      | bytes.word(at: entries[index].offsets.2) & entries[index].unused.2
      | bytes.word(at: entries[index].offsets.3) & entries[index].unused.3
    return set == 0 ? entries[index].generations : unsafe generations(ofEntry: index, in: bytes)
  }

  /// The same where a bit is set that some generations leave unused.
  @unsafe
  @usableFromInline
  @inline(never)
  func generations(ofEntry index: Int, in bytes: RawSpan) -> UInt64 {
    var remaining = entries[index].generations
    var mask = Int(entries[index].firstMask)
    let end = mask &+ Int(entries[index].maskCount)
    while mask < end {
      // The answer is as long as the structs that the mask is about.
      if unsafe bytes.word(at: masks[mask].offset) & masks[mask].mask != 0 {
        remaining &= ~masks[mask].generations
      }
      mask &+= 1
    }
    return remaining
  }
}

extension RawSpan {
  /// Eight bytes, which the caller knows to be there.
  @unsafe
  @inlinable
  @inline(__always)
  func word(at offset: UInt16) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: Int(offset), as: UInt64.self)
  }
}
