// Answers in memory that may be changed. A large struct takes longer to copy than to judge: here it is
// judged and made ready where it lies, and then copied once, to where it stays.

extension DecodedBytes {
  /// How much memory an answer must have that is judged where it lies, whatever its length.
  @inlinable
  public static var memorySize: Int { knownSize &+ 64 }

  /// How the whole struct of the native ABI is to be read, from a kernel of which something may be known:
  /// `nil` where that takes the rule, as ``judge(_:into:history:extent:kernel:)`` applies it.
  @inlinable
  @inline(__always)
  public static func quickReading(
    of bytes: RawSpan, history: StructHistory, kernel: KernelKnowledge
  ) -> Reading? {
    let generations = quickGenerations(of: bytes, history: history, extent: .whole)
    return history.quickReading(generations, length: bytes.byteCount, knowing: kernel)
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
      // Both may overlap, which the call allows.
      if let start = bytes.baseAddress, unsafe start != UnsafeRawPointer(memory) {
        unsafe memory.copyMemory(from: start, byteCount: Swift.min(bytes.count, memorySize))
      }
    }
    unsafe clear(memory, behind: bytes.byteCount)
  }

  /// Makes an answer ready to be copied: clears the memory behind it.
  ///
  /// - Parameters:
  ///   - memory: the answer in front of as much as makes ``memorySize``.
  ///   - length: the length of the answer.
  @unsafe
  @inlinable
  @inline(__always)
  public static func clear(_ memory: UnsafeMutableRawPointer, behind length: Int) {
    // No more than the words is copied of an answer that has just these.
    if length != knownSize { unsafe clearAll(memory, behind: length) }
  }

  @unsafe
  @usableFromInline
  @inline(never)
  static func clearAll(_ memory: UnsafeMutableRawPointer, behind length: Int) {
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
