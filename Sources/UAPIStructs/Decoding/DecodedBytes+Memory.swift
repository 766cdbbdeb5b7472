// Answers in memory that may be changed. A large struct takes longer to copy than to judge: here it is
// judged and made ready where it lies, and then copied once, to where it stays.

extension DecodedBytes {
  /// How much memory an answer must have that is judged where it lies, whatever its length.
  @inlinable
  public static var memorySize: Int { knownSize &+ 64 }

  /// Judges the commonest kind of answer: a whole struct of the native ABI from a kernel of which
  /// nothing is known. The memory behind it is cleared.
  ///
  /// - Parameters:
  ///   - memory: the answer in front of as much as makes ``memorySize``.
  ///   - length: the length of the answer.
  /// - Returns: the bits of the generations that could have given it, or 0 for every other kind, which
  ///   ``judge(_:into:history:extent:kernel:)`` is for.
  @unsafe
  @inlinable
  @inline(__always)
  public static func judgeQuickly(
    _ memory: UnsafeMutableRawPointer, length: Int, history: StructHistory
  ) -> UInt64 {
    // The caller vouches for the memory.
    let bytes = unsafe UnsafeRawBufferPointer(start: memory, count: length).bytes
    let generations = quickGenerations(of: bytes, history: history, extent: .whole)
    if length != knownSize, generations != 0 { unsafe clear(memory, from: length) }
    return generations
  }

  /// The same for a whole struct from a kernel of which something may be known: `nil` where that takes
  /// the rule.
  @unsafe
  @inlinable
  public static func judgeQuickly(
    _ memory: UnsafeMutableRawPointer, length: Int, history: StructHistory,
    kernel: KernelKnowledge
  ) -> Reading? {
    // The caller vouches for the memory.
    let bytes = unsafe UnsafeRawBufferPointer(start: memory, count: length).bytes
    let quick = quickGenerations(of: bytes, history: history, extent: .whole)
    let reading = history.quickReading(quick, length: length, knowing: kernel)
    if length != knownSize, reading != nil { unsafe clear(memory, from: length) }
    return reading
  }

  /// Judges any answer of the native ABI, and brings it to the memory from which it is copied. The memory
  /// behind it is cleared, and the fields of an exact layout that equals no generation are moved.
  ///
  /// - Parameters:
  ///   - bytes: the answer, which may lie in that memory already.
  ///   - memory: room for as much as ``memorySize`` says.
  @unsafe
  public static func judge(
    _ bytes: RawSpan, into memory: UnsafeMutableRawPointer, history: StructHistory,
    extent: Extent, kernel: KernelKnowledge
  ) -> Reading {
    let reading = history.reading(of: bytes, extent: extent, kernel: kernel)
    // The caller vouches for the memory, and no more is written than its size.
    if reading.isExact {
      let moved = history.rearranged(bytes, by: reading)
      unsafe bring(moved.span.bytes, to: memory)
      return reading.rearranged
    }
    unsafe bring(bytes, to: memory)
    return reading
  }

  /// Copies as much of an answer as is kept, and clears the memory behind it.
  @unsafe
  private static func bring(_ bytes: RawSpan, to memory: UnsafeMutableRawPointer) {
    unsafe bytes.withUnsafeBytes { bytes in
      // Both may be the same memory, which the call allows.
      if let start = bytes.baseAddress {
        unsafe memory.copyMemory(from: start, byteCount: Swift.min(bytes.count, memorySize))
      }
    }
    unsafe clear(memory, from: bytes.byteCount)
  }

  /// Clears the memory behind an answer.
  @unsafe
  @usableFromInline
  @inline(never)
  static func clear(_ memory: UnsafeMutableRawPointer, from length: Int) {
    guard length < memorySize else { return }
    unsafe (memory + length).initializeMemory(
      as: UInt8.self, repeating: 0, count: memorySize &- length)
  }

  /// Copies an answer that was judged where it lies.
  @unsafe
  @inlinable
  @inline(__always)
  public init(judged memory: UnsafeRawPointer, reading: Reading) {
    self.words = unsafe memory.loadUnaligned(as: InlineArray<wordCount, UInt64>.self)
    self.beyond =
      reading.length <= Self.knownSize
      ? InlineArray(repeating: 0)
      : unsafe memory.loadUnaligned(
        fromByteOffset: Self.knownSize, as: InlineArray<8, UInt64>.self)
    self.reading = reading
  }
}
